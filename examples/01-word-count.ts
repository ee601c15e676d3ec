// A job of your own: `map` makes pairs of a key and a value, `reduce` makes one value of all values of a key.
//
//   mr run examples/01-word-count.ts examples/data -o -
import { lines, mapReduce, sum } from "mr-engine";

export default mapReduce({
  input: lines(),
  map(line, emit) {
    for (const word of line.split(/\s+/)) if (word !== "") emit(word.toLowerCase(), 1);
  },
  reduce: sum(),
});

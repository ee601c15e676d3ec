/** Word count as a user writes it: JavaScript a line, `split`, a declared sum. */

import { lines, mapReduce, sum } from "mr-engine";

export default mapReduce({
  input: lines(),
  map(line, emit) {
    for (const word of line.split(" ")) if (word) emit(word, 1);
  },
  combine: sum(),
  reduce: sum(),
});

/**
 * For each word the files that contain it and how often: `word TAB path:count path:count ...`, paths sorted.
 *
 * A word is what white space separates, byte for byte, as in wordcount. Two steps: count each word of each file, then
 * gather the files of each word.
 */

import {
  chain,
  concatBytes,
  type Emit,
  mapReduce,
  pairs,
  pathBytes,
  step,
  sum,
  words,
} from "../../index.js";

export default chain(
  mapReduce({
    description: "For each word the files that contain it, with counts",
    input: words({ as: "bytes" }),
    map(word, emit: Emit<readonly [word: Uint8Array, path: Uint8Array], number>, { source }) {
      emit([word, pathBytes(source.path)], 1);
    },
    reduce: sum(),
  }),
  step({
    pairs: pairs<Uint8Array, readonly [path: Uint8Array, count: number]>(),
    map([[word, path], count], emit) {
      emit(word, [path, count]);
    },
    keys: "bytes",
    orderValuesBy: ([path]) => path,
    reduce(word, files, emit) {
      const list: (Uint8Array | string)[] = [];
      for (const [path, count] of files) list.push(list.length === 0 ? "" : " ", path, `:${count}`);
      emit(word, concatBytes(...list));
    },
  }),
);

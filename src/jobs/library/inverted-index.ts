/**
 * For each word the files that contain it and how often: `word TAB path:count path:count ...`, paths sorted.
 *
 * A word is what white space separates, byte for byte, as in wordcount. What is counted is words with their files; all
 * files of a word meet in one reduce task, one after another, which makes a list of them.
 */

import { ByteSink } from "../../kernels/byte-sink.js";
import { equalBytes } from "../../kernels/bytes.js";
import { beforeTab, mapReduce, sum, words } from "../../index.js";
import type { Emit } from "../../index.js";

const TAB = 9;
const NO_WORD = new Uint8Array(0);

/** The word that is read, and its files so far. */
let word: Uint8Array = NO_WORD;
const list = new ByteSink();

export default mapReduce({
  description: "For each word the files that contain it, with counts",
  input: words({ as: "bytes", withPath: true }),
  partition: beforeTab(),
  combine: sum(),
  setup: startList,
  reduce(wordAndPath: Uint8Array, counts: Iterable<number>, emit: Emit<Uint8Array, Uint8Array>) {
    const end = wordAndPath.indexOf(TAB);
    if (!equalBytes(wordAndPath, 0, end, word, 0, word.length)) {
      emitList(emit);
      word = wordAndPath.subarray(0, end);
    }
    let total = 0;
    for (const count of counts) total += count;
    if (list.length > 0) list.utf8(" ");
    list.append(wordAndPath, end + 1, wordAndPath.length);
    list.utf8(`:${total}`);
  },
  close: emitList,
});

function startList(): void {
  word = NO_WORD;
  list.length = 0;
}

function emitList(emit: Emit<Uint8Array, Uint8Array>): void {
  if (list.length > 0) emit(word, list.bytes.subarray(0, list.length));
  startList();
}

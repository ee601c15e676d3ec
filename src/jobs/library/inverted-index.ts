/**
 * For each word the files that contain it and how often: `word TAB path:count path:count ...`, paths sorted.
 *
 * A word is what white space separates, byte for byte, as in wordcount. What is counted is words with their files; all
 * files of a word meet in one reduce task, one after another, which makes a list of them.
 */

import { beforeTab, mapReduce, sum, words } from "../../index.js";
import type { Emit } from "../../index.js";

const TAB = 9;
const SPACE = 32;
const NO_WORD = new Uint8Array(0);

/** The word that is read, and its files so far. */
let word: Uint8Array = NO_WORD;
let list = Buffer.alloc(1 << 16);
let length = 0;

export default mapReduce({
  description: "For each word the files that contain it, with counts",
  input: words({ as: "bytes", withPath: true }),
  partition: beforeTab(),
  combine: sum(),
  setup: startList,
  reduce(wordAndPath: Uint8Array, counts: Iterable<number>, emit: Emit<Uint8Array, Uint8Array>) {
    const end = wordAndPath.indexOf(TAB);
    if (!isWord(wordAndPath, end)) {
      emitList(emit);
      word = wordAndPath.subarray(0, end);
    }
    let total = 0;
    for (const count of counts) total += count;
    addFile(wordAndPath, end + 1, `:${total}`);
  },
  close: emitList,
});

function startList(): void {
  word = NO_WORD;
  length = 0;
}

function emitList(emit: Emit<Uint8Array, Uint8Array>): void {
  if (length > 0) emit(word, list.subarray(0, length));
  startList();
}

function isWord(wordAndPath: Uint8Array, end: number): boolean {
  if (end !== word.length) return false;
  for (let i = 0; i < end; i++) if (wordAndPath[i] !== word[i]) return false;
  return true;
}

function addFile(wordAndPath: Uint8Array, pathStart: number, count: string): void {
  const most = length + 1 + wordAndPath.length - pathStart + count.length;
  if (most > list.length) list = Buffer.concat([list], 2 * most);
  if (length > 0) list[length++] = SPACE;
  for (let i = pathStart; i < wordAndPath.length; i++) list[length++] = wordAndPath[i] as number;
  for (let i = 0; i < count.length; i++) list[length++] = count.charCodeAt(i);
}

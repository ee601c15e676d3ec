/**
 * For each word the files that contain it and how often: `word TAB path:count path:count ...`, paths sorted.
 *
 * A word is what white space separates, byte for byte, as in wordcount.
 */

import { type Key, mapReduce, pairs, words } from "../../index.js";

type Posting = readonly [path: string, count: number];

export default mapReduce({
  description: "For each word the files that contain it, with counts",
  input: words({ as: "bytes" }),
  pairs: pairs<Uint8Array, Posting>(),
  keys: "bytes",
  map(word, emit, { source }) {
    emit(word, [source.path, 1]);
  },
  combine(word, postings, emit) {
    for (const [path, count] of total(postings)) emit(word, [path, count]);
  },
  orderValuesBy: ([path]): Key => path,
  reduce(word, postings, emit) {
    const list: string[] = [];
    for (const [path, count] of total(postings)) list.push(`${path}:${count}`);
    emit(word, list.join(" "));
  },
});

/** Adds up the counts of each path; paths stay in the order in which they come first. */
function total(postings: Iterable<Posting>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [path, count] of postings) counts.set(path, (counts.get(path) ?? 0) + count);
  return counts;
}

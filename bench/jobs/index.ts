/**
 * An inverted index whose documents are blocks of 1000 lines: `word TAB file#block ...`. Lines are counted from a
 * file's beginning, so a file must be one split.
 */

import { basename } from "node:path";
import { type Emit, lines, mapReduce } from "mr-engine";

let path = "";
let line = 0;
let document = "";
const seen = new Set<string>();

export default mapReduce({
  input: lines(),
  setup() {
    path = "";
  },
  map(text, emit: Emit<string, string>, { source }) {
    if (source.path !== path) {
      path = source.path;
      line = 0;
    }
    if (line % 1000 === 0) {
      document = `${basename(path)}#${line / 1000}`;
      seen.clear();
    }
    line++;
    for (const word of text.split(" ")) {
      if (word === "" || seen.has(word)) continue;
      seen.add(word);
      emit(word, document);
    }
  },
  reduce(word, documents, emit) {
    emit(word, [...documents].join(" "));
  },
});

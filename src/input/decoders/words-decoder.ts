/**
 * Words as strings; what a word is, is the extractor's business.
 */

import { isAscii } from "node:buffer";
import { createWordsExtractor, type WordsFormat } from "../extractors/words.js";
import type { PairSink } from "../extractors/extractor.js";
import type { RecordDecoder } from "../record-decoder.js";

export function createWordsDecoder(format: WordsFormat): RecordDecoder {
  const extractor = createWordsExtractor(format);
  let visitWord: (word: string) => void = () => undefined;
  let shift = 0;
  const sink: PairSink = {
    addKey(bytes, start, end) {
      visitWord(wordText(bytes, start, end));
    },
    addKeyBytes() {},
  };
  return {
    decode(block, visit) {
      visitWord = visit;
      shift = block.offset;
      extractor.extract(block, sink);
    },
    offset: () => shift + extractor.position(),
  };
}

function wordText(bytes: Uint8Array, start: number, end: number): string {
  const word = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  return isAscii(word) ? word.toString("latin1") : word.toString("utf8");
}

/**
 * Words as strings or as bytes; what a word is, is the extractor's business.
 */

import { isAscii } from "node:buffer";
import { createWordsExtractor, type WordsFormat } from "../extractors/words.js";
import type { PairSink } from "../extractors/extractor.js";
import type { RecordDecoder } from "./decoder.js";

export function createWordsDecoder(format: WordsFormat): RecordDecoder {
  const extractor = createWordsExtractor(format);
  const read = format.as === "bytes" ? wordBytes : wordText;
  let visitWord: (word: unknown) => void = () => undefined;
  let shift = 0;
  const sink: PairSink = {
    addKey(bytes, start, end) {
      visitWord(read(bytes, start, end));
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

/** A copy: the extractor uses its buffer again, and a job may keep what it is given. */
function wordBytes(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return Buffer.from(bytes.subarray(start, end));
}

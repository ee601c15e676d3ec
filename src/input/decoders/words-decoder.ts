/**
 * Words as strings or as bytes; what a word is, is the extractor's business.
 */

import { decodeText } from "../../kernels/text.js";
import { createWordsExtractor, type WordsFormat } from "../extractors/words.js";
import type { PairSink } from "../extractors/extractor.js";
import type { RecordDecoder } from "./decoder.js";

export function createWordsDecoder(format: WordsFormat): RecordDecoder {
  const extractor = createWordsExtractor(format);
  const read = format.as === "bytes" ? createCopier() : decodeText;
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

/** Copies: the extractor uses its buffer again, and a job may keep what it is given. A Buffer's own `slice` is none. */
function createCopier(): (bytes: Uint8Array, start: number, end: number) => Uint8Array {
  let owner: Uint8Array | null = null;
  let view: Uint8Array = new Uint8Array(0);
  return (bytes, start, end) => {
    if (bytes !== owner) view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    owner = bytes;
    return view.slice(start, end);
  };
}

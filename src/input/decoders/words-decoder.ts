/**
 * Words as strings or as bytes; what a word is, is the extractor's business.
 */

import { ownBytes, viewOf } from "../../kernels/bytes.js";
import { decodeText } from "../../kernels/text.js";
import { createWordsExtractor, type WordsFormat } from "../extractors/words.js";
import type { PairSink } from "../extractors/extractor.js";
import type { RecordDecoder } from "./decoder.js";

const readAs = { text: decodeText, bytes: ownBytes, view: viewOf } as const;

/** `label`: of the file that is read. */
export function createWordsDecoder(format: WordsFormat, label: string): RecordDecoder {
  const extractor = createWordsExtractor(format, label);
  const read = readAs[format.as ?? "text"];
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

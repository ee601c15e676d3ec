/**
 * Lines as keys, each with the value 1.
 *
 * Owns: nothing but the loop. Talks to: bytes.
 *
 * With literals only the lines that hold one are records: they are found by searching the block, the others are never
 * looked at and do not count as read.
 */

import { createLiteralSearch, holdsLiteral, type Literals } from "../../kernels/literal-search.js";
import type { LineFormat } from "../input-format.js";
import { eachLineWith, lineEndAt, textEnd, textStart } from "../bytes.js";
import { literalsOf } from "../decoders/lines-decoder.js";
import type { Extractor } from "./extractor.js";

export function createLinesExtractor(format: LineFormat): Extractor {
  const literals = literalsOf(format);
  return literals === null
    ? allLines(format.as === "text")
    : matching(literals, format.as === "text");
}

function allLines(text: boolean): Extractor {
  return {
    extract(block, sink) {
      const { bytes, end } = block;
      let start = text ? textStart(block) : block.start;
      let lines = 0;
      while (start < end) {
        const lineEnd = lineEndAt(bytes, start, end);
        sink.addKey(bytes, start, text ? textEnd(bytes, start, lineEnd, end) : lineEnd, 1);
        lines += 1;
        start = lineEnd + 1;
      }
      return lines;
    },
  };
}

function matching(literals: Literals, text: boolean): Extractor {
  const search = createLiteralSearch(literals);
  return {
    extract(block, sink) {
      const first = text ? textStart(block) : block.start;
      let lines = 0;
      eachLineWith(block, search, (bytes, lineStart, lineEnd) => {
        const start = Math.max(lineStart, first);
        const end = text ? textEnd(bytes, start, lineEnd, block.end) : lineEnd;
        if (
          (start !== lineStart || end !== lineEnd) &&
          !holdsLiteral(literals, bytes, start, end)
        ) {
          return;
        }
        sink.addKey(bytes, start, end, 1);
        lines += 1;
      });
      return lines;
    },
  };
}

/**
 * One JSON value a line.
 *
 * Owns: which lines are records. Talks to: text-pieces, lines-decoder.
 */

import { corruptInput } from "../input-error.js";
import { lineBoundary } from "../boundary.js";
import type { RecordDecoder } from "./decoder.js";
import type { FileRange } from "../split.js";
import { eachTextLine } from "./lines-decoder.js";
import { TextPieces } from "./text-pieces.js";

const WHITE_SPACE_ONLY = /^[ \t\r\n]*$/;

export function createJsonDecoder(range: FileRange): RecordDecoder {
  const pieces = new TextPieces(() => lineBoundary);
  let characterIndex = 0;
  const offset = () => pieces.offsetOf(characterIndex);
  return {
    decode(block, visit, onBadRecord) {
      pieces.each(block, (text) => {
        eachTextLine(text, (line, index) => {
          characterIndex = index;
          let record: unknown;
          try {
            record = JSON.parse(line);
          } catch (cause) {
            if (WHITE_SPACE_ONLY.test(line)) return;
            const error = badJson(range.label, offset(), cause);
            if (onBadRecord === undefined) throw error;
            onBadRecord(error);
            return;
          }
          visit(record);
        });
      });
    },
    offset,
  };
}

export function badJson(label: string, offset: number, cause: unknown) {
  const why = cause instanceof Error ? cause.message : String(cause);
  const hint = "each line must be one JSON value; bad lines can be skipped with --skip-bad";
  return corruptInput(label, offset, `the line is not valid JSON (${why})`, hint);
}

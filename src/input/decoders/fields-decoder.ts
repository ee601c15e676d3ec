/**
 * Lines cut into fields.
 *
 * Owns: what a field is. Talks to: text-pieces, lines-decoder.
 *
 * With separator "" fields are runs of characters that are no blanks (space, tab), as in awk: blanks at both ends of
 * the line make no fields, an empty line has none. Any other separator cuts at each place it stands.
 */

import type { InputFormat } from "../input-format.js";
import { lineBoundary } from "../boundary.js";
import type { RecordDecoder } from "./decoder.js";
import { eachLineRange } from "./lines-decoder.js";
import { TextPieces } from "./text-pieces.js";

export type FieldsFormat = Extract<InputFormat, { kind: "fields" }>;

export function createFieldsDecoder(format: FieldsFormat): RecordDecoder {
  const { separator } = format;
  const pieces = new TextPieces(() => lineBoundary);
  let characterIndex = 0;
  return {
    decode(block, visit) {
      pieces.each(block, (text) => {
        eachLineRange(text, (start, end) => {
          characterIndex = start;
          visit(
            separator === ""
              ? splitBlanks(text, start, end)
              : text.substring(start, end).split(separator),
          );
        });
      });
    },
    offset: () => pieces.offsetOf(characterIndex),
  };
}

/** Of `text[start, end)`: a substring of a substring is slower to look at. */
function splitBlanks(text: string, start: number, end: number): string[] {
  const fields: string[] = [];
  for (let at = start; ; ) {
    while (at < end && isBlank(text.charCodeAt(at))) at += 1;
    if (at === end) return fields;
    const first = at;
    while (at < end && !isBlank(text.charCodeAt(at))) at += 1;
    fields.push(text.substring(first, at));
  }
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

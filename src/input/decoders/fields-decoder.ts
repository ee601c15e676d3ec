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
import { eachTextLine } from "./lines-decoder.js";
import { TextPieces } from "./text-pieces.js";

export type FieldsFormat = Extract<InputFormat, { kind: "fields" }>;

export function createFieldsDecoder(format: FieldsFormat): RecordDecoder {
  const { separator } = format;
  const pieces = new TextPieces(() => lineBoundary);
  let characterIndex = 0;
  return {
    decode(block, visit) {
      pieces.each(block, (text) => {
        eachTextLine(text, (line, index) => {
          characterIndex = index;
          visit(separator === "" ? splitBlanks(line) : line.split(separator));
        });
      });
    },
    offset: () => pieces.offsetOf(characterIndex),
  };
}

function splitBlanks(line: string): string[] {
  const fields: string[] = [];
  let start = -1;
  for (let index = 0; index < line.length; index += 1) {
    const code = line.charCodeAt(index);
    if (code === 32 || code === 9) {
      if (start >= 0) fields.push(line.substring(start, index));
      start = -1;
    } else if (start < 0) {
      start = index;
    }
  }
  if (start >= 0) fields.push(line.substring(start));
  return fields;
}

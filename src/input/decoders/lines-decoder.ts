/**
 * Lines as strings or as bytes.
 *
 * Owns: what a line's text is. Talks to: text-pieces, bytes.
 *
 * T1. The record filter `literals` sees what the job sees: it never matches the CR or the mark that are left out.
 */

import { ownBytes, viewOf } from "../../kernels/bytes.js";
import { createLiteralSearch, holdsLiteral, type Literals } from "../../kernels/literal-search.js";
import { decodeText } from "../../kernels/text.js";
import type { LineFormat, LineOrder } from "../input-format.js";
import { lineBoundary } from "../boundary.js";
import { eachLine, eachLineWith, textEnd, textStart } from "../bytes.js";
import { SortableLines } from "../sortable-lines.js";
import type { RecordDecoder } from "./decoder.js";
import { TextPieces } from "./text-pieces.js";

/** Where each line of a piece begins and ends, its line end left out. */
export function eachLineRange(text: string, visit: (start: number, end: number) => void): void {
  let start = 0;
  for (;;) {
    const lineFeed = text.indexOf("\n", start);
    if (lineFeed < 0) break;
    const end = lineFeed > start && text.charCodeAt(lineFeed - 1) === 13 ? lineFeed - 1 : lineFeed;
    visit(start, end);
    start = lineFeed + 1;
  }
  if (start < text.length) visit(start, text.length);
}

/** Each line of a piece without its line end. */
export function eachTextLine(
  text: string,
  visit: (line: string, characterIndex: number) => void,
): void {
  eachLineRange(text, (start, end) => visit(text.substring(start, end), start));
}

/** What to search for in bytes; null when every line matches. */
export function literalsOf({ literals, ignoreCase = false }: LineFormat): Literals | null {
  if (literals === null || literals.includes("")) return null;
  return { texts: literals.map((literal) => Buffer.from(literal)), ignoreCase };
}

export function createTextLinesDecoder(format: LineFormat): RecordDecoder {
  const literals = literalsOf(format);
  return literals === null ? allTextLines() : matchingTextLines(literals);
}

function allTextLines(): RecordDecoder {
  const pieces = new TextPieces(() => lineBoundary);
  let characterIndex = 0;
  return {
    decode(block, visit) {
      pieces.each(block, (text) => {
        eachTextLine(text, (line, index) => {
          characterIndex = index;
          visit(line);
        });
      });
    },
    offset: () => pieces.offsetOf(characterIndex),
  };
}

function matchingTextLines(literals: Literals): RecordDecoder {
  const search = createLiteralSearch(literals);
  let offset = 0;
  return {
    decode(block, visit) {
      const first = textStart(block);
      eachLineWith(block, search, (bytes, lineStart, lineEnd) => {
        const start = Math.max(lineStart, first);
        const end = textEnd(bytes, start, lineEnd, block.end);
        if (
          (start !== lineStart || end !== lineEnd) &&
          !holdsLiteral(literals, bytes, start, end)
        ) {
          return;
        }
        offset = block.offset + (lineStart - block.start);
        visit(decodeText(bytes, start, end));
      });
    },
    offset: () => offset,
  };
}

export function createSortableLinesDecoder(order: LineOrder): RecordDecoder {
  const encoded = new SortableLines(order);
  let offset = 0;
  return {
    decode(block, visit) {
      const shift = block.offset - block.start;
      eachLine(block, (bytes, start, end) => {
        offset = shift + start;
        // With its LF: an empty line is one, too.
        encoded.encode(bytes, start, Math.min(end + 1, block.end));
        visit(ownBytes(encoded.bytes, 0, encoded.length - 1));
      });
    },
    offset: () => offset,
  };
}

export function createByteLinesDecoder(format: LineFormat): RecordDecoder {
  const literals = literalsOf(format);
  const read = format.as === "view" ? viewOf : ownBytes;
  const search = literals === null ? null : createLiteralSearch(literals);
  let offset = 0;
  return {
    decode(block, visit) {
      const shift = block.offset - block.start;
      const visitLine = (bytes: Buffer, start: number, end: number) => {
        offset = shift + start;
        visit(read(bytes, start, end));
      };
      if (search === null) eachLine(block, visitLine);
      else eachLineWith(block, search, visitLine);
    },
    offset: () => offset,
  };
}

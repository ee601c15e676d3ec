/**
 * Small questions about blocks of bytes that several readers ask.
 *
 * Owns: the zero-copy walk over lines, byte order marks, decoding. Talks to: nobody.
 */

import type { LiteralSearch } from "../kernels/literal-search.js";
import type { RecordBlock } from "./block.js";

export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;

/** Where the text of a block begins: behind the byte order mark that a file may open with. */
export function textStart(block: RecordBlock): number {
  const { bytes, start, end } = block;
  const marked =
    block.offset === 0 &&
    end - start >= 3 &&
    bytes[start] === 0xef &&
    bytes[start + 1] === 0xbb &&
    bytes[start + 2] === 0xbf;
  return marked ? start + 3 : start;
}

/** Where a line's text ends: before the CR of a CR LF. `end` is where its LF stands, or the end of the file. */
export function textEnd(bytes: Uint8Array, start: number, end: number, blockEnd: number): number {
  return end < blockEnd && end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
}

/** Calls `visit` with each line, without its LF and with everything else. The bytes are the block's own: copy to keep. */
export function eachLine(
  block: RecordBlock,
  visit: (bytes: Buffer, start: number, end: number) => void,
): void {
  const { bytes, end } = block;
  for (let start = block.start; start < end; ) {
    const lineEnd = lineEndAt(bytes, start, end);
    visit(bytes, start, lineEnd);
    start = lineEnd + 1;
  }
}

/** Calls `visit` with each line in which the search has a hit; searches the block, not line by line. */
export function eachLineWith(
  block: RecordBlock,
  search: LiteralSearch,
  visit: (bytes: Buffer, start: number, end: number) => void,
): void {
  const { bytes, end } = block;
  search.open(bytes, end);
  for (let from = block.start; from < end; ) {
    const hit = search.next(from);
    if (hit < 0) return;
    const before = hit > from ? bytes.lastIndexOf(LINE_FEED, hit - 1) : -1;
    const lineStart = Math.max(before + 1, from);
    const lineEnd = lineEndAt(bytes, hit, end);
    visit(bytes, lineStart, lineEnd);
    from = lineEnd + 1;
  }
}

/** Where the LF of the line stands, or `end`. */
export function lineEndAt(bytes: Buffer, start: number, end: number): number {
  const found = bytes.indexOf(LINE_FEED, start);
  return found < 0 || found > end ? end : found;
}

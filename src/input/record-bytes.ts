/**
 * The bytes of one record as they are in its block, its delimiter included.
 *
 * Owns: where a single record of each format ends. Talks to: boundary.
 */

import type { RecordBlock } from "./block.js";
import { createBoundary } from "./boundary.js";
import type { InputFormat } from "./input-format.js";
import type { FileRange } from "./split.js";

/** A view, valid as long as the block is; `offset` is that of the record in the (decompressed) file. */
export function recordBytes(
  format: InputFormat,
  range: FileRange,
  block: RecordBlock,
  offset: number,
): Buffer {
  const { bytes, end } = block;
  const start = Math.min(end, Math.max(block.start, block.start + offset - block.offset));
  return bytes.subarray(start, recordEnd(format, range, block, start));
}

function recordEnd(
  format: InputFormat,
  range: FileRange,
  { bytes, end }: RecordBlock,
  start: number,
): number {
  switch (format.kind) {
    case "files":
      return end;
    case "fixed":
      return Math.min(end, start + format.lengthBytes);
    default: {
      // A record begins outside quotes, wherever the range was cut.
      const boundary = createBoundary(format, { ...range, start: 0, quoted: false });
      const found = boundary.first(bytes, start, end);
      return found < 0 ? end : found;
    }
  }
}

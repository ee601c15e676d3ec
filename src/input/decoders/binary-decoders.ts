/**
 * Whole files, and records of fixed length.
 */

import { ownBytes, viewOf } from "../../kernels/bytes.js";
import type { RecordDecoder } from "./decoder.js";
import type { FileRange } from "../split.js";

export function createFilesDecoder(range: FileRange): RecordDecoder {
  return {
    decode(block, visit) {
      const { buffer, byteOffset } = block.bytes;
      // Whole files come in buffers of their own: the view may be kept.
      const bytes = new Uint8Array(buffer, byteOffset + block.start, block.end - block.start);
      visit({ path: range.label, bytes });
    },
    offset: () => 0,
  };
}

export function createFixedDecoder(lengthBytes: number, as: "bytes" | "view"): RecordDecoder {
  const read = as === "view" ? viewOf : ownBytes;
  let offset = 0;
  return {
    decode(block, visit) {
      for (let start = block.start; start < block.end; start += lengthBytes) {
        offset = block.offset + (start - block.start);
        visit(read(block.bytes, start, start + lengthBytes));
      }
    },
    offset: () => offset,
  };
}

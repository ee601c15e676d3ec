/**
 * Tells from its first bytes how a file is compressed. Names do not count: `a.gz` may be plain, `a` may be gzip.
 *
 * Owns: the magic numbers. Talks to: nobody.
 */

import type { FileCompression } from "./split.js";

/** How many bytes `detectCompression` wants to see. */
export const MAGIC_BYTES = 4;

export function detectCompression(bytes: Uint8Array, length: number): FileCompression {
  if (length >= 3 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08) return "gzip";
  if (length < 4) return "none";
  if (bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd) {
    return "zstd";
  }
  // A zstd file may open with a skippable frame, as parallel and seekable writers make them.
  const skippable = ((bytes[0] as number) & 0xf0) === 0x50;
  if (skippable && bytes[1] === 0x2a && bytes[2] === 0x4d && bytes[3] === 0x18) return "zstd";
  return "none";
}

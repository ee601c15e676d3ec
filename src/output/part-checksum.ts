/**
 * The checksum of a part's bytes: CRC-32 (IEEE 802.3), which zlib, gzip and many other programs compute.
 */

import { crc32 } from "node:zlib";
import { FOLDED_SEED, fold } from "../kernels/crc-fold.js";

/** Of all bytes so far, `seed` being that of those before `bytes`. */
export function partCrc(bytes: Uint8Array, seed: number): number {
  const folded = fold(bytes, seed);
  return folded === null ? crc32(bytes, seed) : crc32(folded, FOLDED_SEED);
}

/** As the manifest has it: algorithm and value. */
export function formatChecksum(crc: number): string {
  return `crc32:${(crc >>> 0).toString(16).padStart(8, "0")}`;
}

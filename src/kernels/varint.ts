/**
 * Lengths as little-endian base-128 numbers: seven bits a byte, the high bit says that more follow.
 *
 * V1. Only the shortest form is written, so a number's size follows from the number itself.
 * V2. Numbers are below 2^31.
 */

export const VARINT_LIMIT_BYTES = 5;

export function varintSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x200000) return 3;
  return value < 0x10000000 ? 4 : 5;
}

/** Returns the position after the number. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  while (value >= 0x80) {
    bytes[at++] = (value & 0x7f) | 0x80;
    value >>>= 7;
  }
  bytes[at++] = value;
  return at;
}

/** The number at `at`, or -1 when it does not end before `end` or is too large. */
export function readVarint(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    if (at >= end) return -1;
    const byte = bytes[at++];
    if (shift === 28 && byte > 0x07) return -1;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  return -1;
}

/**
 * Bytes in a form that sorts in reverse. Each 00 becomes 00 FF, then 00 01 is put at the end, then all bytes are
 * complemented; so no result is the beginning of another and the longer of two keys with a common beginning comes first.
 */

import { MrError } from "../engine/error.js";

/** compare(descendingBytes(a), descendingBytes(b)) = -compare(a, b). */
export function descendingBytes(bytes: Uint8Array): Uint8Array {
  let zeros = 0;
  for (const byte of bytes) if (byte === 0) zeros++;
  const reversed = new Uint8Array(bytes.length + zeros + 2);
  let at = 0;
  for (const byte of bytes) {
    reversed[at++] = 0xff - byte;
    if (byte === 0) reversed[at++] = 0x00;
  }
  reversed[at++] = 0xff;
  reversed[at] = 0xfe;
  return reversed;
}

/** Undoes `descendingBytes`. */
export function ascendingBytes(reversed: Uint8Array): Uint8Array {
  const plain = new Uint8Array(reversed.length);
  const last = reversed.length - 2;
  let length = 0;
  for (let i = 0; i < last; i++) {
    plain[length++] = 0xff - reversed[i];
    if (reversed[i] === 0xff) i++;
  }
  if (last < 0 || reversed[last] !== 0xff || reversed[last + 1] !== 0xfe) {
    throw new MrError("MR_SEGMENT_CORRUPT", "a descending key has no terminator");
  }
  return plain.slice(0, length);
}

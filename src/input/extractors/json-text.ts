/**
 * The escapes of JSON strings, in bytes.
 *
 * Owns: unescaping. Talks to: json-scan for hexadecimal digits.
 *
 * A lone surrogate becomes U+FFFD, as it does when JSON.parse's string is encoded. Other bytes stay as they are.
 */

import { hexValue } from "./json-scan.js";

const BACKSLASH = 92;
const SIMPLE: { readonly [escape: number]: number } = {
  34: 34,
  92: 92,
  47: 47,
  98: 8,
  102: 12,
  110: 10,
  114: 13,
  116: 9,
};

/** `into` must hold `end - start` bytes, which is always enough. Returns how many were written. */
export function unescapeJson(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Uint8Array,
): number {
  let length = 0;
  for (let index = start; index < end; index += 1) {
    const byte = bytes[index] as number;
    if (byte !== BACKSLASH) {
      into[length] = byte;
      length += 1;
      continue;
    }
    index += 1;
    const simple = SIMPLE[bytes[index] as number];
    if (simple !== undefined) {
      into[length] = simple;
      length += 1;
      continue;
    }
    let code = hexValue(bytes, index + 1);
    index += 4;
    if (code >= 0xd800 && code < 0xdc00 && followedByEscape(bytes, index, end)) {
      const low = hexValue(bytes, index + 3);
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + (code - 0xd800) * 0x400 + (low - 0xdc00);
        index += 6;
      }
    }
    length = writeUtf8(code >= 0xd800 && code < 0xe000 ? 0xfffd : code, into, length);
  }
  return length;
}

function followedByEscape(bytes: Uint8Array, index: number, end: number): boolean {
  return index + 6 < end && bytes[index + 1] === BACKSLASH && bytes[index + 2] === 117;
}

function writeUtf8(code: number, into: Uint8Array, at: number): number {
  if (code < 0x80) {
    into[at] = code;
    return at + 1;
  }
  if (code < 0x800) {
    into[at] = 0xc0 | (code >> 6);
    into[at + 1] = 0x80 | (code & 0x3f);
    return at + 2;
  }
  if (code < 0x10000) {
    into[at] = 0xe0 | (code >> 12);
    into[at + 1] = 0x80 | ((code >> 6) & 0x3f);
    into[at + 2] = 0x80 | (code & 0x3f);
    return at + 3;
  }
  into[at] = 0xf0 | (code >> 18);
  into[at + 1] = 0x80 | ((code >> 12) & 0x3f);
  into[at + 2] = 0x80 | ((code >> 6) & 0x3f);
  into[at + 3] = 0x80 | (code & 0x3f);
  return at + 4;
}

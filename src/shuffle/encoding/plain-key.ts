/**
 * The keys that most jobs have, in one pass over their characters: texts, and in tagged mode also numbers, bytes, and arrays
 * of these. The encoding is key-codec.ts's, to which the rest is left.
 *
 * W1. What is written are the bytes that key-codec.ts would write, or nothing that counts.
 */

import type { KeyMode } from "../key.js";
import { END, TAG_ARRAY, TAG_BYTES, TAG_NUMBER, TAG_STRING } from "./key-tags.js";

/** The key is not plain, or has no room. */
export const NOT_WRITTEN = -1;
/** Of a number with its tag. */
const NUMBER_BYTES = 9;
/** A tag before a content and an end behind it. */
const FRAME_BYTES = 2;
/** Of UTF-8, for a character of one unit. */
const MOST_BYTES = 3;
/** Longer texts and bytes are better copied by native code. */
const LONGEST = 256;

const number = new Float64Array(1);
const halves = new Uint32Array(number.buffer);
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Returns where the key ends that begins at `at`, below `limit`, or NOT_WRITTEN. */
export function writePlainKey(
  key: unknown,
  mode: KeyMode,
  out: Uint8Array,
  at: number,
  limit: number,
): number {
  if (typeof key === "string") return writeText(key, mode, out, at, limit);
  if (mode === "raw") return NOT_WRITTEN;
  return Array.isArray(key) ? writeArray(key, out, at, limit) : writePart(key, out, at, limit);
}

function writeArray(parts: readonly unknown[], out: Uint8Array, at: number, limit: number): number {
  if (at + FRAME_BYTES > limit) return NOT_WRITTEN;
  out[at++] = TAG_ARRAY;
  for (let i = 0; i < parts.length; i++) {
    at = writePart(parts[i], out, at, limit - 1);
    if (at === NOT_WRITTEN) return NOT_WRITTEN;
  }
  out[at++] = END;
  return at;
}

function writePart(part: unknown, out: Uint8Array, at: number, limit: number): number {
  if (typeof part === "string") return writeText(part, "tagged", out, at, limit);
  if (typeof part === "number") return writeNumber(part, out, at, limit);
  return part instanceof Uint8Array ? writeBytes(part, out, at, limit) : NOT_WRITTEN;
}

/** Zeros, which are escaped where there are tags, and surrogates are left. The loop of all loops: nothing is called in it. */
export function writeText(
  text: string,
  mode: KeyMode,
  out: Uint8Array,
  at: number,
  limit: number,
): number {
  const { length } = text;
  if (length > LONGEST || at + FRAME_BYTES + MOST_BYTES * length > limit) return NOT_WRITTEN;
  if (mode === "tagged") out[at++] = TAG_STRING;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) {
      if (code === 0) return NOT_WRITTEN;
      out[at++] = code;
    } else if (code < 0x800) {
      out[at++] = 0xc0 | (code >> 6);
      out[at++] = 0x80 | (code & 63);
    } else {
      if (code >= 0xd800 && code < 0xe000) return NOT_WRITTEN;
      out[at++] = 0xe0 | (code >> 12);
      out[at++] = 0x80 | ((code >> 6) & 63);
      out[at++] = 0x80 | (code & 63);
    }
  }
  if (mode === "tagged") out[at++] = END;
  return at;
}

function writeBytes(bytes: Uint8Array, out: Uint8Array, at: number, limit: number): number {
  const { length } = bytes;
  if (length > LONGEST || at + FRAME_BYTES + length > limit) return NOT_WRITTEN;
  out[at++] = TAG_BYTES;
  for (let i = 0; i < length; i++) {
    const byte = bytes[i] as number;
    if (byte === END) return NOT_WRITTEN;
    out[at++] = byte;
  }
  out[at++] = END;
  return at;
}

/** Not NaN, which key-codec.ts refuses. */
function writeNumber(value: number, out: Uint8Array, at: number, limit: number): number {
  if (at + NUMBER_BYTES > limit || Number.isNaN(value)) return NOT_WRITTEN;
  // -0 is 0.
  number[0] = value + 0;
  let high = halves[HIGH] as number;
  let low = halves[1 - HIGH] as number;
  if (high >>> 31 === 1) {
    high = ~high;
    low = ~low;
  } else {
    high ^= 0x80000000;
  }
  out[at] = TAG_NUMBER;
  out[at + 1] = high >>> 24;
  out[at + 2] = high >>> 16;
  out[at + 3] = high >>> 8;
  out[at + 4] = high;
  out[at + 5] = low >>> 24;
  out[at + 6] = low >>> 16;
  out[at + 7] = low >>> 8;
  out[at + 8] = low;
  return at + NUMBER_BYTES;
}

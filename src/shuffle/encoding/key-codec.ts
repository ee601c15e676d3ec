/**
 * Keys as bytes whose byte order is the order of the keys. This encoding is stored in segments and decides the order
 * of every output: it never changes.
 *
 * raw     a string's UTF-8 bytes, or bytes as they are; decoded as a string.
 * tagged  one tag byte, then: null, false, true nothing; a number 8 bytes; bytes and strings (UTF-8) with each 00
 *         written as 00 FF, and 00 at the end; an array its elements and 00 at the end.
 *
 * K1. compare(encode(a), encode(b)) is the order of a and b: null < false < true < numbers < bytes < strings <
 *     arrays (element by element, the shorter first). Strings order by their UTF-8 bytes.
 * K2. Tagged encodings delimit themselves and can be put one after another: none, followed by a tag, is the beginning of
 *     another.
 * K3. -0 is 0; NaN is refused; a lone surrogate becomes U+FFFD.
 */

import { MrError } from "../../engine/error.js";
import type { ByteSink } from "../../kernels/byte-sink.js";
import { decodeText } from "../../kernels/text.js";
import {
  END,
  ESCAPE,
  TAG_ARRAY,
  TAG_BYTES,
  TAG_FALSE,
  TAG_NULL,
  TAG_NUMBER,
  TAG_STRING,
  TAG_TRUE,
} from "./key-tags.js";
import type { Key, KeyMode } from "../key.js";
import { NOT_WRITTEN, writePlainKey } from "./plain-key.js";

export { compareBytes } from "../../kernels/bytes.js";

const DEPTH_LIMIT = 64;
const KEY_HINT =
  "Keys are null, booleans, numbers (not NaN), strings, Uint8Arrays, or arrays of these.";

const numberView = new DataView(new ArrayBuffer(8));

export function encodeKey(key: Key, mode: KeyMode, out: ByteSink): void {
  if (mode === "tagged") encodeAny(key, out);
  else if (typeof key === "string") out.utf8(key);
  else if (key instanceof Uint8Array) out.append(key, 0, key.length);
  else {
    throw new MrError("MR_USER_CODE", `a raw key is a string or bytes, not ${describe(key)}`, {
      hint: "Declare the step's keys as tagged to use other keys than strings and bytes.",
    });
  }
}

export function decodeKey(bytes: Buffer, start: number, end: number, mode: KeyMode): Key {
  if (mode === "raw") return decodeText(bytes, start, end);
  position = start;
  const key = decodeTagged(bytes, end);
  if (position !== end) throw damaged();
  return key;
}

/** Where the tagged key that begins at `start` ends. */
export function taggedKeyEnd(bytes: Uint8Array, start: number, end: number): number {
  switch (bytes[start]) {
    case TAG_NULL:
    case TAG_FALSE:
    case TAG_TRUE:
      return start + 1;
    case TAG_NUMBER:
      return start + 9;
    case TAG_BYTES:
    case TAG_STRING:
      return escapedEnd(bytes, start + 1, end);
    case TAG_ARRAY: {
      let at = start + 1;
      while (at < end && bytes[at] !== END) at = taggedKeyEnd(bytes, at, end);
      return at + 1;
    }
    default:
      throw damaged();
  }
}

/** Encodes the string whose UTF-8 bytes are given, without making it; invalid UTF-8 stays as it is. */
export function encodeKeyBytes(
  bytes: Uint8Array,
  start: number,
  end: number,
  mode: KeyMode,
  out: ByteSink,
): void {
  if (mode === "raw") out.append(bytes, start, end);
  else {
    out.byte(TAG_STRING);
    appendEscaped(bytes, start, end, out);
  }
}

/** Appends bytes in their escaped, self-delimiting form: as order-preserving as they are. */
export function appendEscaped(bytes: Uint8Array, start: number, end: number, out: ByteSink): void {
  let zeros = 0;
  for (let i = start; i < end; i++) if (bytes[i] === END) zeros++;
  if (zeros === 0) out.append(bytes, start, end);
  else {
    out.reserve(end - start + zeros);
    for (let i = start; i < end; i++) {
      out.byte(bytes[i]);
      if (bytes[i] === END) out.byte(ESCAPE);
    }
  }
  out.byte(END);
}

/** One past the terminator of the escaped bytes that begin at `start`. */
export function escapedEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    if (bytes[at] !== END) continue;
    if (at + 1 < end && bytes[at + 1] === ESCAPE) at++;
    else return at + 1;
  }
  throw damaged();
}

/** Undoes `appendEscaped`; `end` is one past the terminator. Returns a view when nothing was escaped. */
export function unescape(bytes: Buffer, start: number, end: number): Buffer {
  const content = bytes.subarray(start, end - 1);
  if (!content.includes(END)) return content;
  const plain = Buffer.allocUnsafe(content.length);
  let length = 0;
  for (let i = 0; i < content.length; i++) {
    plain[length++] = content[i];
    if (content[i] === END) i++;
  }
  return plain.subarray(0, length);
}

/** Of the text whose escaped bytes these are. */
function unescapeText(bytes: Buffer, start: number, end: number): string {
  let plainEnd = start;
  while (bytes[plainEnd] !== END) plainEnd++;
  if (plainEnd === end - 1) return decodeText(bytes, start, plainEnd);
  const plain = unescape(bytes, start, end);
  return decodeText(plain, 0, plain.length);
}

function encodeAny(key: Key, out: ByteSink): void {
  const end = writePlainKey(key, "tagged", out.bytes, out.length, out.bytes.length);
  if (end === NOT_WRITTEN) encodeTagged(key, out, 0);
  else out.length = end;
}

function encodeTagged(key: Key, out: ByteSink, depth: number): void {
  if (typeof key === "string") encodeString(key, out);
  else if (typeof key === "number") encodeNumber(key, out);
  else if (key === null) out.byte(TAG_NULL);
  else if (typeof key === "boolean") out.byte(key ? TAG_TRUE : TAG_FALSE);
  else if (key instanceof Uint8Array) {
    out.byte(TAG_BYTES);
    appendEscaped(key, 0, key.length, out);
  } else if (Array.isArray(key)) {
    if (depth === DEPTH_LIMIT) {
      throw new MrError("MR_USER_CODE", `a key is nested deeper than ${DEPTH_LIMIT} arrays`, {
        hint: KEY_HINT,
      });
    }
    out.byte(TAG_ARRAY);
    for (const element of key) encodeTagged(element, out, depth + 1);
    out.byte(END);
  } else {
    throw new MrError("MR_USER_CODE", `${describe(key)} cannot be a key`, { hint: KEY_HINT });
  }
}

function encodeString(text: string, out: ByteSink): void {
  out.byte(TAG_STRING);
  const start = out.length;
  out.utf8(text);
  if (text.includes("\0")) {
    const plain = Buffer.from(out.bytes.subarray(start, out.length));
    out.length = start;
    appendEscaped(plain, 0, plain.length, out);
  } else {
    out.byte(END);
  }
}

function encodeNumber(value: number, out: ByteSink): void {
  if (Number.isNaN(value))
    throw new MrError("MR_USER_CODE", "NaN cannot be a key", { hint: KEY_HINT });
  out.reserve(9);
  out.length = writePlainKey(value, "tagged", out.bytes, out.length, out.bytes.length);
}

/** Where the decoder stands: keys are decoded one at a time, without an object for each. */
let position = 0;

function decodeTagged(bytes: Buffer, end: number): Key {
  if (position >= end) throw damaged();
  const tag = bytes[position++];
  switch (tag) {
    case TAG_NULL:
      return null;
    case TAG_FALSE:
      return false;
    case TAG_TRUE:
      return true;
    case TAG_NUMBER:
      return decodeNumber(bytes, end);
    case TAG_BYTES: {
      const start = position;
      position = escapedEnd(bytes, start, end);
      return new Uint8Array(unescape(bytes, start, position));
    }
    case TAG_STRING: {
      const start = position;
      position = escapedEnd(bytes, start, end);
      return unescapeText(bytes, start, position);
    }
    case TAG_ARRAY: {
      const elements: Key[] = [];
      while (position < end && bytes[position] !== END) elements.push(decodeTagged(bytes, end));
      if (position >= end) throw damaged();
      position++;
      return elements;
    }
    default:
      throw damaged();
  }
}

function decodeNumber(bytes: Buffer, end: number): number {
  if (position + 8 > end) throw damaged();
  const high = bytes.readInt32BE(position);
  const low = bytes.readInt32BE(position + 4);
  position += 8;
  numberView.setInt32(0, high < 0 ? high ^ -0x80000000 : ~high);
  numberView.setInt32(4, high < 0 ? low : ~low);
  return numberView.getFloat64(0);
}

function damaged(): MrError {
  return new MrError("MR_SEGMENT_CORRUPT", "an encoded key is damaged", {
    hint: "Keys of one stage must be written and read in the same mode (raw or tagged).",
  });
}

function describe(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
}

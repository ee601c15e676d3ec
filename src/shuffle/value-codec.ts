/**
 * Values as bytes. The value's length is known from outside, so nothing here is delimited.
 *
 * One tag byte, then: undefined, null, false, true nothing; a double 8 bytes; an integer below 2^53 in magnitude as
 * varint of its magnitude; a string's UTF-8 bytes; bytes as they are; anything else MessagePack. Integers from 0 to 239
 * are the tag alone. Tags from ACCUMULATOR_TAG to 15 belong to accumulators.
 *
 * U1. decodeValue(encodeValue(v)) equals v for plain data, dates, sets and big integers; Maps inside objects arrive as
 *     plain objects, class instances lose their class, functions and symbols are refused.
 * U2. Equal values of the inline kinds have one encoding.
 * U3. msgpackr, with its native part, is loaded at the first value that needs it: most jobs have none.
 */

import { createRequire } from "node:module";
import type { Packr } from "msgpackr";
import { MrError } from "../engine/error.js";
import type { ByteSink } from "../kernels/byte-sink.js";
import { ownBytes } from "../kernels/bytes.js";
import { decodeText } from "../kernels/text.js";

const TAG_UNDEFINED = 0;
const TAG_NULL = 1;
const TAG_FALSE = 2;
const TAG_TRUE = 3;
const TAG_DOUBLE = 4;
const TAG_STRING = 5;
const TAG_BYTES = 6;
const TAG_PACKED = 7;
const TAG_POSITIVE = 8;
const TAG_NEGATIVE = 9;
/** First of the tags that are no value's. */
export const ACCUMULATOR_TAG = 12;
const TAG_SMALL = 16;
const SMALL_LIMIT = 256 - TAG_SMALL;

let loaded: Packr | undefined;
const doubleView = new DataView(new ArrayBuffer(8));

export function encodeValue(value: unknown, out: ByteSink): void {
  switch (typeof value) {
    case "number":
      return encodeNumber(value, out);
    case "string":
      out.byte(TAG_STRING);
      return out.utf8(value);
    case "undefined":
      return out.byte(TAG_UNDEFINED);
    case "boolean":
      return out.byte(value ? TAG_TRUE : TAG_FALSE);
    case "function":
    case "symbol":
      throw new MrError("MR_USER_CODE", `a ${typeof value} cannot be a value`, {
        hint: "Emit plain data: numbers, strings, bytes, arrays, objects.",
      });
    default:
      return encodeObject(value, out);
  }
}

export function decodeValue(bytes: Buffer, start: number, end: number): unknown {
  if (start >= end) throw damaged("is empty");
  const tag = bytes[start];
  if (tag >= TAG_SMALL) return tag - TAG_SMALL;
  switch (tag) {
    case TAG_UNDEFINED:
      return undefined;
    case TAG_NULL:
      return null;
    case TAG_FALSE:
      return false;
    case TAG_TRUE:
      return true;
    case TAG_DOUBLE:
    case TAG_POSITIVE:
    case TAG_NEGATIVE:
      return decodeNumber(bytes, start, end);
    case TAG_STRING:
      return decodeText(bytes, start + 1, end);
    case TAG_BYTES:
      return ownBytes(bytes, start + 1, end);
    case TAG_PACKED:
      // The block's buffer is used again: unpack from a copy, whatever the unpacked value may refer to.
      return packr().unpack(Buffer.from(bytes.subarray(start + 1, end)));
    default:
      throw damaged(`has the unknown tag ${tag}`);
  }
}

export function encodeNumber(value: number, out: ByteSink): void {
  if (value >= 0 && value < SMALL_LIMIT && Number.isInteger(value) && !Object.is(value, -0)) {
    out.byte(TAG_SMALL + value);
  } else if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
    out.byte(value < 0 ? TAG_NEGATIVE : TAG_POSITIVE);
    appendVarint(Math.abs(value), out);
  } else {
    out.byte(TAG_DOUBLE);
    appendDouble(value, out);
  }
}

/** The number whose encoding begins at `start`; `numberEnd` then tells where it ended. */
export function decodeNumber(bytes: Buffer, start: number, end: number): number {
  const tag = bytes[start];
  if (tag >= TAG_SMALL) {
    numberEndPosition = start + 1;
    return tag - TAG_SMALL;
  }
  if (tag === TAG_DOUBLE) {
    if (start + 9 > end) throw damaged("is cut short");
    numberEndPosition = start + 9;
    return bytes.readDoubleLE(start + 1);
  }
  if (tag !== TAG_POSITIVE && tag !== TAG_NEGATIVE) throw damaged(`has tag ${tag}, not a number's`);
  let value = 0;
  let scale = 1;
  for (let at = start + 1; at < end; at++) {
    value += (bytes[at] & 0x7f) * scale;
    if (bytes[at] < 0x80) {
      numberEndPosition = at + 1;
      return tag === TAG_NEGATIVE ? -value : value;
    }
    scale *= 128;
  }
  throw damaged("is cut short");
}

/** Where the number last decoded ended. */
export function numberEnd(): number {
  return numberEndPosition;
}

/** Appends the encoding of the string whose UTF-8 bytes are given. */
export function encodeText(bytes: Uint8Array, start: number, end: number, out: ByteSink): void {
  out.byte(TAG_STRING);
  out.append(bytes, start, end);
}

export function appendDouble(value: number, out: ByteSink): void {
  out.reserve(8);
  doubleView.setFloat64(0, value, true);
  for (let i = 0; i < 8; i++) out.bytes[out.length + i] = doubleView.getUint8(i);
  out.length += 8;
}

let numberEndPosition = 0;

function appendVarint(value: number, out: ByteSink): void {
  let rest = value;
  while (rest >= 0x80000000) {
    out.byte((rest % 128) | 0x80);
    rest = Math.floor(rest / 128);
  }
  while (rest >= 0x80) {
    out.byte((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  out.byte(rest);
}

function encodeObject(value: unknown, out: ByteSink): void {
  if (value === null) out.byte(TAG_NULL);
  else if (value instanceof Uint8Array) {
    out.byte(TAG_BYTES);
    out.append(value, 0, value.length);
  } else {
    out.byte(TAG_PACKED);
    const packed = packr().pack(value);
    out.append(packed, 0, packed.length);
  }
}

function packr(): Packr {
  if (loaded !== undefined) return loaded;
  const library = createRequire(import.meta.url)("msgpackr") as typeof import("msgpackr");
  loaded = new library.Packr({ useRecords: false, moreTypes: true, useBigIntExtension: true });
  return loaded;
}

function damaged(what: string): MrError {
  return new MrError("MR_SEGMENT_CORRUPT", `an encoded value ${what}`);
}

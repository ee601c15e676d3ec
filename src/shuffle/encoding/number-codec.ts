/**
 * Numbers as bytes, and the tags that tell values apart; value-codec.ts says what there is.
 *
 * N1. A number's encoding ends by itself: `numberEnd` tells where.
 */

import { MrError } from "../../engine/error.js";
import type { ByteSink } from "../../kernels/byte-sink.js";

export const TAG_UNDEFINED = 0;
export const TAG_NULL = 1;
export const TAG_FALSE = 2;
export const TAG_TRUE = 3;
export const TAG_DOUBLE = 4;
export const TAG_STRING = 5;
export const TAG_BYTES = 6;
export const TAG_PACKED = 7;
export const TAG_POSITIVE = 8;
export const TAG_NEGATIVE = 9;
export const TAG_LIST = 10;
export const TAG_OBJECT = 11;
/** First of the tags that are no value's. */
export const ACCUMULATOR_TAG = 12;
export const TAG_SMALL = 16;
const SMALL_LIMIT = 256 - TAG_SMALL;

const doubleView = new DataView(new ArrayBuffer(8));
let numberEndPosition = 0;

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
  const value = decodeVarint(bytes, start + 1, end);
  return tag === TAG_NEGATIVE ? -value : value;
}

/** Of up to 53 bits. `numberEnd` tells where it ended. */
export function decodeVarint(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  let scale = 1;
  for (let at = start; at < end; at++) {
    value += (bytes[at] & 0x7f) * scale;
    if (bytes[at] < 0x80) {
      numberEndPosition = at + 1;
      return value;
    }
    scale *= 128;
  }
  throw damaged("is cut short");
}

/** Where the number or varint last decoded ended. */
export function numberEnd(): number {
  return numberEndPosition;
}

export function appendDouble(value: number, out: ByteSink): void {
  out.reserve(8);
  doubleView.setFloat64(0, value, true);
  for (let i = 0; i < 8; i++) out.bytes[out.length + i] = doubleView.getUint8(i);
  out.length += 8;
}

export function appendVarint(value: number, out: ByteSink): void {
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

export function damaged(what: string): MrError {
  return new MrError("MR_SEGMENT_CORRUPT", `an encoded value ${what}`);
}

/**
 * Values as bytes. The value's length is known from outside, so nothing here is delimited.
 *
 * One tag byte, then: undefined, null, false, true nothing; a double 8 bytes; an integer below 2^53 in magnitude as
 * varint of its magnitude; a string's UTF-8 bytes; bytes as they are; short lists and plain objects of these their items
 * (list-codec.ts, object-codec.ts); anything else MessagePack. Integers from 0 to 239 are the tag alone. Tags from
 * ACCUMULATOR_TAG to 15 belong to accumulators.
 *
 * U1. decodeValue(encodeValue(v)) equals v for plain data, dates, sets and big integers; Maps inside objects arrive as
 *     plain objects, class instances lose their class, functions and symbols are refused.
 * U2. Equal values of the inline kinds have one encoding.
 * U3. msgpackr, with its native part, is loaded at the first value that needs it: most jobs have none.
 */

import { createRequire } from "node:module";
import type { Packr } from "msgpackr";
import { notPlainData } from "../../engine/plain-data.js";
import type { ByteSink } from "../../kernels/byte-sink.js";
import { ownBytes } from "../../kernels/bytes.js";
import { decodeText } from "../../kernels/text.js";
import { appendList, decodeList } from "./list-codec.js";
import { appendObject, decodeObject } from "./object-codec.js";
import {
  damaged,
  decodeNumber,
  encodeNumber,
  TAG_BYTES,
  TAG_DOUBLE,
  TAG_FALSE,
  TAG_LIST,
  TAG_NEGATIVE,
  TAG_NULL,
  TAG_PACKED,
  TAG_POSITIVE,
  TAG_OBJECT,
  TAG_SMALL,
  TAG_STRING,
  TAG_TRUE,
  TAG_UNDEFINED,
} from "./number-codec.js";

const PACKING = { useRecords: false, moreTypes: true, useBigIntExtension: true } as const;
/** Without it, a function somewhere within a value would arrive as undefined. */
const REFUSING = {
  writeFunction(): never {
    throw notPlainData("function");
  },
};

let loaded: Packr | undefined;

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
      throw notPlainData(typeof value);
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
    case TAG_LIST:
      return decodeList(bytes, start + 1, end);
    case TAG_OBJECT:
      return decodeObject(bytes, start + 1, end);
    case TAG_PACKED:
      // The block's buffer is used again: unpack from a copy, whatever the unpacked value may refer to.
      return packr().unpack(Buffer.from(bytes.subarray(start + 1, end)));
    default:
      throw damaged(`has the unknown tag ${tag}`);
  }
}

/** Appends the encoding of the string whose UTF-8 bytes are given. */
export function encodeText(bytes: Uint8Array, start: number, end: number, out: ByteSink): void {
  out.byte(TAG_STRING);
  out.append(bytes, start, end);
}

function encodeObject(value: unknown, out: ByteSink): void {
  if (value === null) out.byte(TAG_NULL);
  else if (value instanceof Uint8Array) {
    out.byte(TAG_BYTES);
    out.append(value, 0, value.length);
  } else if (
    !(Array.isArray(value) ? appendList(value, out) : appendObject(value as object, out))
  ) {
    out.byte(TAG_PACKED);
    const packed = packr().pack(value);
    out.append(packed, 0, packed.length);
  }
}

function packr(): Packr {
  if (loaded !== undefined) return loaded;
  const library = createRequire(import.meta.url)("msgpackr") as typeof import("msgpackr");
  loaded = new library.Packr({ ...PACKING, ...REFUSING });
  return loaded;
}

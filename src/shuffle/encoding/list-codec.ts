/**
 * Short lists as values: what a job emits that has two or three things to say of a key. MessagePack would take several times
 * as long for them.
 *
 * Each item as value-codec.ts has it, but strings and bytes have their length, a varint, behind their tag.
 *
 * L1. A list with an item of another kind is no such list: `appendList` leaves the sink as it was.
 */

import type { ByteSink } from "../../kernels/byte-sink.js";
import { ownBytes } from "../../kernels/bytes.js";
import { decodeText } from "../../kernels/text.js";
import {
  appendVarint,
  damaged,
  decodeVarint,
  decodeNumber,
  encodeNumber,
  numberEnd,
  TAG_BYTES,
  TAG_FALSE,
  TAG_LIST,
  TAG_NULL,
  TAG_STRING,
  TAG_TRUE,
  TAG_UNDEFINED,
} from "./number-codec.js";

/** Longer ones are MessagePack's. */
export const MOST_ITEMS = 16;
/** Lengths below it take one byte. */
const ONE_BYTE = 0x80;

/** The tag and the items; false: nothing was appended. */
export function appendList(list: readonly unknown[], out: ByteSink): boolean {
  if (list.length > MOST_ITEMS) return false;
  const start = out.length;
  out.byte(TAG_LIST);
  for (let i = 0; i < list.length; i++) {
    if (appendItem(list[i], out)) continue;
    out.length = start;
    return false;
  }
  return true;
}

/** False: the item is of another kind, and nothing was appended. */
export function appendItem(item: unknown, out: ByteSink): boolean {
  switch (typeof item) {
    case "number":
      encodeNumber(item, out);
      return true;
    case "string":
      appendText(item, out);
      return true;
    case "boolean":
      out.byte(item ? TAG_TRUE : TAG_FALSE);
      return true;
    case "undefined":
      out.byte(TAG_UNDEFINED);
      return true;
    default:
      return appendNullOrBytes(item, out);
  }
}

function appendNullOrBytes(item: unknown, out: ByteSink): boolean {
  if (item === null) out.byte(TAG_NULL);
  else if (item instanceof Uint8Array) {
    out.byte(TAG_BYTES);
    appendVarint(item.length, out);
    out.append(item, 0, item.length);
  } else return false;
  return true;
}

function appendText(text: string, out: ByteSink): void {
  out.byte(TAG_STRING);
  const at = out.length;
  if (text.length < ONE_BYTE) {
    out.byte(0);
    out.utf8(text);
    const bytes = out.length - at - 1;
    if (bytes < ONE_BYTE) {
      out.bytes[at] = bytes;
      return;
    }
    out.length = at;
  }
  appendVarint(Buffer.byteLength(text), out);
  out.utf8(text);
}

/** The items of `[start, end)`. */
export function decodeList(bytes: Buffer, start: number, end: number): unknown[] {
  const list: unknown[] = [];
  for (let at = start; at < end; at = itemEndPosition) list.push(decodeItem(bytes, at, end));
  return list;
}

/** The item that begins at `start`; `itemEnd` then tells where it ended. */
export function decodeItem(bytes: Buffer, start: number, end: number): unknown {
  if (start >= end) throw damaged("is cut short");
  switch (bytes[start]) {
    case TAG_UNDEFINED:
      itemEndPosition = start + 1;
      return undefined;
    case TAG_NULL:
      itemEndPosition = start + 1;
      return null;
    case TAG_FALSE:
    case TAG_TRUE:
      itemEndPosition = start + 1;
      return bytes[start] === TAG_TRUE;
    case TAG_STRING: {
      const at = contentStart(bytes, start + 1, end);
      return decodeText(bytes, at, itemEndPosition);
    }
    case TAG_BYTES: {
      const at = contentStart(bytes, start + 1, end);
      return ownBytes(bytes, at, itemEndPosition);
    }
    default: {
      const number = decodeNumber(bytes, start, end);
      itemEndPosition = numberEnd();
      return number;
    }
  }
}

/** Where the item last decoded ended. */
export function itemEnd(): number {
  return itemEndPosition;
}

let itemEndPosition = 0;

/** Reads a length, behind which the item's content begins, and ends it there. */
function contentStart(bytes: Buffer, start: number, end: number): number {
  const length = decodeVarint(bytes, start, end);
  const at = numberEnd();
  if (at + length > end) throw damaged("is cut short");
  itemEndPosition = at + length;
  return at;
}

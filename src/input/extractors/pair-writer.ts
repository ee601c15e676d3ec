/**
 * Hands the cut out key and value of a text record to a sink.
 *
 * Owns: what a value of each type may look like. Talks to: parse-number.
 */

import { parseNumber } from "./parse-number.js";
import type { PairSink } from "./extractor.js";

/** Where a key or value stands; `bytes` null: the record has none. */
export interface Cut {
  bytes: Uint8Array | null;
  start: number;
  end: number;
}

export type ValueType = "none" | "number" | "string";

/**
 * False when the value should be a number and is none. Blanks around numbers do not count; an empty number is a missing
 * value: no pair.
 */
export function writePair(sink: PairSink, key: Cut, value: Cut, valueType: ValueType): boolean {
  if (key.bytes === null) return true;
  if (valueType === "none") {
    sink.addKey(key.bytes, key.start, key.end, 1);
    return true;
  }
  if (value.bytes === null) return true;
  if (valueType === "string") {
    sink.addKeyBytes(key.bytes, key.start, key.end, value.bytes, value.start, value.end);
    return true;
  }
  let { start, end } = value;
  while (start < end && isSpace(value.bytes[start])) start += 1;
  while (end > start && isSpace(value.bytes[end - 1])) end -= 1;
  if (start === end) return true;
  const number = parseNumber(value.bytes, start, end);
  if (Number.isNaN(number)) return false;
  sink.addKey(key.bytes, key.start, key.end, number);
  return true;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 9;
}

export function cutText(cut: Cut): string {
  if (cut.bytes === null) return "";
  const text = Buffer.from(cut.bytes.subarray(cut.start, cut.end)).toString("utf8");
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}

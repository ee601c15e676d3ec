/**
 * Keys of a secondary sort: the key in self-delimiting form, then the encoding (tagged) of what its values are
 * ordered by. Byte order of the whole is then (key, order), and a composite belongs to a group exactly when it begins
 * with the group's key part and that is not continued (K2).
 *
 * `distinct` uses the same form with the value itself as the order.
 */

import type { ByteSink } from "../../kernels/byte-sink.js";
import type { Key, KeyMode } from "../key.js";
import { appendEscaped, decodeKey, encodeKey, escapedEnd, taggedKeyEnd } from "./key-codec.js";
import { ESCAPE } from "./key-tags.js";

/** Appends the key part for a key that is already encoded. */
export function appendKeyPart(
  bytes: Uint8Array,
  start: number,
  end: number,
  mode: KeyMode,
  out: ByteSink,
): void {
  if (mode === "tagged") out.append(bytes, start, end);
  else appendEscaped(bytes, start, end, out);
}

export function appendOrderPart(order: Key, out: ByteSink): void {
  encodeKey(order, "tagged", out);
}

/** One past the key part. */
export function keyPartEnd(bytes: Uint8Array, start: number, end: number, mode: KeyMode): number {
  return mode === "tagged" ? taggedKeyEnd(bytes, start, end) : escapedEnd(bytes, start, end);
}

/** Whether what looks like a whole key part goes on: its last 00 was the first half of an escaped one. */
export function isContinued(bytes: Uint8Array, end: number): boolean {
  return bytes[end] === ESCAPE;
}

export function decodeOrderPart(bytes: Buffer, start: number, end: number): Key {
  return decodeKey(bytes, start, end, "tagged");
}

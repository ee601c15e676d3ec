/**
 * One pass over a block of records: checks their framing and sums their hashes.
 *
 * A record is `varint key length, varint value length, key, value`. Its hash is 64 bits over all of these bytes,
 * computed in four 32-bit lanes (as vector units do); a block's digest is the number of records and the sum of the hashes modulo 2^64,
 * so it does not depend on the order of the records.
 *
 * C1. After a scan that returned true, every record of the block can be read without further checks.
 */

import { readVarint, varintSize } from "./varint.js";

/** Sum of record hashes modulo 2^64 as two unsigned halves, and the number of records. */
export class RecordSum {
  records = 0;
  high = 0;
  low = 0;

  /** Adds sums of halves; `low` may be any integer below 2^53. */
  add(records: number, high: number, low: number): void {
    const sum = this.low + low;
    this.records += records;
    this.low = sum % 0x100000000;
    this.high = (this.high + high + Math.floor(sum / 0x100000000)) % 0x100000000;
  }

  clear(): void {
    this.records = 0;
    this.high = 0;
    this.low = 0;
  }
}

/** False when the bytes are not a sequence of whole records. */
export function scanRecords(
  bytes: Uint8Array,
  start: number,
  end: number,
  sum: RecordSum,
): boolean {
  let at = start;
  let records = 0;
  let high = 0;
  let low = 0;
  while (at < end) {
    const from = at;
    const keyLength = readVarint(bytes, at, end);
    if (keyLength < 0) return false;
    at += varintSize(keyLength);
    const valueLength = readVarint(bytes, at, end);
    if (valueLength < 0) return false;
    at += varintSize(valueLength) + keyLength + valueLength;
    if (at > end) return false;
    low += hashRecord(bytes, from, at) >>> 0;
    high += laneHigh >>> 0;
    // A 256 KiB block cannot get here with 2^20 records, a larger block might.
    if (++records === 0x100000) {
      sum.add(records, high, low);
      records = high = low = 0;
    }
  }
  sum.add(records, high, low);
  return true;
}

/** Upper half of the last hash: a second result without an object. */
let laneHigh = 0;

/** Four lanes, each over every fourth word; the last words are filled up with zeros. */
function hashRecord(bytes: Uint8Array, start: number, end: number): number {
  const length = (end - start) | 0;
  let a = (length + 0x243f6a88) | 0;
  let b = (length + 0x85a308d3) | 0;
  let c = (length + 0x13198a2e) | 0;
  let d = (length + 0x03707344) | 0;
  let at = start;
  for (; at + 16 <= end; at += 16) {
    a = absorb(a, wordAt(bytes, at));
    b = absorb(b, wordAt(bytes, at + 4));
    c = absorb(c, wordAt(bytes, at + 8));
    d = absorb(d, wordAt(bytes, at + 12));
  }
  if (at < end) {
    a = absorb(a, lastWord(bytes, at, end));
    b = absorb(b, lastWord(bytes, at + 4, end));
    c = absorb(c, lastWord(bytes, at + 8, end));
    d = absorb(d, lastWord(bytes, at + 12, end));
  }
  let x = (Math.imul(a, 0x85ebca77) + b) | 0;
  x = (Math.imul(x ^ (x >>> 16), 0xc2b2ae3d) + c) | 0;
  x = (Math.imul(x ^ (x >>> 15), 0x27d4eb2f) + d) | 0;
  let y = (Math.imul(d, 0xc2b2ae3d) + c) | 0;
  y = (Math.imul(y ^ (y >>> 16), 0x85ebca77) + b) | 0;
  y = (Math.imul(y ^ (y >>> 15), 0x165667b1) + a) | 0;
  laneHigh = mix(y ^ length);
  return mix(x);
}

function absorb(lane: number, word: number): number {
  const product = Math.imul(lane ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}

function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}

function lastWord(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 <= end) return wordAt(bytes, at);
  let word = 0;
  for (let i = end - 1; i >= at; i--) word = (word << 8) | bytes[i];
  return word;
}

function mix(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

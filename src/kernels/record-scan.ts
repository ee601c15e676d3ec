/**
 * One pass over a block of records: checks their framing and sums their hashes.
 *
 * A record is `varint key length, varint value length, key, value`. Its hash is 64 bits over all of these bytes,
 * computed as two 32-bit lanes; a block's digest is the number of records and the sum of the hashes modulo 2^64,
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

function hashRecord(bytes: Uint8Array, start: number, end: number): number {
  let a = (end - start) | 0;
  let b = ~a;
  const wordsEnd = end - 3;
  let at = start;
  for (; at < wordsEnd; at += 4) {
    const word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    a = Math.imul(a ^ word, 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul(b + word, 0x85ebca77);
    b = (b << 13) | (b >>> 19);
  }
  for (; at < end; at++) {
    a = Math.imul(a ^ bytes[at], 0xc2b2ae3d);
    a ^= a >>> 15;
    b = Math.imul(b + bytes[at] + 1, 0x27d4eb2f);
    b = (b << 13) | (b >>> 19);
  }
  laneHigh = mix(b ^ (a >>> 16));
  return mix(a);
}

function mix(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** Writes sorted keys and their accumulators as records of a segment block (segment-file.ts), with their digest. */

import { encoded, encodedLength } from "./table-accumulators";
import { askFor, askForBytes, recordHash } from "./bytes";
import { sortedSlot } from "./table-order";
import {
  isInSlot,
  keyAddress,
  keyLast,
  keyLength,
  keyPrefix,
  tableMode,
} from "./table";
import { storeVarint } from "./number-values";

let blockEnd: usize = 0;
let digest: u64 = 0;
/** Rows whose slots, which lie anywhere in memory, are asked for at once; then their keys that do not stand in the slots. */
const AHEAD: u32 = 32;

/**
 * Writes rows from `row` on, as many as fit, and returns how many; none when the first alone does not fit. Words may be
 * written beyond `end`. `scratch` is room for a value.
 */
export function writeRecords(row: u32, rowEnd: u32, start: usize, end: usize, scratch: usize): u32 {
  const mode = tableMode();
  let at = start;
  let next = row;
  let ahead = row;
  digest = 0;
  for (; next < rowEnd; next++) {
    if (next == ahead) {
      ahead = min<u32>(rowEnd, next + AHEAD);
      askForRows(next, ahead);
    }
    const slot = sortedSlot(next);
    const length = keyLength(slot);
    const value = encoded(mode, slot, scratch);
    const valueLength = encodedLength();
    const size = varintSize(length) + varintSize(valueLength) + length + valueLength;
    if (at + size > end) break;
    const key = storeVarint(storeVarint(at, length), valueLength);
    copyKey(key, slot, length);
    copy(key + length, value, valueLength);
    digest += recordHash(at, at + size);
    at += size;
  }
  blockEnd = at;
  return next - row;
}

function askForRows(from: u32, to: u32): void {
  for (let row = from; row < to; row++) askFor(sortedSlot(row));
  for (let row = from; row < to; row++) {
    const slot = sortedSlot(row);
    const length = keyLength(slot);
    if (!isInSlot(length)) askForBytes(keyAddress(slot), length);
  }
}

/** Where the records just written end. */
export function recordsEnd(): usize {
  return blockEnd;
}

export function digestLow(): u32 {
  return <u32>digest;
}

export function digestHigh(): u32 {
  return <u32>(digest >> 32);
}

export function rowKey(row: u32): usize {
  return keyAddress(sortedSlot(row));
}

export function rowKeyLength(row: u32): u32 {
  return keyLength(sortedSlot(row));
}

/** Where the row's value begins, which is written at `scratch` if it stands nowhere. */
export function rowValue(row: u32, scratch: usize): usize {
  return encoded(tableMode(), sortedSlot(row), scratch);
}

/** Of the value that was last asked for. */
export function rowValueLength(): u32 {
  return encodedLength();
}

function varintSize(value: u32): u32 {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5;
}

/** Up to seven bytes more are written. */
// @ts-ignore: decorator
@inline
function copyKey(to: usize, slot: usize, length: u32): void {
  if (isInSlot(length)) {
    store<u64>(to, keyPrefix(slot));
    if (length > 8) store<u64>(to + length - 8, keyLast(slot));
  } else copy(to, keyAddress(slot), length);
}

/** By words: up to seven bytes more are written. */
// @ts-ignore: decorator
@inline
function copy(to: usize, from: usize, length: u32): void {
  if (length > 128) memory.copy(to, from, length);
  else for (let i: u32 = 0; i < length; i += 8) store<u64>(to + i, load<u64>(from + i));
}

/**
 * Sorts the keys of a full table by (partition, key bytes). A row (row-sort.ts) says which slot has its key.
 *
 * O1. The table's slots are moved together first, to make room for the rows. Afterwards the table can only be written
 *     and cleared.
 * O2. While the slots are read one after another each row gets the first bytes of its key: what is sorted by them does not
 *     go back to slots, which lie anywhere in memory by then.
 */

import { murmur3 } from "./bytes";
import {
  askForKeys,
  gather,
  isInSlot,
  keyAddress,
  keyLast,
  keyLength,
  keyPrefix,
  KEYS_AHEAD,
  slotAt,
  tableKeys,
  tableMode,
} from "./table";
import { openRows, sortRows } from "./row-sort";
import { suffixBytes } from "./table-distinct";

const ROW: usize = 16;

/** Room for a key that is put together from its slot. */
const gathered = memory.data(16, 16);

let rows: usize = 0;
let spare: usize = 0;

/**
 * `starts` gets where each partition's rows begin, and the end of the last: partitions + 1 numbers; `counters` is room
 * for SORT_COUNTERS_BYTES. `beforeTab`: what stands before a key's first TAB says which partition it goes to.
 */
export function sortTable(partitions: u32, starts: usize, counters: usize, beforeTab: bool): void {
  const count = tableKeys();
  gather(slotAt(0));
  spare = slotAt(count);
  rows = spare + (<usize>count) * ROW;
  openRows(rows, spare, counters, rows + (<usize>count) * ROW, 0);
  memory.fill(starts, 0, (<usize>partitions + 1) << 2);
  if (partitions == 1) {
    for (let i: u32 = 0; i < count; i++) startRow(rows + (<usize>i) * ROW, i);
    store<u32>(starts, count, 4);
  } else scatterByPartition(count, partitions, starts, beforeTab);
  for (let p: u32 = 0; p < partitions; p++) {
    const at = starts + ((<usize>p) << 2);
    sortRows(load<u32>(at), load<u32>(at, 4));
  }
}

/** The slot of a row, after sorting. */
// @ts-ignore: decorator
@inline
export function sortedSlot(row: u32): usize {
  return slotAt(load<u32>(rows + (<usize>row) * ROW, 8));
}

function scatterByPartition(count: u32, partitions: u32, starts: usize, beforeTab: bool): void {
  const suffix = suffixBytes(tableMode());
  for (let i: u32 = 0; i < count; i++) {
    const slot = slotAt(i);
    if (i % KEYS_AHEAD == 0) askForKeys(slot, slotAt(min<u32>(count, i + KEYS_AHEAD)));
    const key = wholeKey(slot);
    const length = keyLength(slot) - suffix;
    const partition = murmur3(key, beforeTab ? tabOrEnd(key, length) : length) % partitions;
    store<u32>(spare + (<usize>i) * ROW, partition, 12);
    const counter = starts + ((<usize>partition) << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  let start: u32 = 0;
  for (let p: u32 = 0; p < partitions; p++) {
    const counter = starts + ((<usize>p) << 2);
    const size = load<u32>(counter);
    store<u32>(counter, start);
    start += size;
  }
  for (let i: u32 = 0; i < count; i++) {
    const counter = starts + ((<usize>load<u32>(spare + (<usize>i) * ROW, 12)) << 2);
    const to = load<u32>(counter);
    store<u32>(counter, to + 1);
    startRow(rows + (<usize>to) * ROW, i);
  }
  // Each counter has come to where the next partition starts.
  for (let p = partitions; p > 0; p--) {
    const counter = starts + ((<usize>p) << 2);
    store<u32>(counter, load<u32>(counter - 4));
  }
  store<u32>(starts, 0);
}

function tabOrEnd(key: usize, length: u32): u32 {
  let at: u32 = 0;
  while (at < length && load<u8>(key + at) != 9) at++;
  return at;
}

/** Where all of the key's bytes stand. */
// @ts-ignore: decorator
@inline
function wholeKey(slot: usize): usize {
  const length = keyLength(slot);
  if (length <= 8 || !isInSlot(length)) return keyAddress(slot);
  store<u64>(gathered, keyPrefix(slot));
  store<u64>(gathered, keyLast(slot) >> (<u64>(16 - length) << 3), 8);
  return gathered;
}

/** A row to be sorted by the first eight bytes. */
// @ts-ignore: decorator
@inline
function startRow(row: usize, index: u32): void {
  const slot = slotAt(index);
  store<u64>(row, bswap<u64>(keyPrefix(slot)));
  store<u32>(row, index, 8);
  store<u32>(row, keyLength(slot), 12);
}

/** The first sorted row whose key is not before the given one. */
export function lowerBound(key: usize, length: u32): u32 {
  let low: u32 = 0;
  let high = tableKeys();
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(sortedSlot(middle), key, length)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBefore(slot: usize, key: usize, length: u32): bool {
  const own = keyLength(slot);
  const order = memory.compare(keyAddress(slot), key, min(own, length));
  return order < 0 || (order == 0 && own < length);
}

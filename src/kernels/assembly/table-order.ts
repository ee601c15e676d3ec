/**
 * Sorts the keys of a full table by (partition, key bytes); the twin of record-sorter.ts.
 *
 *   row = eight key bytes, first byte highest u64 | slot number u32 | length class u32
 *
 * Rows are radix-sorted on eight key bytes and a length class (how many of the eight there are, 9: the key goes on).
 * Rows that agree in all of it and go on wait on a stack to be sorted by the next eight bytes.
 *
 * O1. The table's slots are moved together first, to make room for the rows. Afterwards the table can only be written
 *     and cleared.
 * O2. While the slots are read one after another each row gets the first bytes of its key: what is sorted by them does not
 *     go back to slots, which lie anywhere in memory by then.
 */

import { murmur3 } from "./bytes";
import {
  gather,
  isInSlot,
  keyAddress,
  keyLast,
  keyLength,
  keyPrefix,
  slotAt,
  tableKeys,
  tableMode,
} from "./table";
import { suffixBytes } from "./table-distinct";

const ROW: usize = 16;
const RADIX: usize = 256;
const DIGITS: usize = 9;
const LONGER: u32 = 9;
/** Up to this many rows, insertion sort. */
const SMALL_GROUP: u32 = 24;

/** Room for a key that is put together from its slot. */
const gathered = memory.data(16, 16);

let rows: usize = 0;
let spare: usize = 0;
let stack: usize = 0;
let stackTop: usize = 0;
let histogram: usize = 0;

/**
 * `starts` gets where each partition's rows begin, and the end of the last: partitions + 1 numbers; `counters` is room
 * for DIGITS * RADIX numbers.
 */
export function sortTable(partitions: u32, starts: usize, counters: usize): void {
  const count = tableKeys();
  gather(slotAt(0));
  spare = slotAt(count);
  rows = spare + (<usize>count) * ROW;
  stack = rows + <usize>count * ROW;
  histogram = counters;
  memory.fill(starts, 0, (<usize>partitions + 1) << 2);
  if (partitions == 1) {
    for (let i: u32 = 0; i < count; i++) startRow(rows + (<usize>i) * ROW, i);
    store<u32>(starts, count, 4);
  } else scatterByPartition(count, partitions, starts);
  for (let p: u32 = 0; p < partitions; p++) {
    const at = starts + ((<usize>p) << 2);
    sortGroups(load<u32>(at), load<u32>(at, 4));
  }
}

/** The slot of a row, after sorting. */
// @ts-ignore: decorator
@inline
export function sortedSlot(row: u32): usize {
  return slotAt(load<u32>(rows + (<usize>row) * ROW, 8));
}

function scatterByPartition(count: u32, partitions: u32, starts: usize): void {
  const suffix = suffixBytes(tableMode());
  for (let i: u32 = 0; i < count; i++) {
    const slot = slotAt(i);
    const partition = murmur3(wholeKey(slot), keyLength(slot) - suffix) % partitions;
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
  store<u32>(row, min<u32>(keyLength(slot), LONGER), 12);
}

function sortGroups(from: u32, to: u32): void {
  stackTop = stack;
  sortGroup(from, to, 0);
  while (stackTop > stack) {
    stackTop -= 12;
    sortGroup(load<u32>(stackTop), load<u32>(stackTop, 4), load<u32>(stackTop, 8));
  }
}

function sortGroup(from: u32, to: u32, depth: u32): void {
  if (to - from < 2) return;
  const start = rows + (<usize>from) * ROW;
  const end = rows + (<usize>to) * ROW;
  if (to - from <= SMALL_GROUP) {
    for (let row = start; row < end && depth > 0; row += ROW) fill(row, depth);
    insertionSort(start, end, depth);
  } else {
    radixSort(start, end, depth);
    pushTies(start, end, depth);
  }
}

/** Eight key bytes from `depth`, which is not 0, and the length class. */
// @ts-ignore: decorator
@inline
function fill(row: usize, depth: u32): void {
  const slot = slotAt(load<u32>(row, 8));
  const left = keyLength(slot) - depth;
  let word: u64 = 0;
  if (left > 0) word = bswap<u64>(load<u64>(keyAddress(slot) + depth));
  // Bytes behind the key are not its own.
  if (left < 8 && left > 0) word &= ~((~(<u64>0)) >> ((<u64>left) << 3));
  store<u64>(row, word);
  store<u32>(row, left > 8 ? LONGER : left, 12);
}

function radixSort(start: usize, end: usize, depth: u32): void {
  memory.fill(histogram, 0, DIGITS * RADIX * 4);
  for (let row = start; row < end; row += ROW) {
    if (depth > 0) fill(row, depth);
    let word = load<u64>(row);
    increment(histogram + ((<usize>load<u32>(row, 12)) << 2));
    for (let digit: usize = 1; digit < DIGITS; digit++) {
      increment(histogram + digit * RADIX * 4 + ((<usize>(word & 255)) << 2));
      word >>= 8;
    }
  }
  const bytes = end - start;
  let here = start;
  let there = spare;
  for (let digit: usize = 0; digit < DIGITS; digit++) {
    const counters = histogram + digit * RADIX * 4;
    // All alike: nothing to move.
    if (<usize>load<u32>(counters + digitOf(here, digit)) * ROW == bytes) continue;
    let position = there;
    for (let bucket: usize = 0; bucket < RADIX * 4; bucket += 4) {
      const size = <usize>load<u32>(counters + bucket) * ROW;
      store<u32>(counters + bucket, <u32>position);
      position += size;
    }
    for (let row = here, last = here + bytes; row < last; row += ROW) {
      const counter = counters + digitOf(row, digit);
      const to = <usize>load<u32>(counter);
      store<u32>(counter, <u32>(to + ROW));
      v128.store(to, v128.load(row));
    }
    const swap = here;
    here = there;
    there = swap;
  }
  if (here != start) memory.copy(start, here, bytes);
}

/** Offset of the row's counter for the digit: 0 the length class, then the eight bytes from the last to the first. */
// @ts-ignore: decorator
@inline
function digitOf(row: usize, digit: usize): usize {
  if (digit == 0) return (<usize>load<u32>(row, 12)) << 2;
  return (<usize>load<u8>(row + digit - 1)) << 2;
}

// @ts-ignore: decorator
@inline
function increment(counter: usize): void {
  store<u32>(counter, load<u32>(counter) + 1);
}

function pushTies(start: usize, end: usize, depth: u32): void {
  let first = start;
  for (let row = start + ROW; row <= end; row += ROW) {
    if (row < end && load<u64>(row) == load<u64>(first)) {
      if (load<u32>(row, 12) == load<u32>(first, 12)) continue;
    }
    const size = <u32>((row - first) / ROW);
    if (size > 1 && load<u32>(first, 12) == LONGER) {
      const from = <u32>((first - rows) / ROW);
      if (size <= SMALL_GROUP) sortGroup(from, from + size, depth + 8);
      else {
        store<u32>(stackTop, from);
        store<u32>(stackTop, from + size, 4);
        store<u32>(stackTop, depth + 8, 8);
        stackTop += 12;
      }
    }
    first = row;
  }
}

function insertionSort(start: usize, end: usize, depth: u32): void {
  for (let next = start + ROW; next < end; next += ROW) {
    const row = v128.load(next);
    const word = load<u64>(next);
    const lengthClass = load<u32>(next, 12);
    const slot = slotAt(load<u32>(next, 8));
    let at = next;
    while (at > start && comesAfter(at - ROW, word, lengthClass, slot, depth)) {
      v128.store(at, v128.load(at - ROW));
      at -= ROW;
    }
    v128.store(at, row);
  }
}

function comesAfter(row: usize, word: u64, lengthClass: u32, slot: usize, depth: u32): bool {
  const other = load<u64>(row);
  if (other != word) return other > word;
  const otherClass = load<u32>(row, 12);
  if (otherClass != lengthClass || lengthClass != LONGER) return otherClass > lengthClass;
  return compareKeys(slotAt(load<u32>(row, 8)), slot, depth + 8) > 0;
}

/** Both keys are longer than eight bytes. */
function compareKeys(a: usize, b: usize, depth: u32): i32 {
  const aLength = keyLength(a);
  const bLength = keyLength(b);
  const shared = min(aLength, bLength);
  const aKey = keyAddress(a);
  const bKey = keyAddress(b);
  let at = depth;
  for (; at + 8 <= shared; at += 8) {
    const left = bswap<u64>(load<u64>(aKey + at));
    const right = bswap<u64>(load<u64>(bKey + at));
    if (left != right) return left < right ? -1 : 1;
  }
  for (; at < shared; at++) {
    const difference = <i32>load<u8>(aKey + at) - <i32>load<u8>(bKey + at);
    if (difference != 0) return difference;
  }
  return aLength < bLength ? -1 : 1;
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

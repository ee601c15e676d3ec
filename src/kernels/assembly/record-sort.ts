/**
 * Sorts the records of an arena by (partition, key bytes, place in the arena); src/kernels/record-sorter.ts is the
 * reference.
 *
 * A row is 16 bytes: eight key bytes as a number in key order, the record's offset in the arena, the key's length.
 * Radix sort from the most significant byte that differs on; ties go on with the bytes behind the group's common prefix.
 */

import { compareFrom, lengthEnd, orderedWord, readLength } from "./record-bytes";
import { chunkEnd, chunkStart, firstChunk, nextChunk } from "./record-buckets";
import { murmur3 } from "./bytes";

/** Up to this many rows, insertion sort. */
const SMALL_GROUP: u32 = 32;
/** Class of keys that go on after the eight bytes. */
const LONGER: u32 = 9;

let arena: usize = 0;
let rows: usize = 0;
let spare: usize = 0;
/** 256 counters. */
let counters: usize = 0;
/** Groups still to be sorted: from, to, bytes known to be equal. They are disjoint and not small. */
let stackBase: usize = 0;
let stackTop: usize = 0;
/** Result of `keyOf`. */
let keyLength: u32 = 0;

/** Where the key of the record at `at` begins. */
// @ts-ignore: decorator
@inline
function keyOf(at: usize): usize {
  const frame = <u32>load<u16>(at);
  if ((frame & 0x8080) == 0) {
    keyLength = frame & 0xff;
    return at + 2;
  }
  return keyOfLong(at);
}

function keyOfLong(at: usize): usize {
  keyLength = readLength(at, at + 5);
  readLength(lengthEnd, lengthEnd + 5);
  return lengthEnd;
}

/** Where the record whose key begins at `key` ends; `at` is where it begins. */
// @ts-ignore: decorator
@inline
function recordEnd(at: usize): usize {
  const frame = <u32>load<u16>(at);
  if ((frame & 0x8080) == 0) return at + 2 + (frame & 0xff) + (frame >> 8);
  const key = <u32>readLength(at, at + 5);
  const value = <u32>readLength(lengthEnd, lengthEnd + 5);
  return lengthEnd + key + value;
}

// @ts-ignore: decorator
@inline
function storeRow(to: usize, at: usize): void {
  const key = keyOf(at);
  store<u64>(to, orderedWord(key, keyLength));
  store<u32>(to, <u32>(at - arena), 8);
  store<u32>(to, keyLength, 12);
}

/** Work memory: 1 KiB of counters, then the stack of groups (12 bytes for each 32 records, and 12). */
export function sortBegin(arenaBase: usize, rowsAt: usize, spareAt: usize, work: usize): void {
  arena = arenaBase;
  rows = rowsAt;
  spare = spareAt;
  counters = work;
  stackBase = work + 1024;
}

/** All records in one partition. */
export function sortAll(count: u32): void {
  let at = arena;
  for (let i: u32 = 0; i < count; i++) {
    storeRow(rows + (<usize>i << 4), at);
    at = recordEnd(at);
  }
  sortGroup(0, count);
}

/** Writes each record's partition, by the hash of its key. */
export function hashPartitions(count: u32, table: usize, partitions: u32): void {
  let at = arena;
  for (let i: u32 = 0; i < count; i++) {
    const key = keyOf(at);
    store<u32>(table + (<usize>i << 2), murmur3(key, keyLength) % partitions);
    at = recordEnd(at);
  }
}

/** `starts` has room for partitions + 2 numbers; partition p is then `rows[starts[p], starts[p + 1])`. */
export function sortPartitions(count: u32, table: usize, starts: usize, partitions: u32): void {
  memory.fill(starts, 0, (<usize>partitions + 2) << 2);
  for (let i: u32 = 0; i < count; i++) {
    const counter = starts + ((<usize>load<u32>(table + (<usize>i << 2)) + 2) << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  // One place further than needed: scattering moves each start to the end of its partition.
  for (let p: usize = 2; p <= <usize>partitions; p++) {
    const counter = starts + (p << 2);
    store<u32>(counter, load<u32>(counter) + load<u32>(counter - 4));
  }
  let at = arena;
  for (let i: u32 = 0; i < count; i++) {
    const counter = starts + ((<usize>load<u32>(table + (<usize>i << 2)) + 1) << 2);
    const row = load<u32>(counter);
    store<u32>(counter, row + 1);
    storeRow(rows + (<usize>row << 4), at);
    at = recordEnd(at);
  }
  for (let p: usize = 0; p < <usize>partitions; p++) {
    sortGroup(load<u32>(starts + (p << 2)), load<u32>(starts + (p << 2) + 4));
  }
}

/** Sorts the records of one bucket (record-buckets.ts) and returns how many they are: `rows[0, count)`. */
export function sortBucket(partition: u32): u32 {
  let row = rows;
  for (let chunk = firstChunk(partition); chunk != 0; chunk = nextChunk(chunk)) {
    const end = chunkEnd(chunk);
    for (let at = chunkStart(chunk); at < end; at = recordEnd(at)) {
      storeRow(row, at);
      row += 16;
    }
  }
  const count = <u32>((row - rows) >> 4);
  sortGroup(0, count);
  return count;
}

/** Of sorted rows, the first whose key is not before the one given. */
export function firstNotBefore(count: u32, key: usize, keyEnd: usize): u32 {
  let low: u32 = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const start = keyOf(arena + load<u32>(rows + (<usize>middle << 4), 8));
    if (compareFrom(start, start + keyLength, key, keyEnd) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function push(from: u32, to: u32, depth: u32): void {
  store<u32>(stackTop, from);
  store<u32>(stackTop, to, 4);
  store<u32>(stackTop, depth, 8);
  stackTop += 12;
}

function sortGroup(from: u32, to: u32): void {
  stackTop = stackBase;
  settle(from, to, 0);
  while (stackTop > stackBase) {
    stackTop -= 12;
    sortByWord(load<u32>(stackTop), load<u32>(stackTop, 4), load<u32>(stackTop, 8));
  }
}

// @ts-ignore: decorator
@inline
function settle(from: u32, to: u32, depth: u32): void {
  if (to - from > SMALL_GROUP) push(from, to, depth);
  else if (to - from > 1) insertionSort(from, to, depth);
}

/** One pass on the first byte in which the words differ. */
function sortByWord(from: u32, to: u32, depth: u32): void {
  const first = rows + (<usize>from << 4);
  const end = rows + (<usize>to << 4);
  const word = load<u64>(first);
  let difference: u64 = 0;
  for (let row = first + 16; row < end; row += 16) difference |= load<u64>(row) ^ word;
  if (difference == 0) return sortTies(from, to, depth);
  const shift = (<u64>7 - (<u64>clz(difference) >> 3)) << 3;
  memory.fill(counters, 0, 1024);
  for (let row = first; row < end; row += 16) {
    const counter = counters + (<usize>((load<u64>(row) >> shift) & 255) << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  let position = from;
  for (let bucket: usize = 0; bucket < 1024; bucket += 4) {
    const size = load<u32>(counters + bucket);
    store<u32>(counters + bucket, position);
    position += size;
  }
  for (let row = first; row < end; row += 16) {
    const counter = counters + (<usize>((load<u64>(row) >> shift) & 255) << 2);
    const target = load<u32>(counter);
    store<u32>(counter, target + 1);
    v128.store(spare + (<usize>target << 4), v128.load(row));
  }
  memory.copy(first, spare + (<usize>from << 4), end - first);
  // The counters now stand at the ends of their buckets.
  let start = from;
  for (let bucket: usize = 0; bucket < 1024 && start < to; bucket += 4) {
    const stop = load<u32>(counters + bucket);
    settle(start, stop, depth);
    start = stop;
  }
}

// @ts-ignore: decorator
@inline
function classOf(row: usize, depth: u32): u32 {
  const length = load<u32>(row, 12);
  return length <= depth ? 0 : min<u32>(length - depth, LONGER);
}

/** All words are equal (ended keys count as followed by zeros): shorter keys first, then those that go on. */
function sortTies(from: u32, to: u32, depth: u32): void {
  const first = rows + (<usize>from << 4);
  const end = rows + (<usize>to << 4);
  memory.fill(counters, 0, 64);
  for (let row = first; row < end; row += 16) {
    const counter = counters + (<usize>classOf(row, depth) << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  const longer = load<u32>(counters + (LONGER << 2));
  if (load<u32>(counters + (<usize>classOf(first, depth) << 2)) != to - from) {
    let position = from;
    for (let counter = counters; counter <= counters + (LONGER << 2); counter += 4) {
      const size = load<u32>(counter);
      store<u32>(counter, position);
      position += size;
    }
    for (let row = first; row < end; row += 16) {
      const counter = counters + (<usize>classOf(row, depth) << 2);
      const target = load<u32>(counter);
      store<u32>(counter, target + 1);
      v128.store(spare + (<usize>target << 4), v128.load(row));
    }
    memory.copy(first, spare + (<usize>from << 4), end - first);
  }
  if (longer < 2) return;
  const start = to - longer;
  if (longer <= SMALL_GROUP) return insertionSort(start, to, depth);
  const next = commonPrefix(start, to, depth + 8);
  for (let row = rows + (<usize>start << 4); row < end; row += 16) {
    const key = keyOf(arena + load<u32>(row, 8));
    store<u64>(row, orderedWord(key + next, <i32>(keyLength - next)));
  }
  push(start, to, next);
}

/** Length of the longest prefix shared by all keys of the group, given that `depth` bytes are. */
function commonPrefix(from: u32, to: u32, depth: u32): u32 {
  const first = keyOf(arena + load<u32>(rows + (<usize>from << 4), 8));
  let shared = keyLength;
  for (let i = from + 1; i < to && shared > depth; i++) {
    const other = keyOf(arena + load<u32>(rows + (<usize>i << 4), 8));
    if (keyLength < shared) shared = keyLength;
    let at = depth;
    while (at + 8 <= shared && load<u64>(first + at) == load<u64>(other + at)) at += 8;
    while (at < shared && load<u8>(first + at) == load<u8>(other + at)) at++;
    shared = at;
  }
  return shared;
}

function insertionSort(from: u32, to: u32, depth: u32): void {
  const first = rows + (<usize>from << 4);
  const end = rows + (<usize>to << 4);
  for (let row = first + 16; row < end; row += 16) {
    const word = load<u64>(row);
    let at = row;
    const moved = v128.load(row);
    while (at > first) {
      const before = load<u64>(at - 16);
      if (before < word || (before == word && !tailAfter(at - 16, moved, depth))) break;
      v128.store(at, v128.load(at - 16));
      at -= 16;
    }
    v128.store(at, moved);
  }
}

/** Whether the key of `row` comes after that of `other`, given that they agree in the word at `depth`. */
function tailAfter(row: usize, other: v128, depth: u32): bool {
  const aLength = load<u32>(row, 12);
  const bLength = <u32>i32x4.extract_lane(other, 3);
  const known = depth + 8;
  if (aLength <= known || bLength <= known) return aLength > bLength;
  const a = keyOf(arena + load<u32>(row, 8));
  const b = keyOf(arena + <u32>i32x4.extract_lane(other, 2));
  return compareFrom(a + known, a + aLength, b + known, b + bLength) > 0;
}

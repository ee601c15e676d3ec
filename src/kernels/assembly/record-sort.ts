/**
 * Sorts the records of an arena by (partition, key bytes, place in the arena); src/kernels/record-sorter.ts is the
 * reference. A row (row-sort.ts) says where its record begins in the arena.
 */

import {
  compareFrom,
  lengthEnd,
  orderedWord,
  readLength,
  recordKey,
  recordKeyLength,
} from "./record-bytes";
import { chunkEnd, chunkStart, firstChunk, nextChunk } from "./record-buckets";
import { murmur3 } from "./bytes";
import { openRows, SORT_COUNTERS_BYTES, sortRows } from "./row-sort";

let arena: usize = 0;
let rows: usize = 0;

/** Where the record at `at` ends. */
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
  const key = recordKey(at);
  store<u64>(to, orderedWord(key, recordKeyLength));
  store<u32>(to, <u32>(at - arena), 8);
  store<u32>(to, recordKeyLength, 12);
}

/** Work memory: counters, then the stack of groups (row-sort.ts). */
export function sortBegin(arenaBase: usize, rowsAt: usize, spareAt: usize, work: usize): void {
  arena = arenaBase;
  rows = rowsAt;
  openRows(rowsAt, spareAt, work, work + SORT_COUNTERS_BYTES, arenaBase);
}

/** All records in one partition. */
export function sortAll(count: u32): void {
  let at = arena;
  for (let i: u32 = 0; i < count; i++) {
    storeRow(rows + (<usize>i << 4), at);
    at = recordEnd(at);
  }
  sortRows(0, count);
}

/** Writes each record's partition, by the hash of its key. */
export function hashPartitions(count: u32, table: usize, partitions: u32): void {
  let at = arena;
  for (let i: u32 = 0; i < count; i++) {
    const key = recordKey(at);
    store<u32>(table + (<usize>i << 2), murmur3(key, recordKeyLength) % partitions);
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
    sortRows(load<u32>(starts + (p << 2)), load<u32>(starts + (p << 2) + 4));
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
  sortRows(0, count);
  return count;
}

/** Of sorted rows, the first whose key is not before the one given. */
export function firstNotBefore(count: u32, key: usize, keyEnd: usize): u32 {
  let low: u32 = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const start = recordKey(arena + load<u32>(rows + (<usize>middle << 4), 8));
    if (compareFrom(start, start + recordKeyLength, key, keyEnd) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Sorts rows by (key bytes, order of the rows); src/kernels/record-sorter.ts is the reference.
 *
 *   row = eight key bytes as a number in key order u64 | whose key it is u32 | the key's length u32
 *
 * Whose: a record's offset in the arena, or a slot's number in the table. Radix sort from the most significant byte that
 * differs on; ties go on with the bytes behind the group's common prefix.
 *
 * W1. Keys are looked at only where words do not tell them apart: a row's key lies anywhere in memory.
 * W2. Groups wait on a stack, which has 12 bytes for each 32 rows, and 12. Only small groups recur: at most once a row.
 */

import { askFor } from "./bytes";
import { compareFrom, orderedWord, recordKey } from "./record-bytes";
import { keyAddress, slotAt } from "./table";

/** Rows whose keys are asked for together. */
const AHEAD: u32 = 32;
/** Up to this many rows, insertion sort. */
const SMALL_GROUP: u32 = 32;
/** Class of keys that go on after the eight bytes. */
const LONGER: u32 = 9;
/** One for each byte, and behind them one for each class. */
export const SORT_COUNTERS_BYTES: usize = 1024 + 64;

let rows: usize = 0;
let spare: usize = 0;
let counters: usize = 0;
let classes: usize = 0;
/** Of records; 0: keys are those of the table. */
let arena: usize = 0;
/** Groups still to be sorted: from, to, bytes known to be equal. They are disjoint and not small. */
let stackBase: usize = 0;
let stackTop: usize = 0;

/** `spareAt` is room for as many rows; `recordsAt`: the records' arena, or 0. */
export function openRows(
  rowsAt: usize,
  spareAt: usize,
  countersAt: usize,
  stackAt: usize,
  recordsAt: usize,
): void {
  rows = rowsAt;
  spare = spareAt;
  counters = countersAt;
  classes = countersAt + 1024;
  stackBase = stackAt;
  arena = recordsAt;
}

// @ts-ignore: decorator
@inline
function keyStart(whose: u32): usize {
  return arena == 0 ? keyAddress(slotAt(whose)) : recordKey(arena + whose);
}

// @ts-ignore: decorator
@inline
function keyOf(row: usize): usize {
  return keyStart(load<u32>(row, 8));
}

/** Asks for what the keys of rows `[first, end)` have at `depth`, which they reach: they lie anywhere in memory. */
function askForKeysOf(first: usize, end: usize, depth: u32): void {
  if (arena != 0) {
    // Behind two lengths of one byte each, or little farther.
    for (let row = first; row < end; row += 16) askFor(arena + load<u32>(row, 8) + 2 + depth);
    return;
  }
  for (let row = first; row < end; row += 16) askFor(slotAt(load<u32>(row, 8)));
  for (let row = first; row < end; row += 16) askFor(keyOf(row) + depth);
}

function push(from: u32, to: u32, depth: u32): void {
  store<u32>(stackTop, from);
  store<u32>(stackTop, to, 4);
  store<u32>(stackTop, depth, 8);
  stackTop += 12;
}

/** Sorts rows `[from, to)`. */
export function sortRows(from: u32, to: u32): void {
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
  memory.fill(classes, 0, 64);
  for (let row = first; row < end; row += 16) {
    const counter = classes + (<usize>classOf(row, depth) << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  const longer = load<u32>(classes + (LONGER << 2));
  if (load<u32>(classes + (<usize>classOf(first, depth) << 2)) != to - from) {
    let position = from;
    for (let counter = classes; counter <= classes + (LONGER << 2); counter += 4) {
      const size = load<u32>(counter);
      store<u32>(counter, position);
      position += size;
    }
    for (let row = first; row < end; row += 16) {
      const counter = classes + (<usize>classOf(row, depth) << 2);
      const target = load<u32>(counter);
      store<u32>(counter, target + 1);
      v128.store(spare + (<usize>target << 4), v128.load(row));
    }
    memory.copy(first, spare + (<usize>from << 4), end - first);
  }
  if (longer < 2) return;
  const start = to - longer;
  const next = commonPrefix(start, to, depth + 8);
  let ahead = rows + (<usize>start << 4);
  for (let row = ahead; row < end; row += 16) {
    if (row == ahead) {
      ahead = min<usize>(end, row + (AHEAD << 4));
      askForKeysOf(row, ahead, next);
    }
    store<u64>(row, orderedWord(keyOf(row) + next, <i32>(load<u32>(row, 12) - next)));
  }
  settle(start, to, next);
}

/** Length of the longest prefix shared by all keys of the group, given that `depth` bytes are. */
function commonPrefix(from: u32, to: u32, depth: u32): u32 {
  const firstRow = rows + (<usize>from << 4);
  const end = rows + (<usize>to << 4);
  const first = keyOf(firstRow);
  let shared = load<u32>(firstRow, 12);
  let ahead = firstRow + 16;
  for (let row = ahead; row < end && shared > depth; row += 16) {
    if (row == ahead) {
      ahead = min<usize>(end, row + (AHEAD << 4));
      askForKeysOf(row, ahead, depth);
    }
    const other = keyOf(row);
    shared = min<u32>(shared, load<u32>(row, 12));
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
  let hasTies = false;
  for (let row = first + 16; row < end; row += 16) {
    const word = load<u64>(row);
    let at = row;
    const moved = v128.load(row);
    while (at > first) {
      const before = load<u64>(at - 16);
      if (before <= word) {
        hasTies = hasTies || before == word;
        break;
      }
      v128.store(at, v128.load(at - 16));
      at -= 16;
    }
    v128.store(at, moved);
  }
  if (hasTies) sortTiesOf(from, to, depth);
}

/** Of rows that are sorted by their words. The recursion ends: what goes on is fewer rows, or they differ in words. */
function sortTiesOf(from: u32, to: u32, depth: u32): void {
  askForKeysOf(rows + (<usize>from << 4), rows + (<usize>to << 4), depth);
  for (let start = from; start < to; ) {
    const row = rows + (<usize>start << 4);
    const word = load<u64>(row);
    let stop = start + 1;
    while (stop < to && load<u64>(rows + (<usize>stop << 4)) == word) stop++;
    if (stop - start == 2) sortTwo(row, depth);
    else if (stop - start > 2) sortTies(start, stop, depth);
    start = stop;
  }
}

function sortTwo(row: usize, depth: u32): void {
  const other = v128.load(row, 16);
  if (!tailAfter(row, other, depth)) return;
  v128.store(row, v128.load(row), 16);
  v128.store(row, other);
}

/** Whether the key of `row` comes after that of `other`, given that they agree in the word at `depth`. */
function tailAfter(row: usize, other: v128, depth: u32): bool {
  const aLength = load<u32>(row, 12);
  const bLength = <u32>i32x4.extract_lane(other, 3);
  const known = depth + 8;
  if (aLength <= known || bLength <= known) return aLength > bLength;
  const a = keyStart(load<u32>(row, 8));
  const b = keyStart(<u32>i32x4.extract_lane(other, 2));
  return compareFrom(a + known, a + aLength, b + known, b + bLength) > 0;
}

/**
 * Merges sorted runs by (key bytes, position of the run) and writes what becomes of them into an output buffer.
 *
 * Each run has a block of whole, checked records in memory; when the smallest run's block is used up the caller brings
 * its next one. src/shuffle/run-merge.ts is the reference.
 *
 * run-tree.ts knows which record is next; this file knows what is made of it.
 */

import { copyLoosely, equalBytes, writeLength } from "./record-bytes";
import { advance, current, DONE, openTree } from "./run-tree";
import { recordHash } from "./bytes";
import { writeWhole } from "./numbers";
import { shownAt, shownBytes, showKey, showTagged } from "./shown-key";

/** What `merge` returns, beside DONE, when it does not return the number of a run that needs its next block. */
const FULL: i32 = -2;
/** The group is the caller's: its key, its values or what they come to is not for kernels. */
const FOREIGN: i32 = -3;

/** What `merge` makes of the records. */
const AS_IS: u32 = 0;
const KEYS: u32 = 1;
const KEYS_ONCE: u32 = 2;
const NUMBERS: u32 = 3;
const COMBINE: u32 = 4;

/** How values of equal keys become one. */
const SUM: u32 = 0;
const MINIMUM: u32 = 1;
/** The caller knows: a record that is alone with its key stays as it is. */
const ALONE: u32 = 3;

const SAFE: i64 = 9007199254740991;
/** Kinds of numbers (src/shuffle/encoding/value-codec.ts). */
const POSITIVE: u32 = 8;
const NEGATIVE: u32 = 9;
const SMALL: u32 = 16;

let mode: u32 = 0;
let operation: u32 = 0;
/** Ends a line, or -1. */
let terminator: i32 = -1;

let out: usize = 0;
let outRecords: u32 = 0;
let sum: u64 = 0;

/** The key of the current group, a copy. */
let group: usize = 0;
let groupLength: i32 = -1;
let accumulator: i64 = 0;
/** Whether `accumulator` holds a value. */
let filled: bool = false;

let number: i64 = 0;

/** The group's record that has come out, while it seems to be alone, and its value. Its hash is in the sum. */
let heldRecord: usize = 0;
let heldAt: usize = 0;
let heldBytes: u32 = 0;
let heldHash: u64 = 0;

export function mergeBegin(
  runsAt: usize,
  treeAt: usize,
  count: u32,
  groupAt: usize,
  modeOf: u32,
  operationOf: u32,
  terminatorOf: i32,
  tagged: bool,
): void {
  openTree(runsAt, treeAt, count);
  group = groupAt;
  groupLength = -1;
  filled = false;
  mode = modeOf;
  operation = operationOf;
  terminator = terminatorOf;
  showTagged(tagged);
}

export function mergeOut(): usize {
  return out;
}

export function mergeRecords(): u32 {
  return outRecords;
}

export function mergeLow(): u32 {
  return <u32>sum;
}

export function mergeHigh(): u32 {
  return <u32>(sum >> 32);
}

/** The current group's key is `[group, group + length)`; -1: there is none. */
export function mergeGroupLength(): i32 {
  return groupLength;
}

/** Whether numbers of the group were taken before the foreign value. */
export function mergeFilled(): bool {
  return filled;
}

/** What the numbers taken so far have come to: exact. */
export function mergeNumber(): f64 {
  return <f64>accumulator;
}

export function mergeValueStart(): u32 {
  return load<u32>(current(), 12);
}

export function mergeValueEnd(): u32 {
  return load<u32>(current(), 16);
}

/** Passes the current record by: the run that needs a block, or DONE when there is a next record or an end. */
export function mergeSkip(): i32 {
  return advance(current());
}

/** Whether the current record belongs to the group. */
export function mergeInGroup(): bool {
  const run = current();
  return load<u32>(run, 28) == 0 && sameKey(run);
}

/** The value that the group had before it came to be the caller's. */
export function mergeHeldStart(): u32 {
  return <u32>heldAt;
}

export function mergeHeldEnd(): u32 {
  return <u32>heldAt + heldBytes;
}

/** The group has been dealt with. */
export function mergeForget(): void {
  groupLength = -1;
  filled = false;
}

/** Fills `[start, limit)`. An empty buffer that is FULL means: the record does not fit in at all. */
export function merge(start: usize, limit: usize): i32 {
  out = start;
  outRecords = 0;
  sum = 0;
  return mergeOn(limit);
}

/** Goes on in the same buffer, behind what `merge` has left there. */
export function mergeOn(limit: usize): i32 {
  if (mode == AS_IS) return mergeAsIs(limit);
  if (mode == KEYS) return mergeKeys(limit);
  if (mode == KEYS_ONCE) return mergeKeysOnce(limit);
  if (operation == ALONE) return mergeAlone(limit);
  return mergeNumbers(limit);
}

function mergeAsIs(limit: usize): i32 {
  while (true) {
    const run = current();
    if (load<u32>(run, 28) != 0) return DONE;
    const from = <usize>load<u32>(run, 24);
    const length = <usize>load<u32>(run, 16) - from;
    if (length > limit - out) return FULL;
    copyLoosely(out, from, length);
    sum += recordHash(out, out + length);
    out += length;
    outRecords++;
    const dry = advance(run);
    if (dry >= 0) return dry;
  }
}

function mergeKeys(limit: usize): i32 {
  while (true) {
    const run = current();
    if (load<u32>(run, 28) != 0) return DONE;
    if (!writeKey(load<u32>(run, 8), load<u32>(run, 12), limit)) return FULL;
    const dry = advance(run);
    if (dry >= 0) return dry;
  }
}

function mergeKeysOnce(limit: usize): i32 {
  while (true) {
    const run = current();
    if (load<u32>(run, 28) != 0) return DONE;
    if (!sameKey(run)) {
      if (!writeKey(load<u32>(run, 8), load<u32>(run, 12), limit)) return FULL;
      beginGroup(run);
    }
    const dry = advance(run);
    if (dry >= 0) return dry;
  }
}

function mergeNumbers(limit: usize): i32 {
  while (true) {
    const run = current();
    const ended = load<u32>(run, 28) != 0;
    if (ended || !sameKey(run)) {
      if (groupLength >= 0) {
        if (!writeGroup(limit)) return FULL;
        mergeForget();
      }
      if (ended) return DONE;
      beginGroup(run);
      if (mode == NUMBERS && !showKey(group, groupLength)) return FOREIGN;
    }
    if (!readNumber(load<u32>(run, 12), load<u32>(run, 16))) return FOREIGN;
    if (!filled) accumulator = number;
    else if (operation == SUM) {
      const total = accumulator + number;
      if (total > SAFE || total < -SAFE) return FOREIGN;
      accumulator = total;
    } else if (operation == MINIMUM) accumulator = min<i64>(accumulator, number);
    else accumulator = max<i64>(accumulator, number);
    filled = true;
    const dry = advance(run);
    if (dry >= 0) return dry;
  }
}

function mergeAlone(limit: usize): i32 {
  while (true) {
    const run = current();
    const ended = load<u32>(run, 28) != 0;
    if (!ended && sameKey(run)) {
      takeBack();
      return FOREIGN;
    }
    mergeForget();
    if (ended) return DONE;
    const from = <usize>load<u32>(run, 24);
    const length = <usize>load<u32>(run, 16) - from;
    if (length > limit - out) return FULL;
    heldRecord = out;
    copyLoosely(out, from, length);
    heldHash = recordHash(out, out + length);
    out += length;
    heldBytes = load<u32>(run, 16) - load<u32>(run, 12);
    heldAt = out - heldBytes;
    sum += heldHash;
    outRecords++;
    beginGroup(run);
    const dry = advance(run);
    if (dry >= 0) return dry;
  }
}

/** The record that came out last is one of several. Its bytes stay readable. */
function takeBack(): void {
  sum -= heldHash;
  outRecords--;
  out = heldRecord;
}

// @ts-ignore: decorator
@inline
function writeKey(start: usize, end: usize, limit: usize): bool {
  const length = end - start;
  if (length + 1 > limit - out) return false;
  copyLoosely(out, start, length);
  out += length;
  if (terminator >= 0) store<u8>(out++, terminator);
  outRecords++;
  return true;
}

// @ts-ignore: decorator
@inline
function sameKey(run: usize): bool {
  const start = <usize>load<u32>(run, 8);
  const length = <i32>(load<u32>(run, 12) - <u32>start);
  return length == groupLength && equalBytes(start, group, length);
}

function beginGroup(run: usize): void {
  const start = <usize>load<u32>(run, 8);
  groupLength = <i32>(load<u32>(run, 12) - <u32>start);
  copyLoosely(group, start, groupLength);
}

/** The group's key and number, as text or as a record. */
function writeGroup(limit: usize): bool {
  // TAB, sign, sixteen digits, terminator; or two lengths and nine bytes of number.
  const keyBytes = mode == NUMBERS ? shownBytes : <usize>groupLength;
  if (keyBytes + 24 > limit - out) return false;
  if (mode == COMBINE) {
    const start = out;
    const magnitude = <u64>abs<i64>(accumulator);
    out = writeLength(out, groupLength);
    const isSmall = accumulator >= 0 && accumulator < 240;
    const valueLength: u32 = isSmall ? 1 : 1 + varintSize(magnitude);
    out = writeLength(out, valueLength);
    copyLoosely(out, group, groupLength);
    out += groupLength;
    if (isSmall) store<u8>(out++, SMALL + <u32>accumulator);
    else {
      store<u8>(out++, accumulator < 0 ? NEGATIVE : POSITIVE);
      let rest = magnitude;
      while (rest >= 0x80) {
        store<u8>(out++, (rest & 0x7f) | 0x80);
        rest >>= 7;
      }
      store<u8>(out++, rest);
    }
    sum += recordHash(start, out);
  } else {
    copyLoosely(out, shownAt, shownBytes);
    out += shownBytes;
    store<u8>(out++, 9);
    out = writeWhole(out, accumulator);
    if (terminator >= 0) store<u8>(out++, terminator);
  }
  outRecords++;
  return true;
}

function varintSize(value: u64): u32 {
  let bytes: u32 = 1;
  while (value >= 0x80) {
    value >>= 7;
    bytes++;
  }
  return bytes;
}

/** Reads a whole number of magnitude below 2^53 that fills the value. */
function readNumber(start: usize, end: usize): bool {
  if (start >= end) return false;
  const tag = <u32>load<u8>(start);
  if (tag >= SMALL) {
    number = tag - SMALL;
    return start + 1 == end;
  }
  if (tag != POSITIVE && tag != NEGATIVE) return false;
  if (end - start > 9) return false;
  let value: u64 = 0;
  let shift: u64 = 0;
  let at = start + 1;
  while (at < end) {
    const byte = <u64>load<u8>(at++);
    value |= (byte & 0x7f) << shift;
    shift += 7;
    if (byte < 0x80) {
      if (value > <u64>SAFE || at != end) return false;
      number = tag == NEGATIVE ? -<i64>value : <i64>value;
      return true;
    }
  }
  return false;
}

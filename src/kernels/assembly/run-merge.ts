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
import { isText } from "./utf8";
import { readWhole, SAFE, storeWhole, wholeBytes, wholeRead } from "./whole-values";
import { shownAt, shownBytes, showKey, showTagged } from "./shown-key";

/** What `merge` returns, beside DONE, when it does not return the number of a run that needs its next block. */
const FULL: i32 = -2;
/** The group is the caller's: its key, its values or what they come to is not for kernels. */
const FOREIGN: i32 = -3;

/** What `merge` makes of the records. */
const AS_IS: u32 = 0;
const KEYS: u32 = 1;
const KEYS_ONCE: u32 = 2;
const VALUES: u32 = 3;
const COMBINE: u32 = 4;

/** How values of equal keys become one. */
const SUM: u32 = 0;
const MINIMUM: u32 = 1;
/** The caller knows: a record that is alone with its key stays as it is. */
const ALONE: u32 = 3;
/** The first one; of `VALUES` only numbers and texts. */
const FIRST: u32 = 4;
/** Tag of a text (src/shuffle/encoding/value-codec.ts). */
const TEXT: u8 = 5;

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
  if (operation == FIRST) return mergeFirst(limit);
  return mergeNumbers(limit);
}

function mergeAsIs(limit: usize): i32 {
  while (true) {
    const run = current();
    if (load<u32>(run, 28) != 0) return DONE;
    if (<usize>(load<u32>(run, 16) - load<u32>(run, 24)) > limit - out) return FULL;
    writeRecord(run);
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
      if (mode == VALUES && !showKey(group, groupLength)) return FOREIGN;
    }
    if (!readWhole(load<u32>(run, 12), load<u32>(run, 16))) return FOREIGN;
    const number = wholeRead;
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

function mergeFirst(limit: usize): i32 {
  while (true) {
    const run = current();
    if (load<u32>(run, 28) != 0) return DONE;
    if (!sameKey(run)) {
      // Shown, a number is longer than its bytes, be it the key or the value.
      const most = <usize>(load<u32>(run, 16) - load<u32>(run, 24)) + 32;
      if (most > limit - out) return FULL;
      beginGroup(run);
      if (mode == COMBINE) writeRecord(run);
      else if (!showKey(group, groupLength) || !writeFirst(run)) return FOREIGN;
    }
    const dry = advance(run);
    if (dry >= 0) return dry;
  }
}

/** As it is. */
// @ts-ignore: decorator
@inline
function writeRecord(run: usize): void {
  const from = <usize>load<u32>(run, 24);
  const length = <usize>load<u32>(run, 16) - from;
  copyLoosely(out, from, length);
  sum += recordHash(out, out + length);
  out += length;
  outRecords++;
}

// @ts-ignore: decorator
@inline
function writeFirst(run: usize): bool {
  const start = <usize>load<u32>(run, 12);
  const end = <usize>load<u32>(run, 16);
  if (readWhole(start, end)) out = writeWhole(writeShown(out), wholeRead);
  else {
    if (start == end || load<u8>(start) != TEXT || !isText(start + 1, end)) return false;
    const to = writeShown(out);
    copyLoosely(to, start + 1, end - start - 1);
    out = to + (end - start - 1);
  }
  if (terminator >= 0) store<u8>(out++, terminator);
  outRecords++;
  return true;
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
  const keyBytes = mode == VALUES ? shownBytes : <usize>groupLength;
  if (keyBytes + 24 > limit - out) return false;
  if (mode == COMBINE) {
    const start = out;
    out = writeLength(out, groupLength);
    out = writeLength(out, wholeBytes(accumulator));
    copyLoosely(out, group, groupLength);
    out = storeWhole(out + groupLength, accumulator);
    sum += recordHash(start, out);
  } else {
    out = writeWhole(writeShown(out), accumulator);
    if (terminator >= 0) store<u8>(out++, terminator);
  }
  outRecords++;
  return true;
}

/** The key and a TAB; returns where the value goes. */
// @ts-ignore: decorator
@inline
function writeShown(to: usize): usize {
  copyLoosely(to, shownAt, shownBytes);
  store<u8>(to + shownBytes, 9);
  return to + shownBytes + 1;
}

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
import {
  clearGroupNumber,
  groupNumberBegin,
  storeGroupNumber,
  takeValue,
  writeGroupNumber,
} from "./group-number";
import { numberEnd, numberRead, readNumber } from "./number-values";
import { writeNumber } from "./numbers";
import { isText } from "./utf8";
import { shownAt, shownBytes, showKey, showTagged } from "./shown-key";

/** What `merge` returns, beside DONE, when it does not return the number of a run that needs its next block. */
const FULL: i32 = -2;
/** The group is the caller's: its key, its values or what they come to is not for kernels. */
const FOREIGN: i32 = -3;
/** The group is complete, and how to show what it has come to is the caller's. */
const FOLDED: i32 = -4;

/** What `merge` makes of the records. */
const AS_IS: u32 = 0;
const KEYS: u32 = 1;
const KEYS_ONCE: u32 = 2;
const VALUES: u32 = 3;
const COMBINE: u32 = 4;

/** How values of equal keys become one, beside what group-number.ts knows. */

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

/** What the group's values have come to so far, encoded. */
let heldAt: usize = 0;
let heldBytes: u32 = 0;
const heldNumber = memory.data(32);

/** The group's record that has come out, while it seems to be alone. Its hash is in the sum. */
let heldRecord: usize = 0;
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
  heldBytes = 0;
  mode = modeOf;
  operation = operationOf;
  groupNumberBegin(operationOf);
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

/** What the group had come to before it came to be the caller's; empty: nothing yet. */
export function mergeHeldStart(): u32 {
  return <u32>heldAt;
}

export function mergeHeldEnd(): u32 {
  return <u32>heldAt + heldBytes;
}

/** The group has been dealt with. */
export function mergeForget(): void {
  groupLength = -1;
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
        const status = mode == COMBINE ? writeCombined(limit) : writeValue(limit);
        if (status != DONE) return status;
        mergeForget();
      }
      if (ended) return DONE;
      beginGroup(run);
      clearGroupNumber();
      if (mode == VALUES && !showKey(group, groupLength)) return held(FOREIGN);
    }
    if (!takeValue(load<u32>(run, 12), load<u32>(run, 16))) return held(FOREIGN);
    const dry = advance(run);
    if (dry >= 0) return dry;
  }
}

/** Leaves to the caller what the group has come to. */
function held(status: i32): i32 {
  heldAt = heldNumber;
  heldBytes = <u32>(storeGroupNumber(heldNumber) - heldNumber);
  return status;
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
  if (readNumber(start, end) && numberEnd == end) {
    const to = writeNumber(writeShown(out), numberRead);
    if (to == 0) return false;
    out = to;
  } else {
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

/** The group as a record: DONE or FULL. */
function writeCombined(limit: usize): i32 {
  const valueBytes = <u32>(storeGroupNumber(heldNumber) - heldNumber);
  // Two lengths, and 26 bytes of the number.
  if (<usize>groupLength + 40 > limit - out) return FULL;
  const start = out;
  out = writeLength(out, groupLength);
  out = writeLength(out, valueBytes);
  copyLoosely(out, group, groupLength);
  out += groupLength;
  copyLoosely(out, heldNumber, valueBytes);
  out += valueBytes;
  sum += recordHash(start, out);
  outRecords++;
  return DONE;
}

/** The group as text: DONE, FULL or FOLDED. */
function writeValue(limit: usize): i32 {
  // TAB, 25 bytes of the number, terminator.
  if (shownBytes + 32 > limit - out) return FULL;
  const to = writeGroupNumber(writeShown(out));
  if (to == 0) return held(FOLDED);
  out = to;
  if (terminator >= 0) store<u8>(out++, terminator);
  outRecords++;
  return DONE;
}

/** The key and a TAB; returns where the value goes. */
// @ts-ignore: decorator
@inline
function writeShown(to: usize): usize {
  copyLoosely(to, shownAt, shownBytes);
  store<u8>(to + shownBytes, 9);
  return to + shownBytes + 1;
}

/**
 * Keys and values from columns of CSV records; see extractors/csv.ts.
 *
 * V1. Damaged records are odd; they end where the boundary of src/input says: at a line feed behind an even number of
 *     quotes.
 */

import { equal16 } from "./masks";
import { numberPair } from "./number-pairs";
import { ODD } from "./pairs";
import { READ } from "./reading";
import { addLaterPair, addNow, beginRecords, endRecords, stoppedAt, take } from "./taking";

const QUOTE: u8 = 34;
const LINE_FEED: u8 = 10;
const CARRIAGE_RETURN: u8 = 13;

let windowEnd: usize = 0;
let separator: u8 = 0;
let keyColumn: i32 = 0;
let valueColumn: i32 = 0;
/** Where keys with doubled quotes are put together. */
let scratch: usize = 0;
let scratchEnd: usize = 0;

/** 0: the record has no such column. */
let keyStart: usize = 0;
let keyEnd: usize = 0;
let valueStart: usize = 0;
let valueEnd: usize = 0;
/** Where separators, line feeds and quotes are in the 64 bytes from `seenAt` on: fields are many times shorter. */
let seenAt: usize = 0;
let seen: u64 = 0;
/** A key or value with doubled quotes that finds no room, or is no number anyway. */
let isOdd: bool = false;

/** `value`: -1 when each record counts 1; `columns`: of the header, or -1. */
export function csv(
  start: usize,
  end: usize,
  final: bool,
  cutAt: u32,
  key: i32,
  value: i32,
  columns: i32,
  room: usize,
  roomEnd: usize,
): usize {
  beginRecords();
  windowEnd = end;
  separator = <u8>cutAt;
  keyColumn = key;
  valueColumn = value;
  scratch = room;
  scratchEnd = roomEnd;
  let record = start;
  seenAt = 0;
  // A line feed behind the window ends every search but that for a quote.
  store<u8>(end, LINE_FEED);
  while (record < end) {
    const blank = blankLine(record);
    if (blank > 0) {
      record += blank;
      continue;
    }
    let behind = readRecord(record, columns);
    const isDamaged = behind == 0;
    if (isDamaged) behind = recordEnd(record);
    if (behind > end && !final) break;
    const why = isDamaged ? ODD : addRecord();
    if (!take(why, record, min(behind, end))) return stoppedAt();
    record = behind;
  }
  return endRecords() ? min(record, end) : stoppedAt();
}

/** Length of the empty line at `at`, or 0. */
// @ts-ignore: decorator
@inline
function blankLine(at: usize): usize {
  if (load<u8>(at) == LINE_FEED) return 1;
  return load<u16>(at) == 0x0a0d && at + 1 < windowEnd ? 2 : 0;
}

/** Cuts the record at `at`; the address behind its line feed, which may be that behind the window, or 0: damaged. */
function readRecord(at: usize, columns: i32): usize {
  keyStart = 0;
  valueStart = 0;
  isOdd = false;
  for (let column = 0; ; column++) {
    at = load<u8>(at) == QUOTE ? quotedField(at + 1, column) : plainField(at, column);
    if (at == 0) return 0;
    if (load<u8>(at) == separator && at < windowEnd) {
      at++;
      continue;
    }
    return columns >= 0 && column + 1 != columns ? 0 : at + 1;
  }
}

/** Returns the address of the separator or line feed behind the field, or 0. */
// @ts-ignore: decorator
@inline
function plainField(start: usize, column: i32): usize {
  const at = endFrom(start);
  const byte = load<u8>(at);
  let end = at;
  if (byte == LINE_FEED) {
    if (at < windowEnd && at > start && load<u8>(at - 1) == CARRIAGE_RETURN) end--;
  } else if (byte == QUOTE) return 0;
  if (column == keyColumn) {
    keyStart = start;
    keyEnd = end;
  }
  if (column == valueColumn) {
    valueStart = start;
    valueEnd = end;
  }
  return at;
}

/** The next separator, line feed or quote. */
// @ts-ignore: decorator
@inline
function endFrom(at: usize): usize {
  const offset = at - seenAt;
  if (offset < 64) {
    const rest = seen >> (<u64>offset);
    if (rest != 0) return at + <usize>ctz(rest);
    at = seenAt + 64;
  }
  return endBehind(at);
}

function endBehind(at: usize): usize {
  let mask = ends64(at);
  while (mask == 0) {
    at += 64;
    mask = ends64(at);
  }
  seenAt = at;
  seen = mask;
  return at + <usize>ctz(mask);
}

function ends64(at: usize): u64 {
  return (
    (<u64>ends16(at)) |
    ((<u64>ends16(at + 16)) << 16) |
    ((<u64>ends16(at + 32)) << 32) |
    ((<u64>ends16(at + 48)) << 48)
  );
}

// @ts-ignore: decorator
@inline
function ends16(at: usize): u32 {
  const bytes = v128.load(at);
  const cuts = v128.or(
    i8x16.eq(bytes, i8x16.splat(separator)),
    i8x16.eq(bytes, i8x16.splat(LINE_FEED)),
  );
  return <u32>i8x16.bitmask(v128.or(cuts, i8x16.eq(bytes, i8x16.splat(QUOTE))));
}

/** `start` is behind the opening quote. */
function quotedField(start: usize, column: i32): usize {
  let isEscaped = false;
  let at = quoteFrom(start);
  while (at < windowEnd && load<u8>(at + 1) == QUOTE && at + 1 < windowEnd) {
    isEscaped = true;
    at = quoteFrom(at + 2);
  }
  if (at >= windowEnd) return 0;
  if (column == keyColumn) {
    keyStart = start;
    keyEnd = at;
    if (isEscaped) joinKey();
  }
  if (column == valueColumn) {
    valueStart = start;
    valueEnd = at;
    if (isEscaped) isOdd = true;
  }
  const next = at + 1;
  const byte = load<u8>(next);
  if (byte == LINE_FEED || (byte == separator && next < windowEnd)) return next;
  const isEnd = byte == CARRIAGE_RETURN && next + 1 < windowEnd && load<u8>(next + 1) == LINE_FEED;
  return isEnd ? next + 1 : 0;
}

/** The next quote, or an address at or behind the window's end. */
function quoteFrom(at: usize): usize {
  while (at < windowEnd) {
    const mask = equal16(at, QUOTE);
    if (mask != 0) return at + <usize>ctz(mask);
    at += 16;
  }
  return at;
}

/** Of two quotes one stays. The window is left as it is: the record may have to be read again. */
function joinKey(): void {
  if (keyEnd - keyStart > scratchEnd - scratch) {
    isOdd = true;
    return;
  }
  let to = scratch;
  for (let at = keyStart; at < keyEnd; at++) {
    const byte = load<u8>(at);
    store<u8>(to++, byte);
    if (byte == QUOTE) at++;
  }
  keyStart = scratch;
  keyEnd = to;
}

function addRecord(): u32 {
  if (isOdd) return ODD;
  if (keyStart == 0) return READ;
  const why = pairOfRecord();
  return keyStart == scratch ? addNow(why) : why;
}

// @ts-ignore: decorator
@inline
function pairOfRecord(): u32 {
  const length = <u32>(keyEnd - keyStart);
  if (valueColumn < 0) return addLaterPair(keyStart, length, 1);
  return valueStart == 0 ? READ : numberPair(keyStart, length, valueStart, valueEnd);
}

/** The address behind the line feed that ends a damaged record; behind the window when it does not end within. */
function recordEnd(at: usize): usize {
  let isQuoted = false;
  for (; at < windowEnd; at++) {
    const byte = load<u8>(at);
    if (byte == QUOTE) isQuoted = !isQuoted;
    else if (byte == LINE_FEED && !isQuoted) return at + 1;
  }
  return windowEnd + 1;
}

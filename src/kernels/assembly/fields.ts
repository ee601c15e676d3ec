/** Keys and values from columns of separated lines; see extractors/fields.ts. */

import { lineFeed } from "./masks";
import { isBlank, numberPair } from "./number-pairs";
import { READ } from "./reading";
import { addLaterPair, beginRecords, endRecords, stoppedAt, take } from "./taking";

let keyStart: usize = 0;
let keyEnd: usize = 0;
let valueStart: usize = 0;
let valueEnd: usize = 0;

/** `separator`: one byte, or -1 for runs of blanks; `valueColumn`: -1 when each line counts 1. */
export function fields(
  start: usize,
  end: usize,
  final: bool,
  separator: i32,
  keyColumn: i32,
  valueColumn: i32,
): usize {
  beginRecords();
  const last = max(keyColumn, valueColumn);
  let line = start;
  // A line feed behind the window ends every search.
  store<u8>(end, 10);
  while (line < end) {
    const feed = lineFeed(line);
    if (feed == end && !final) break;
    const lineEnd = feed < end && feed > line && load<u8>(feed - 1) == 13 ? feed - 1 : feed;
    keyStart = 0;
    valueStart = 0;
    if (separator < 0) cutBlanks(line, lineEnd, keyColumn, valueColumn, last);
    else cutBytes(line, lineEnd, <u8>separator, keyColumn, valueColumn, last);
    if (!take(addLine(valueColumn), line, min(feed + 1, end))) return stoppedAt();
    line = feed + 1;
  }
  return endRecords() ? min(line, end) : stoppedAt();
}

// @ts-ignore: decorator
@inline
function addLine(valueColumn: i32): u32 {
  if (keyStart == 0) return READ;
  const length = <u32>(keyEnd - keyStart);
  if (valueColumn < 0) return addLaterPair(keyStart, length, 1);
  return valueStart == 0 ? READ : numberPair(keyStart, length, valueStart, valueEnd);
}

function cutBlanks(start: usize, end: usize, key: i32, value: i32, last: i32): void {
  let at = start;
  for (let column = 0; column <= last; column++) {
    while (at < end && isBlank(load<u8>(at))) at++;
    if (at >= end) return;
    const from = at;
    while (at < end && !isBlank(load<u8>(at))) at++;
    takeColumn(column, key, value, from, at);
  }
}

function cutBytes(start: usize, end: usize, separator: u8, key: i32, value: i32, last: i32): void {
  let from = start;
  for (let column = 0; column <= last; column++) {
    let to = from;
    while (to < end && load<u8>(to) != separator) to++;
    takeColumn(column, key, value, from, to);
    if (to >= end) return;
    from = to + 1;
  }
}

// @ts-ignore: decorator
@inline
function takeColumn(column: i32, key: i32, value: i32, start: usize, end: usize): void {
  if (column == key) {
    keyStart = start;
    keyEnd = end;
  }
  if (column == value) {
    valueStart = start;
    valueEnd = end;
  }
}

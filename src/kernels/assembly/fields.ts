/** Keys and values from columns of separated lines; see extractors/fields.ts. */

import { lineFeed } from "./masks";
import { addNumberText, addPair, isBlank, ODD } from "./pairs";
import { begin, leave, LISTED, READ, stop } from "./reading";

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
  begin();
  const last = max(keyColumn, valueColumn);
  let line = start;
  let count: u32 = 0;
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
    let why = READ;
    if (keyStart != 0) {
      if (valueColumn < 0) why = addPair(keyStart, <u32>(keyEnd - keyStart), 1);
      else if (valueStart != 0) {
        why = addNumberText(keyStart, <u32>(keyEnd - keyStart), valueStart, valueEnd);
      }
    }
    if (why == READ) count++;
    else {
      if (why == ODD) why = leave(line, min(feed + 1, end)) ? READ : LISTED;
      if (why != READ) {
        stop(why, count);
        return line;
      }
    }
    line = feed + 1;
  }
  stop(READ, count);
  return min(line, end);
}

function cutBlanks(start: usize, end: usize, key: i32, value: i32, last: i32): void {
  let at = start;
  for (let column = 0; column <= last; column++) {
    while (at < end && isBlank(load<u8>(at))) at++;
    if (at >= end) return;
    const from = at;
    while (at < end && !isBlank(load<u8>(at))) at++;
    take(column, key, value, from, at);
  }
}

function cutBytes(start: usize, end: usize, separator: u8, key: i32, value: i32, last: i32): void {
  let from = start;
  for (let column = 0; column <= last; column++) {
    let to = from;
    while (to < end && load<u8>(to) != separator) to++;
    take(column, key, value, from, to);
    if (to >= end) return;
    from = to + 1;
  }
}

// @ts-ignore: decorator
@inline
function take(column: i32, key: i32, value: i32, start: usize, end: usize): void {
  if (column == key) {
    keyStart = start;
    keyEnd = end;
  }
  if (column == value) {
    valueStart = start;
    valueEnd = end;
  }
}

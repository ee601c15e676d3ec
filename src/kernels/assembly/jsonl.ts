/**
 * Keys and values from fields of JSON lines; see extractors/jsonl.ts.
 *
 *   program   = top node u32 | fields u32 | how many u32 | key field u32 | value field (-1: each line counts 1) i32 |
 *               conditions u32 | how many u32
 *   condition = field u32 | wanted kind u32 | number f64 | text u32 | its length u32
 */

import {
  ESCAPED,
  fieldEnd,
  fieldKind,
  fieldStart,
  MISSING,
  NULL,
  NUMBER,
  readLine,
  STRING,
} from "./json-fields";
import { skipSpace } from "./json-scan";
import { lineFeed } from "./masks";
import { parseNumber } from "./numbers";
import { addPair, ODD } from "./pairs";
import { begin, leave, LISTED, READ, stop } from "./reading";

const CONDITION: usize = 24;
/** Digits of an integer that JavaScript prints just so. */
const PLAIN_DIGITS: usize = 15;

export function jsonl(start: usize, end: usize, final: bool, program: usize): usize {
  begin();
  const top = <usize>load<u32>(program);
  const fields = <usize>load<u32>(program, 4);
  const fieldCount = load<u32>(program, 8);
  let line = start;
  let count: u32 = 0;
  store<u8>(end, 10);
  while (line < end) {
    const feed = lineFeed(line);
    if (feed == end && !final) break;
    const first = skipSpace(line);
    // Blank lines are no records.
    if (first != feed) {
      let why = ODD;
      if (readLine(first, feed, top, fields, fieldCount)) why = addLine(program);
      if (why == READ) count++;
      else {
        if (why == ODD) why = leave(line, min(feed + 1, end)) ? READ : LISTED;
        if (why != READ) {
          stop(why, count);
          return line;
        }
      }
    }
    line = feed + 1;
  }
  stop(READ, count);
  return min(line, end);
}

function addLine(program: usize): u32 {
  const condition = <usize>load<u32>(program, 20);
  const conditions = load<u32>(program, 24);
  for (let i: u32 = 0; i < conditions; i++) {
    const answer = holds(condition + (<usize>i) * CONDITION);
    if (answer != YES) return answer == NO ? READ : ODD;
  }
  const valueField = load<i32>(program, 16);
  let value: f64 = 1;
  let hasValue = true;
  if (valueField >= 0) {
    const kind = fieldKind(valueField);
    if (kind == NUMBER) {
      value = parseNumber(fieldStart(valueField), fieldEnd(valueField));
      if (isNaN(value)) return ODD;
    } else if (kind == MISSING || kind == NULL) hasValue = false;
    else return ODD;
  }
  const keyField = load<u32>(program, 12);
  const keyKind = fieldKind(keyField);
  if (!hasValue || keyKind == MISSING || keyKind == NULL) return READ;
  const key = fieldStart(keyField);
  const keyEnd = fieldEnd(keyField);
  if (keyKind == ESCAPED || (keyKind == NUMBER && !isPlainInteger(key, keyEnd))) return ODD;
  return addPair(key, <u32>(keyEnd - key), value);
}

const NO: u32 = 0;
const YES: u32 = 1;
const UNSURE: u32 = 2;

function holds(condition: usize): u32 {
  const field = load<u32>(condition);
  const wanted = load<u32>(condition, 4);
  const kind = fieldKind(field);
  if (wanted == STRING) {
    if (kind == ESCAPED) return UNSURE;
    if (kind != STRING) return NO;
    const start = fieldStart(field);
    const length = load<u32>(condition, 20);
    if (<u32>(fieldEnd(field) - start) != length) return NO;
    return memory.compare(start, load<u32>(condition, 16), length) == 0 ? YES : NO;
  }
  if (kind != wanted) return NO;
  if (wanted != NUMBER) return YES;
  const value = parseNumber(fieldStart(field), fieldEnd(field));
  if (isNaN(value)) return UNSURE;
  return value == load<f64>(condition, 8) ? YES : NO;
}

function isPlainInteger(start: usize, end: usize): bool {
  const first = load<u8>(start) == 45 ? start + 1 : start;
  if (end - first > PLAIN_DIGITS || (first > start && load<u8>(first) == 48)) return false;
  for (let at = first; at < end; at++) if (load<u8>(at) - 48 >= 10) return false;
  return true;
}

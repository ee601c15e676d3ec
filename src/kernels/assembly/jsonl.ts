/**
 * Keys and values from fields of JSON lines; see extractors/jsonl.ts.
 *
 *   program   = top node u32 | fields u32 | how many u32 | key field u32 | value field (-1: each line counts 1) i32 |
 *               conditions u32 | how many u32 | memory to learn in u32 | its end u32 | when it was cleared last u32
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
  openFields,
  STRING,
} from "./json-fields";
import { readLine } from "./json-line";
import { skipSpace } from "./json-scan";
import { openSteps } from "./json-steps";
import { lineFeed } from "./masks";
import { parseNumber } from "./numbers";
import { ODD } from "./pairs";
import { READ } from "./reading";
import { tableTurn } from "./table";
import { addLaterPair, beginRecords, endRecords, stoppedAt, take } from "./taking";

const CONDITION: usize = 24;
/** Digits of an integer that JavaScript prints just so. */
const PLAIN_DIGITS: usize = 15;

export function jsonl(start: usize, end: usize, final: bool, program: usize): usize {
  beginRecords();
  open(program);
  const top = <usize>load<u32>(program);
  let line = start;
  store<u8>(end, 10);
  while (line < end) {
    const first = skipSpace(line);
    // Blank lines are no records.
    const isBlank = load<u8>(first) == 10;
    const behind = isBlank ? first + 1 : readLine(first, top);
    const next = behind != 0 ? behind : lineFeed(first) + 1;
    if (next > end && !final) break;
    if (!isBlank) {
      const why = behind != 0 ? addLine(program) : ODD;
      if (!take(why, line, min(next, end))) return stoppedAt();
    }
    line = next;
  }
  return endRecords() ? min(line, end) : stoppedAt();
}

/** The memory to learn in is that of the counters that a table is sorted with. */
function open(program: usize): void {
  openFields(load<u32>(program, 4), load<u32>(program, 8));
  if (load<u32>(program, 36) == tableTurn()) return;
  openSteps(load<u32>(program, 28), load<u32>(program, 32));
  store<u32>(program, tableTurn(), 36);
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
  return addLaterPair(key, <u32>(keyEnd - key), value);
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

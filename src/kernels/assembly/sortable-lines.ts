/**
 * Lines as bytes that sort in the order asked for, and back; src/input/sortable-lines.ts says what they look like.
 *
 * Up to 16 bytes are written behind what comes out.
 */

import { lineFeed } from "./masks";
import { copyLoosely } from "./record-bytes";

const NEGATIVE: u8 = 1;
const NONE: u8 = 2;
const POSITIVE: u8 = 3;
const DIGITS_END: u8 = 1;
const FEW_DIGITS: u32 = 0x20;
const MANY_DIGITS: u32 = 0xc0;
const COLUMNS_END: u8 = 1;
const COLUMNS_ESCAPE: u8 = 2;
const TURNED_END: u8 = 0xff;
const TURNED_ESCAPE: u8 = 0xfe;

let numeric: bool = false;
let reverse: bool = false;
/** Columns, or the whole line where `columnsTo` is 0. */
let columnsFrom: u32 = 0;
let columnsTo: u32 = 0;

let out: usize = 0;

export function sortableOrder(byNumber: bool, from: u32, to: u32, turned: bool): void {
  numeric = byNumber;
  columnsFrom = from;
  columnsTo = to;
  reverse = turned;
}

/** After either: where what came out ends. */
export function sortableEnd(): usize {
  return out;
}

/** Encodes the lines of `[start, end)`, of which the last ends in LF, too; returns how many. */
export function encodeSortable(start: usize, end: usize, target: usize): u32 {
  out = target;
  let lines: u32 = 0;
  for (let line = start; line < end; lines++) {
    const lineEnd = lineFeed(line);
    if (numeric || columnsTo > 0) {
      const from = min(line + <usize>columnsFrom, lineEnd);
      const to = columnsTo > 0 ? min(line + <usize>columnsTo, lineEnd) : lineEnd;
      if (numeric) putNumber(from, to);
      else if (reverse) putTurned(from, to);
      else putEscaped(from, to);
    }
    if (reverse) putTurned(line, lineEnd);
    else putPlain(line, lineEnd);
    store<u8>(out++, 10);
    line = lineEnd + 1;
  }
  return lines;
}

/** Decodes them; false: there is a line that is none of them. */
export function decodeSortable(start: usize, end: usize, target: usize): bool {
  out = target;
  for (let line = start; line < end; ) {
    const lineEnd = lineFeed(line);
    const from = codeEnd(line, lineEnd);
    if (from == 0) return false;
    if (reverse) {
      if (lineEnd == line || load<u8>(lineEnd - 1) != TURNED_END) return false;
      putTurnedBack(from, lineEnd - 1);
    } else putPlain(from, lineEnd);
    store<u8>(out++, 10);
    line = lineEnd + 1;
  }
  return true;
}

// @ts-ignore: decorator
@inline
function putPlain(start: usize, end: usize): void {
  copyLoosely(out, start, end - start);
  out += end - start;
}

function putEscaped(start: usize, end: usize): void {
  for (let at = start; at < end; at++) {
    const byte = load<u8>(at);
    if (byte > 2) store<u8>(out++, byte);
    else {
      store<u8>(out++, COLUMNS_ESCAPE);
      store<u8>(out++, byte + 3);
    }
  }
  store<u8>(out++, COLUMNS_END);
}

/** By vectors, up to the first of the two bytes that have no place among the others. */
function putTurned(start: usize, end: usize): void {
  let at = start;
  while (at < end) {
    const bytes = v128.load(at);
    const rare = <u32>i8x16.bitmask(i8x16.lt_u(bytes, i8x16.splat(2)));
    const turned = v128.not(bytes);
    // 10 is left out: what comes from there on is one more, but for the bytes below LF, which is itself left out.
    const more = i8x16.lt_u(i8x16.sub(turned, i8x16.splat(10)), i8x16.splat(-21));
    v128.store(out, i8x16.sub(turned, more));
    const good = rare == 0 ? 16 : <usize>ctz(rare);
    const taken = min(good, end - at);
    at += taken;
    out += taken;
    if (at < end && taken < 16) {
      store<u8>(out++, TURNED_ESCAPE);
      store<u8>(out++, 2 - load<u8>(at++));
    }
  }
  store<u8>(out++, TURNED_END);
}

function putTurnedBack(start: usize, end: usize): void {
  let at = start;
  while (at < end) {
    const bytes = v128.load(at);
    const rare = <u32>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(TURNED_ESCAPE)));
    const more = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(11)), i8x16.splat(-21));
    v128.store(out, v128.not(i8x16.add(bytes, more)));
    const good = rare == 0 ? 16 : <usize>ctz(rare);
    const taken = min(good, end - at);
    at += taken;
    out += taken;
    if (at < end && taken < 16) {
      store<u8>(out++, 2 - load<u8>(at, 1));
      at += 2;
    }
  }
}

function putNumber(start: usize, end: usize): void {
  let at = start;
  while (at < end && (load<u8>(at) == 32 || load<u8>(at) == 9)) at++;
  const isNegative = at < end && load<u8>(at) == 45;
  if (isNegative) at++;
  while (at < end && load<u8>(at) == 48) at++;
  const whole = at;
  while (at < end && isDigit(load<u8>(at))) at++;
  const wholeEnd = at;
  let fraction = at;
  let fractionEnd = at;
  if (at < end && load<u8>(at) == 46) {
    fraction = at + 1;
    fractionEnd = fraction;
    for (at = fraction; at < end && isDigit(load<u8>(at)); at++) {
      if (load<u8>(at) != 48) fractionEnd = at + 1;
    }
  }
  if (wholeEnd == whole && fractionEnd == fraction) {
    store<u8>(out++, NONE);
    return;
  }
  const isTurned = isNegative != reverse;
  store<u8>(out++, isTurned ? NEGATIVE : POSITIVE);
  const from = out;
  putCount(<u32>(wholeEnd - whole));
  putPlain(whole, wholeEnd);
  putPlain(fraction, fractionEnd);
  store<u8>(out++, DIGITS_END);
  if (isTurned) for (let i = from; i < out; i++) store<u8>(i, ~load<u8>(i));
}

function putCount(digits: u32): void {
  if (FEW_DIGITS + digits < MANY_DIGITS) {
    store<u8>(out++, FEW_DIGITS + digits);
    return;
  }
  store<u8>(out++, MANY_DIGITS);
  for (let shift: i32 = 28; shift >= 0; shift -= 4) {
    store<u8>(out++, 0x30 | ((digits >> shift) & 0xf));
  }
}

// @ts-ignore: decorator
@inline
function isDigit(byte: u8): bool {
  return byte - 48 < 10;
}

/** 0: there is no code. */
function codeEnd(start: usize, end: usize): usize {
  if (numeric) {
    const sign = load<u8>(start);
    if (sign == NONE) return start + 1;
    const isTurned = sign == NEGATIVE;
    const flip: u8 = isTurned ? 0xff : 0;
    const first = load<u8>(start, 1) ^ flip;
    const digits = start + (<u32>first == MANY_DIGITS ? 10 : 2);
    return behind(DIGITS_END ^ flip, digits, end);
  }
  if (columnsTo == 0) return start;
  return behind(reverse ? TURNED_END : COLUMNS_END, start, end);
}

function behind(byte: u8, start: usize, end: usize): usize {
  for (let at = start; at < end; at++) if (load<u8>(at) == byte) return at + 1;
  return 0;
}

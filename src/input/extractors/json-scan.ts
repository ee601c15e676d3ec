/**
 * Steps over JSON in bytes without making values.
 *
 * Owns: the grammar of JSON. Talks to: nobody.
 *
 * J1. Accepts exactly what JSON.parse accepts of the decoded text. Inside strings any byte from 0x20 on may stand, so
 *     bytes that are not valid UTF-8 are as welcome there as U+FFFD is.
 * J2. Functions take the index where something begins and return the index behind it, or -1.
 */

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const COMMA = 44;
const COLON = 58;

/** 1: stands for itself in a string; 0: quote, backslash, or a control character. */
const PLAIN = new Uint8Array(256).fill(1, 0x20);
PLAIN[QUOTE] = 0;
PLAIN[BACKSLASH] = 0;

/** What may follow a backslash, but for `u`. */
const ESCAPED = new Set([...'"\\/bfnrt'].map((character) => character.charCodeAt(0)));

let nesting = new Uint8Array(256);

export function skipSpace(bytes: Uint8Array, start: number, end: number): number {
  let index = start;
  while (index < end) {
    const byte = bytes[index] as number;
    if (byte > 32 || (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9)) break;
    index += 1;
  }
  return index;
}

/** `start` is behind the opening quote. */
export function skipString(bytes: Uint8Array, start: number, end: number): number {
  let index = start;
  while (index < end) {
    const byte = bytes[index] as number;
    if (PLAIN[byte] === 1) {
      index += 1;
    } else if (byte === QUOTE) {
      return index + 1;
    } else if (byte !== BACKSLASH || index + 1 >= end) {
      return -1;
    } else if (ESCAPED.has(bytes[index + 1] as number)) {
      index += 2;
    } else if (bytes[index + 1] === 117 && index + 6 <= end && hexValue(bytes, index + 2) >= 0) {
      index += 6;
    } else {
      return -1;
    }
  }
  return -1;
}

/** The four hexadecimal digits at `start`, or -1. */
export function hexValue(bytes: Uint8Array, start: number): number {
  let value = 0;
  for (let index = start; index < start + 4; index += 1) {
    const byte = bytes[index] as number;
    const lower = byte | 32;
    if (byte >= 48 && byte <= 57) value = value * 16 + (byte - 48);
    else if (lower >= 97 && lower <= 102) value = value * 16 + (lower - 87);
    else return -1;
  }
  return value;
}

/** From the first byte of a value that is not white space. */
export function skipValue(bytes: Uint8Array, start: number, end: number): number {
  let index = start;
  let depth = 0;
  for (;;) {
    if (index >= end) return -1;
    const byte = bytes[index] as number;
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (depth === nesting.length) nesting = grown(nesting);
      const close = byte + 2;
      nesting[depth] = close;
      depth += 1;
      index = skipSpace(bytes, index + 1, end);
      if (index >= end) return -1;
      if (bytes[index] !== close) {
        if (close === CLOSE_BRACE) index = skipName(bytes, index, end);
        if (index < 0) return -1;
        continue;
      }
    } else {
      index = skipScalar(bytes, index, end) - 1;
      if (index < -1) return -1;
      depth += 1;
    }
    // Behind `index` a value ends: leave all that ends with it.
    for (;;) {
      index += 1;
      depth -= 1;
      if (depth === 0) return index;
      index = skipSpace(bytes, index, end);
      if (index >= end) return -1;
      if (bytes[index] === nesting[depth - 1]) continue;
      if (bytes[index] !== COMMA) return -1;
      index = skipSpace(bytes, index + 1, end);
      if (nesting[depth - 1] === CLOSE_BRACE) index = skipName(bytes, index, end);
      if (index < 0) return -1;
      break;
    }
  }
}

function grown(from: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(from.length * 2);
  larger.set(from);
  return larger;
}

/** A member's name, its colon and the white space around. */
export function skipName(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end || bytes[start] !== QUOTE) return -1;
  const nameEnd = skipString(bytes, start + 1, end);
  return nameEnd < 0 ? -1 : skipColon(bytes, nameEnd, end);
}

export function skipColon(bytes: Uint8Array, start: number, end: number): number {
  const index = skipSpace(bytes, start, end);
  if (index >= end || bytes[index] !== COLON) return -1;
  return skipSpace(bytes, index + 1, end);
}

/** Strings, numbers, true, false, null. */
export function skipScalar(bytes: Uint8Array, start: number, end: number): number {
  switch (bytes[start]) {
    case QUOTE:
      return skipString(bytes, start + 1, end);
    case 116:
      return skipWord(bytes, start, end, TRUE);
    case 102:
      return skipWord(bytes, start, end, FALSE);
    case 110:
      return skipWord(bytes, start, end, NULL);
    default:
      return skipNumber(bytes, start, end);
  }
}

const TRUE = Buffer.from("true");
const FALSE = Buffer.from("false");
const NULL = Buffer.from("null");

function skipWord(bytes: Uint8Array, start: number, end: number, word: Uint8Array): number {
  if (start + word.length > end) return -1;
  for (let index = 1; index < word.length; index += 1) {
    if (bytes[start + index] !== word[index]) return -1;
  }
  return start + word.length;
}

function skipNumber(bytes: Uint8Array, start: number, end: number): number {
  let index = bytes[start] === 45 ? start + 1 : start;
  const whole = skipDigits(bytes, index, end);
  if (whole === index || (bytes[index] === 48 && whole > index + 1)) return -1;
  index = whole;
  if (index < end && bytes[index] === 46) {
    const decimals = skipDigits(bytes, index + 1, end);
    if (decimals === index + 1) return -1;
    index = decimals;
  }
  if (index < end && ((bytes[index] as number) | 32) === 101) {
    const sign = bytes[index + 1];
    const from = index + (index + 1 < end && (sign === 43 || sign === 45) ? 2 : 1);
    const exponent = skipDigits(bytes, from, end);
    if (exponent === from) return -1;
    index = exponent;
  }
  return index;
}

function skipDigits(bytes: Uint8Array, start: number, end: number): number {
  let index = start;
  while (index < end && (bytes[index] as number) >= 48 && (bytes[index] as number) <= 57)
    index += 1;
  return index;
}

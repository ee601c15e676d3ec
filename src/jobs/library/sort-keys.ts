/**
 * What the sort job compares.
 *
 * S1. Keys are bytes whose order is the wanted order. S2. Numbers have any number of digits, as for `sort -n`.
 */

import { MrError } from "../../index.js";

/** Bytes `[from, to)` of a line. */
export interface Columns {
  readonly from: number;
  readonly to: number;
}

/** `3-10`: the third to the tenth byte; `3`: from the third to the end. */
export function parseColumns(text: string): Columns {
  const match = /^([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?$/.exec(text);
  const from = Number(match?.[1]) - 1;
  const to = match?.[2] === undefined ? Number.MAX_SAFE_INTEGER : Number(match[2]);
  if (match !== null && from < to) return { from, to };
  throw new MrError("MR_PARAMETER", `--key ${JSON.stringify(text)} is not a range of columns`, {
    hint: "Columns count from 1: --key 1-10 compares the first ten bytes.",
  });
}

export function cutColumns(line: Uint8Array, { from, to }: Columns): Uint8Array {
  return line.subarray(Math.min(from, line.length), Math.min(to, line.length));
}

const [ZERO, NINE, MINUS, POINT, SPACE, TAB] = [0x30, 0x39, 0x2d, 0x2e, 0x20, 0x09];

/**
 * The number at the beginning of a line, after blanks: `-12.5`. No number is 0.
 * Sign (01, 02, 03), number of digits before the point (4 bytes), the digits, an end; negative ones turned over.
 */
export function numericKey(line: Uint8Array): Uint8Array {
  let at = 0;
  while (line[at] === SPACE || line[at] === TAB) at += 1;
  const negative = line[at] === MINUS;
  if (negative) at += 1;
  while (line[at] === ZERO) at += 1;
  const whole = at;
  while (isDigit(line[at])) at += 1;
  const wholeDigits = at - whole;
  let fraction = at;
  let end = at;
  if (line[at] === POINT) {
    fraction = at + 1;
    for (at = fraction; isDigit(line[at]); at += 1) if (line[at] !== ZERO) end = at + 1;
  }
  const fractionDigits = Math.max(0, end - fraction);
  if (wholeDigits === 0 && fractionDigits === 0) return Uint8Array.of(2);
  const key = new Uint8Array(5 + wholeDigits + fractionDigits + 1);
  key[0] = 3;
  new DataView(key.buffer).setUint32(1, wholeDigits);
  key.set(line.subarray(whole, whole + wholeDigits), 5);
  key.set(line.subarray(fraction, fraction + fractionDigits), 5 + wholeDigits);
  if (!negative) return key;
  for (let index = 0; index < key.length; index += 1) key[index] = ~(key[index] ?? 0);
  key[0] = 1;
  return key;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}

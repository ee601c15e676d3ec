/**
 * Lines as bytes that sort in the order asked for and still hold the line: what a sort compares, then the line.
 *
 * Owns: the encoding, which stands in segments and is sorted and merged by bytes as any key is; the code here is the twin
 * of src/kernels/assembly/sortable-lines.ts. Talks to: that kernel.
 *
 *   code of what is compared, which ends by itself | the line, turned round when the order is
 *   no code      the whole line is compared
 *   number       class (1 negative, 2 zero, 3 positive) | number of digits before the point: 0x20 + n, or from 160 on 0xc0
 *                and eight times 0x30 + 4 bits | all digits | 0x01; of class 1 everything behind it is complemented
 *   columns      the bytes, 00 01 02 as 02 03, 02 04, 02 05 | 0x01
 *   turned round 00 and 01 as fe 02 and fe 01, other bytes falling from fd without 0x0a | 0xff
 *
 * L1. compare(encode(a), encode(b)) is the order of a and b: by number or columns, then by the whole line, both turned
 *     round with `reverse`. Numbers have any number of digits, as for `sort -n`; what is none is 0.
 * L2. decode(encode(line)) is the line.
 * L3. There is no LF in an encoded line, so that a block of them is a block of lines.
 */

import { MrError } from "../engine/error.js";
import { copyBytes } from "../kernels/bytes.js";
import { SortableKernel } from "../kernels/sortable-kernel.js";
import { lineEndAt, LINE_FEED } from "./bytes.js";
import type { LineOrder } from "./input-format.js";

const [ZERO, NINE, MINUS, POINT, SPACE, TAB] = [0x30, 0x39, 0x2d, 0x2e, 0x20, 0x09];
const [NEGATIVE, NONE, POSITIVE] = [1, 2, 3];
const DIGITS_END = 0x01;
const FEW_DIGITS = 0x20;
const MANY_DIGITS = 0xc0;
const COLUMNS_END = 0x01;
const COLUMNS_ESCAPE = 0x02;
const TURNED_END = 0xff;
const TURNED_ESCAPE = 0xfe;
/** Of a line, beside twice the line and twice its code. */
const FRAME_BYTES = 16;
const FIRST_BYTES = 64 * 1024;

/** By byte from 2 on; there is no LF among them. */
const DOWN = new Uint8Array(256);
const UP = new Uint8Array(256);
for (let byte = 255, turned = 0; byte >= 2; byte--) {
  if (byte === LINE_FEED) continue;
  if (turned === LINE_FEED) turned++;
  DOWN[byte] = turned;
  UP[turned++] = byte;
}

export class SortableLines {
  /** Lines, each with an LF behind it; until the next call. */
  bytes: Buffer = Buffer.alloc(0);
  length = 0;
  private own = Buffer.alloc(0);
  private readonly order: LineOrder;

  constructor(order: LineOrder) {
    this.order = order;
  }

  /** Of the lines of `bytes[start, end)`; returns how many. */
  encode(bytes: Buffer, start: number, end: number): number {
    const kernel = SortableKernel.shared();
    const lines = kernel?.encode(this.order, bytes, start, end) ?? -1;
    if (kernel === null || lines < 0) return this.encodeHere(bytes, start, end);
    this.bytes = kernel.out;
    this.length = kernel.outLength;
    return lines;
  }

  /** Of the encoded lines of `bytes[start, end)`, each with its LF. */
  decode(bytes: Buffer, start: number, end: number): void {
    const kernel = SortableKernel.shared();
    const done = kernel?.decode(this.order, bytes, start, end) ?? "too large";
    if (done === "not sortable") throw notSortable();
    if (kernel === null || done === "too large") {
      this.decodeHere(bytes, start, end);
      return;
    }
    this.bytes = kernel.out;
    this.length = kernel.outLength;
  }

  private encodeHere(bytes: Buffer, start: number, end: number): number {
    const { numeric, columns, reverse } = this.order;
    this.bytes = this.own;
    this.length = 0;
    let lines = 0;
    for (let line = start; line < end; lines++) {
      const lineEnd = lineEndAt(bytes, line, end);
      this.reserve(4 * (lineEnd - line) + FRAME_BYTES);
      if (numeric || columns !== null) {
        const from = columns === null ? line : Math.min(line + columns.from, lineEnd);
        const to = columns === null ? lineEnd : Math.min(line + columns.to, lineEnd);
        if (numeric) this.number(bytes, from, to, reverse);
        else if (reverse) this.turned(bytes, from, to);
        else this.escaped(bytes, from, to);
      }
      if (reverse) this.turned(bytes, line, lineEnd);
      else this.plain(bytes, line, lineEnd);
      this.bytes[this.length++] = LINE_FEED;
      line = lineEnd + 1;
    }
    return lines;
  }

  private decodeHere(bytes: Buffer, start: number, end: number): void {
    const { reverse } = this.order;
    this.bytes = this.own;
    this.length = 0;
    this.reserve(end - start + 1);
    for (let line = start; line < end; ) {
      const lineEnd = lineEndAt(bytes, line, end);
      const from = this.codeEnd(bytes, line, lineEnd);
      if (from < 0 || (reverse && bytes[lineEnd - 1] !== TURNED_END)) throw notSortable();
      if (reverse) this.turnedBack(bytes, from, lineEnd - 1);
      else this.plain(bytes, from, lineEnd);
      this.bytes[this.length++] = LINE_FEED;
      line = lineEnd + 1;
    }
  }

  private reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2, FIRST_BYTES));
    this.bytes.copy(grown, 0, 0, this.length);
    this.bytes = grown;
    this.own = grown;
  }

  private plain(bytes: Buffer, start: number, end: number): void {
    copyBytes(bytes, start, end, this.bytes, this.length);
    this.length += end - start;
  }

  private escaped(bytes: Buffer, start: number, end: number): void {
    const out = this.bytes;
    let at = this.length;
    for (let i = start; i < end; i++) {
      const byte = bytes[i];
      if (byte > 2) out[at++] = byte;
      else {
        out[at++] = COLUMNS_ESCAPE;
        out[at++] = byte + 3;
      }
    }
    out[at++] = COLUMNS_END;
    this.length = at;
  }

  private turned(bytes: Buffer, start: number, end: number): void {
    const out = this.bytes;
    let at = this.length;
    for (let i = start; i < end; i++) {
      const byte = bytes[i];
      if (byte > 1) out[at++] = DOWN[byte];
      else {
        out[at++] = TURNED_ESCAPE;
        out[at++] = 2 - byte;
      }
    }
    out[at++] = TURNED_END;
    this.length = at;
  }

  private turnedBack(bytes: Buffer, start: number, end: number): void {
    const out = this.bytes;
    let at = this.length;
    for (let i = start; i < end; i++) {
      const byte = bytes[i];
      out[at++] = byte < TURNED_ESCAPE ? UP[byte] : 2 - bytes[++i];
    }
    this.length = at;
  }

  private number(bytes: Buffer, start: number, end: number, reverse: boolean): void {
    let at = start;
    while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
    const isNegative = at < end && bytes[at] === MINUS;
    if (isNegative) at++;
    while (at < end && bytes[at] === ZERO) at++;
    const whole = at;
    while (at < end && isDigit(bytes[at])) at++;
    const wholeEnd = at;
    const fraction = at < end && bytes[at] === POINT ? at + 1 : at;
    let fractionEnd = fraction;
    if (fraction > at) {
      for (at = fraction; at < end && isDigit(bytes[at]); at++) {
        if (bytes[at] !== ZERO) fractionEnd = at + 1;
      }
    }
    const isZero = wholeEnd === whole && fractionEnd === fraction;
    // Numbers fall as those with the other sign rise.
    const isTurned = isNegative !== reverse;
    this.bytes[this.length++] = isZero ? NONE : isTurned ? NEGATIVE : POSITIVE;
    if (isZero) return;
    const from = this.length;
    this.count(wholeEnd - whole);
    this.plain(bytes, whole, wholeEnd);
    this.plain(bytes, fraction, fractionEnd);
    this.bytes[this.length++] = DIGITS_END;
    if (!isTurned) return;
    for (let i = from; i < this.length; i++) this.bytes[i] = ~this.bytes[i];
  }

  private count(digits: number): void {
    const few = FEW_DIGITS + digits;
    if (few < MANY_DIGITS) {
      this.bytes[this.length++] = few;
      return;
    }
    this.bytes[this.length++] = MANY_DIGITS;
    for (let shift = 28; shift >= 0; shift -= 4) {
      this.bytes[this.length++] = 0x30 | ((digits >>> shift) & 0xf);
    }
  }

  /** Negative: there is no code. */
  private codeEnd(bytes: Buffer, start: number, end: number): number {
    const { numeric, columns, reverse } = this.order;
    if (numeric) {
      const sign = bytes[start];
      if (sign === NONE) return start + 1;
      const isTurned = sign === NEGATIVE;
      const first = isTurned ? ~bytes[start + 1] & 0xff : bytes[start + 1];
      const digits = start + (first === MANY_DIGITS ? 10 : 2);
      return behind(bytes, isTurned ? ~DIGITS_END & 0xff : DIGITS_END, digits, end);
    }
    if (columns === null) return start;
    return behind(bytes, reverse ? TURNED_END : COLUMNS_END, start, end);
  }
}

function behind(bytes: Buffer, byte: number, start: number, end: number): number {
  const found = bytes.indexOf(byte, start);
  return found >= 0 && found < end ? found + 1 : -1;
}

function notSortable(): MrError {
  return new MrError(
    "MR_JOB_INVALID",
    "sortedLines() was given a key that sortableLines() has not made",
    {
      hint: "Give both the same order, and let nothing between them change the keys.",
    },
  );
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

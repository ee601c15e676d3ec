/**
 * Lines of the join job, cut into what results are made of: the common field, and the *tail*, all other fields as they
 * follow it there, each behind a separator.
 */

import { ByteSink } from "../../kernels/byte-sink.js";
import { viewOf } from "../../kernels/bytes.js";

const SPACE = 0x20;
const TAB = 0x09;
const NOTHING = new Uint8Array(0);
/** What a key with very many lines took is given back. */
const KEPT_BYTES = 1024 * 1024;

/** Tails of one key, without an object for each: a key may have millions. */
export class Tails {
  readonly #lines = new ByteSink();
  #ends: number[] = [];

  get count(): number {
    return this.#ends.length;
  }

  add(tail: Uint8Array, start: number): void {
    this.#lines.append(tail, start, tail.length);
    this.#ends.push(this.#lines.length);
  }

  appendTo(line: ByteSink, index: number): void {
    const start = index === 0 ? 0 : (this.#ends[index - 1] as number);
    line.append(this.#lines.bytes, start, this.#ends[index] as number);
  }

  clear(): void {
    this.#lines.trim(KEPT_BYTES);
    this.#ends = [];
  }
}

export class LineCutter {
  /** The common field of the line that was cut last; without it empty. Of use while that line is. */
  key: Uint8Array = NOTHING;
  readonly #mark: number;
  readonly #field: number;
  readonly #separator: number | null;
  readonly #tail = new ByteSink();

  /**
   * `mark`: a byte that stands before each tail. `field`: counted from 1. `separator`: null for runs of blanks, of which those
   * at the beginning do not count, those at the end are followed by an empty field, and a space stands in the tail.
   */
  constructor(mark: number, field: number, separator: number | null) {
    this.#mark = mark;
    this.#field = field;
    this.#separator = separator;
  }

  /** The mark and the tail; of use until the next line. */
  cut(line: Uint8Array): Uint8Array {
    const separator = this.#separator;
    const tail = this.#tail;
    tail.length = 0;
    tail.byte(this.#mark);
    this.key = NOTHING;
    let at = separator === null ? skipBlanks(line, 0) : 0;
    if (at === line.length) return viewOf(tail.bytes, 0, tail.length);
    for (let field = 1; ; field++) {
      const end = fieldEnd(line, at, separator);
      if (field !== this.#field) {
        tail.byte(separator ?? SPACE);
        tail.append(line, at, end);
      } else {
        this.key = line.subarray(at, end);
        if (separator !== null) {
          // What follows stands there as it will in the tail.
          tail.append(line, end, line.length);
          return viewOf(tail.bytes, 0, tail.length);
        }
      }
      if (end === line.length) return viewOf(tail.bytes, 0, tail.length);
      at = separator === null ? skipBlanks(line, end) : end + 1;
    }
  }
}

function fieldEnd(line: Uint8Array, start: number, separator: number | null): number {
  let at = start;
  if (separator === null) while (at < line.length && !isBlank(line[at])) at++;
  else while (at < line.length && line[at] !== separator) at++;
  return at;
}

function skipBlanks(line: Uint8Array, start: number): number {
  let at = start;
  while (at < line.length && isBlank(line[at])) at++;
  return at;
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

/**
 * Lines of the join job, cut into what results are made of: the common field, and the *tail*, all other fields as they
 * follow it there, each behind a separator.
 */

const SPACE = 0x20;
const TAB = 0x09;
/** Up to so many bytes a loop is quicker than a call. */
const SHORT_BYTES = 48;

/** Bytes that grow at their end, in room that is kept. */
export class LineBytes {
  bytes = new Uint8Array(1024);
  length = 0;

  add(from: Uint8Array, start = 0, end = from.length): void {
    const size = end - start;
    this.reserve(size);
    const to = this.length;
    if (size > SHORT_BYTES) this.bytes.set(from.subarray(start, end), to);
    else for (let i = 0; i < size; i++) this.bytes[to + i] = from[start + i] as number;
    this.length = to + size;
  }

  addByte(byte: number): void {
    this.reserve(1);
    this.bytes[this.length++] = byte;
  }

  /** Of use until something else is written. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(2 * needed);
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

/** Tails of one key, without an object for each: a key may have millions. */
export class Tails {
  readonly #lines = new LineBytes();
  #ends: number[] = [];

  get count(): number {
    return this.#ends.length;
  }

  add(tail: Uint8Array, start: number): void {
    this.#lines.add(tail, start);
    this.#ends.push(this.#lines.length);
  }

  appendTo(line: LineBytes, index: number): void {
    line.add(this.#lines.bytes, index === 0 ? 0 : this.#ends[index - 1], this.#ends[index]);
  }

  clear(): void {
    this.#lines.length = 0;
    this.#ends = [];
  }
}

export class LineCutter {
  /** The common field of the line that was cut last; without it empty. Of use while that line is. */
  key: Uint8Array = new Uint8Array(0);
  readonly #mark: number;
  readonly #field: number;
  readonly #separator: number | null;
  readonly #tail = new LineBytes();

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
    tail.addByte(this.#mark);
    this.key = line.subarray(0, 0);
    let at = separator === null ? skipBlanks(line, 0) : 0;
    if (at === line.length) return tail.view();
    for (let field = 1; ; field++) {
      const end = fieldEnd(line, at, separator);
      if (field !== this.#field) {
        tail.addByte(separator ?? SPACE);
        tail.add(line, at, end);
      } else {
        this.key = line.subarray(at, end);
        if (separator !== null) {
          // What follows stands there as it will in the tail.
          tail.add(line, end);
          return tail.view();
        }
      }
      if (end === line.length) return tail.view();
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

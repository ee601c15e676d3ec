/**
 * Cuts what arrives in chunks into lines.
 *
 * L1. A last line without LF is a line; an empty rest is none. L2. A line longer than the limit is MR_RECORD_TOO_LONG.
 */

import { MrError } from "../../engine/error.js";

const LF = 0x0a;

export class LineCutter {
  readonly #limitBytes: number;
  readonly #line: (bytes: Buffer, start: number, end: number) => void;
  /** The beginning of a line whose end has not come yet. */
  #rest: Buffer[] = [];
  #restBytes = 0;

  constructor(limitBytes: number, line: (bytes: Buffer, start: number, end: number) => void) {
    this.#limitBytes = limitBytes;
    this.#line = line;
  }

  write(chunk: Buffer): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LF, start);
      if (end === -1) break;
      if (this.#restBytes > 0) this.#complete(chunk.subarray(start, end));
      else this.#line(chunk, start, end);
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
  }

  end(): void {
    if (this.#restBytes > 0) this.#complete(Buffer.alloc(0));
  }

  #complete(last: Buffer): void {
    const line = Buffer.concat([...this.#rest, last]);
    this.#rest = [];
    this.#restBytes = 0;
    this.#line(line, 0, line.length);
  }

  #keep(bytes: Buffer): void {
    this.#rest.push(bytes);
    this.#restBytes += bytes.length;
    if (this.#restBytes > this.#limitBytes) {
      throw new MrError(
        "MR_RECORD_TOO_LONG",
        `a command wrote a line of more than ${this.#limitBytes} bytes`,
      );
    }
  }
}

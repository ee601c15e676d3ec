/**
 * Pairs as the lines that a command reads: `key TAB value LF`, the key alone when there is no value.
 *
 * B1. Strings and bytes go in as they are, everything else as in text output.
 */

import { asBuffer } from "../../kernels/bytes.js";
import { textOf } from "../../output/text-of.js";

const LF = 0x0a;
const TAB = 0x09;

export class LineBuffer {
  length = 0;
  #bytes = Buffer.allocUnsafe(128 * 1024);

  pair(key: unknown, value: unknown): void {
    this.#append(key);
    this.#value(value);
  }

  pairOfKeyBytes(bytes: Uint8Array, start: number, end: number, value: unknown): void {
    this.bytes(bytes, start, end);
    this.#value(value);
  }

  bytes(bytes: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    this.length += asBuffer(bytes).copy(this.#bytes, this.length, start, end);
  }

  lineFeed(): void {
    this.#reserve(1);
    this.#bytes[this.length++] = LF;
  }

  /** What is there, in a buffer of its own; the next lines begin anew. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.length));
    this.length = 0;
    return taken;
  }

  #value(value: unknown): void {
    if (value !== null && value !== undefined) {
      this.#reserve(1);
      this.#bytes[this.length++] = TAB;
      this.#append(value);
    }
    this.lineFeed();
  }

  #append(value: unknown): void {
    if (value instanceof Uint8Array) {
      this.bytes(value, 0, value.length);
      return;
    }
    const text = value === null || value === undefined ? "" : textOf(value);
    this.#reserve(text.length * 3);
    this.length += this.#bytes.write(text, this.length, "utf8");
  }

  #reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.length);
    this.#bytes = larger;
  }
}

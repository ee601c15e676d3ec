/**
 * A growing run of bytes that encoders append to. The arenas of tables and sorters are sinks, so that a key is
 * encoded straight into the place where it stays.
 *
 * S1. `bytes` is replaced when the sink grows: never keep it across an append.
 * S2. Capacity doubles up to the soft limit; beyond it (one exceptional record) it grows by a quarter.
 */

import { copyBytes } from "./bytes.js";

/** Up to this length a loop over the characters beats a native call. */
const LOOP_CHARACTERS = 40;
const SMALLEST_BYTES = 64;

export class ByteSink {
  bytes: Buffer;
  length = 0;
  private readonly softLimitBytes: number;

  /** Given a buffer the sink begins in it. */
  constructor(capacity: number | Buffer = 1024, softLimitBytes = Number.MAX_SAFE_INTEGER) {
    this.bytes =
      typeof capacity === "number"
        ? Buffer.allocUnsafeSlow(Math.max(SMALLEST_BYTES, capacity))
        : capacity;
    this.softLimitBytes = softLimitBytes;
  }

  /** Makes room for `count` more bytes. */
  reserve(count: number): void {
    if (this.length + count > this.bytes.length) this.grow(count);
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.grow(1);
    this.bytes[this.length++] = value;
  }

  append(from: Uint8Array, start: number, end: number): void {
    const at = this.length;
    this.reserve(end - start);
    copyBytes(from, start, end, this.bytes, at);
    this.length = at + (end - start);
  }

  /** Appends the text's UTF-8 bytes; a lone surrogate becomes U+FFFD. */
  utf8(text: string): void {
    const characters = text.length;
    if (characters > LOOP_CHARACTERS) {
      this.reserve(Buffer.byteLength(text, "utf8"));
      this.length += this.bytes.write(text, this.length, "utf8");
      return;
    }
    this.reserve(characters * 3);
    const bytes = this.bytes;
    let at = this.length;
    for (let i = 0; i < characters; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80) {
        this.length += bytes.write(text, this.length, "utf8");
        return;
      }
      bytes[at++] = code;
    }
    this.length = at;
  }

  /** Gives memory back after an exceptional record; the content is lost. */
  trim(capacityBytes: number): void {
    this.length = 0;
    if (this.bytes.length > capacityBytes) {
      this.bytes = Buffer.allocUnsafeSlow(Math.max(SMALLEST_BYTES, capacityBytes));
    }
  }

  /** Keeps only `bytes[start, length)`, at the beginning, and gives back what is beyond the capacity. */
  keepTail(start: number, capacityBytes: number): void {
    const length = this.length - start;
    if (this.bytes.length > capacityBytes && length <= capacityBytes) {
      const smaller = Buffer.allocUnsafeSlow(Math.max(SMALLEST_BYTES, capacityBytes));
      this.bytes.copy(smaller, 0, start, this.length);
      this.bytes = smaller;
    } else this.bytes.copyWithin(0, start, this.length);
    this.length = length;
  }

  private grow(count: number): void {
    const needed = this.length + count;
    const wanted =
      needed <= this.softLimitBytes
        ? Math.min(Math.max(needed, this.bytes.length * 2), this.softLimitBytes)
        : Math.ceil(needed * 1.25);
    const larger = Buffer.allocUnsafeSlow(wanted);
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

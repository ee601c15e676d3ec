/**
 * The bytes of one part on their way to the disk: one buffer, optional gzip, checksum while writing.
 *
 * Owns: the open file and the buffer. Talks to: nobody; record-format writers append to it.
 *
 * K1. Memory is one buffer (1 MiB, more only while a single append is larger), handed on to the next sink at the end.
 * K2. gzip output is a row of complete members, one a buffer: deterministic, and any gunzip reads it.
 * K3. The checksum is over the bytes as they are on disk.
 */

import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { OutputCompression } from "../engine/job.js";
import { outputError } from "./output-error.js";
import { formatChecksum, partCrc } from "./part-checksum.js";

const BUFFER_BYTES = 1 << 20;
const GZIP_LEVEL = 6;
const EMPTY = Buffer.alloc(0);
/** From here on a write of its own is cheaper than another copy. */
const THROUGH_BYTES = 64 * 1024;
/** Below this a loop over char codes beats the call into native code. */
const SHORT_TEXT = 24;

/** The buffer of the last sink that was closed: parts follow each other in a runner, and most are small. */
let spare: Buffer | null = null;

function takeBuffer(): Buffer {
  const buffer = spare ?? Buffer.allocUnsafeSlow(BUFFER_BYTES);
  spare = null;
  return buffer;
}

export class PartFileSink {
  readonly path: string;
  sizeBytes = 0;
  /** Read and written by the record formats between `reserve` and `length` updates. */
  buffer: Buffer = takeBuffer();
  length = 0;
  #descriptor: number;
  #crc = 0;
  readonly #compression: OutputCompression;

  constructor(path: string, compression: OutputCompression) {
    this.path = path;
    this.#compression = compression;
    try {
      this.#descriptor = openSync(path, "wx", 0o666);
    } catch (error) {
      throw outputError(error, "create", path);
    }
  }

  get checksum(): string {
    return formatChecksum(this.#crc);
  }

  /** Makes room for `bytes` more in `buffer`. */
  reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    this.flush();
    if (bytes > this.buffer.length) this.buffer = Buffer.allocUnsafeSlow(bytes);
  }

  appendByte(byte: number): void {
    this.reserve(1);
    this.buffer[this.length++] = byte;
  }

  appendBytes(bytes: Uint8Array, start: number, end: number): void {
    const size = end - start;
    this.reserve(size);
    if (size < 32) {
      const { buffer } = this;
      let at = this.length;
      for (let i = start; i < end; i++) buffer[at++] = bytes[i] as number;
    } else {
      const isWhole = size === bytes.length;
      this.buffer.set(isWhole ? bytes : bytes.subarray(start, end), this.length);
    }
    this.length += size;
  }

  appendText(text: string): void {
    // UTF-8 needs at most three bytes a UTF-16 unit.
    this.reserve(text.length * 3);
    const { buffer } = this;
    const end = text.length < SHORT_TEXT ? text.length : 0;
    let i = 0;
    for (; i < end; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) break;
      buffer[this.length + i] = unit;
    }
    if (i === text.length) this.length += i;
    else this.length += buffer.write(text, this.length, "utf8");
  }

  /** A large piece goes past the buffer. Never of gzip. */
  appendThrough(bytes: Uint8Array, start: number, end: number): void {
    if (end - start < THROUGH_BYTES) return this.appendBytes(bytes, start, end);
    this.flush();
    this.#write(bytes.subarray(start, end));
  }

  flush(): void {
    if (this.length === 0) return;
    const raw = this.buffer.subarray(0, this.length);
    this.#write(this.#compression === "gzip" ? gzipSync(raw, { level: GZIP_LEVEL }) : raw);
    this.length = 0;
    if (this.buffer.length > BUFFER_BYTES) this.buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  }

  /** A closed sink takes no more bytes, so its buffer may serve the next one. */
  #giveBuffer(): void {
    if (this.buffer.length === BUFFER_BYTES) spare = this.buffer;
    this.buffer = EMPTY;
    this.length = 0;
  }

  #write(bytes: Uint8Array): void {
    this.#crc = partCrc(bytes, this.#crc);
    try {
      let written = 0;
      while (written < bytes.length) {
        written += writeSync(this.#descriptor, bytes, written, bytes.length - written);
      }
    } catch (error) {
      throw outputError(error, "write", this.path);
    }
    this.sizeBytes += bytes.length;
  }

  close(): void {
    this.flush();
    const descriptor = this.#descriptor;
    this.#descriptor = -1;
    this.#giveBuffer();
    try {
      // A network file system may report a failed write only here.
      closeSync(descriptor);
    } catch (error) {
      throw outputError(error, "close", this.path);
    }
  }

  /** Removes the file; safe after any failure, also twice. */
  abort(): void {
    if (this.#descriptor >= 0) closeSync(this.#descriptor);
    this.#descriptor = -1;
    this.#giveBuffer();
    rmSync(this.path, { force: true });
  }
}

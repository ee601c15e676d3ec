/**
 * Blocks of records that end in a delimiter: lines, words, CSV records.
 *
 * Owns: the one reused buffer of a range. Talks to: a ByteSource (bytes in order) and a Boundary (where records end).
 *
 * K1. A record is in the range in which its first byte lies: the reader of a later range starts one byte early and
 *     leaves everything out up to the first record end at or after that byte; the reader of an earlier range reads on
 *     past its end until the record that holds its last byte is whole.
 * K2. No record longer than the limit is ever handed out, and never more than the limit plus one byte is held.
 *     A record that outgrows the block gets room for the limit at once: untouched memory costs nothing, while buffers
 *     that were outgrown one after the other stay until they are collected. What is read, and so touched, doubles.
 * K3. After MR_RECORD_TOO_LONG the next call of `next` goes on behind that record.
 * K4. Where texts will be looked for, the buffer is the search's own room (literal-kernel.ts), if that is free; `close`
 *     gives it back.
 */

import type { BlockSource, RecordBlock } from "./block.js";
import type { Boundary } from "./boundary.js";
import type { ByteSource } from "./byte-source.js";
import { giveSearchRoom, takeSearchRoom } from "../kernels/literal-kernel.js";
import { openByteSource } from "./open-byte-source.js";
import { recordTooLong, shrunkInput } from "./input-error.js";
import type { FileRange } from "./split.js";

/** How much is read at least behind the end of the range, where the last record is finished; a long one by doubling. */
const TAIL_BYTES = 64 * 1024;

export interface DelimitedOptions {
  readonly range: FileRange;
  readonly boundary: Boundary;
  /** The record limit in K2. */
  readonly recordLimitBytes: number;
  readonly blockBytes: number;
  /** Texts will be looked for in the blocks. */
  readonly searched: boolean;
}

export class DelimitedBlocks implements BlockSource {
  private readonly range: FileRange;
  private readonly boundary: Boundary;
  private readonly recordLimitBytes: number;
  private readonly blockBytes: number;
  private readonly rangeEnd: number;
  private source: ByteSource | null = null;
  /** Whether the first buffer belongs to the search. */
  private hasRoom: boolean;
  private buffer: Buffer;
  /** File offset of `buffer[0]`. */
  private position: number;
  /** `buffer[0..filled)` was read and shown to the boundary. */
  private filled = 0;
  /** `buffer[0..handedOut)` is the block of the last call. */
  private handedOut = 0;
  private state: "skipping" | "reading" | "finished";

  constructor(options: DelimitedOptions) {
    const { range, boundary, recordLimitBytes, blockBytes } = options;
    this.range = range;
    this.boundary = boundary;
    this.recordLimitBytes = recordLimitBytes;
    this.blockBytes = blockBytes;
    this.rangeEnd = range.end ?? Number.POSITIVE_INFINITY;
    // One byte more than the range, so that a small file needs one buffer of its own size and no growing.
    const rangeBytes = this.rangeEnd - range.start + 2;
    const sizeBytes = Math.min(blockBytes, recordLimitBytes + 1, rangeBytes);
    const room = options.searched ? takeSearchRoom(sizeBytes) : null;
    this.hasRoom = room !== null;
    this.buffer = room ?? Buffer.allocUnsafe(sizeBytes);
    this.state = range.start > 0 ? "skipping" : "reading";
    this.position = range.start > 0 ? range.start - 1 : 0;
    if (range.start >= this.rangeEnd) this.state = "finished";
  }

  async next(): Promise<RecordBlock | null> {
    if (this.state === "finished") return null;
    this.source ??= openByteSource(this.range, this.position);
    this.dropHandedOut();
    if (this.state === "skipping") {
      if (!(await this.skip())) return this.finish();
      this.state = "reading";
      const end = this.filled > 0 ? this.lastRecordEnd(0) : -1;
      if (end >= 0) return this.handOut(end);
    }
    return this.position >= this.rangeEnd ? this.finish() : await this.fill();
  }

  async close(): Promise<void> {
    this.state = "finished";
    if (this.hasRoom) giveSearchRoom();
    this.hasRoom = false;
    await this.source?.close();
    this.source = null;
  }

  /** Reads until at least one whole record is in the buffer. */
  private async fill(): Promise<RecordBlock | null> {
    for (;;) {
      if (this.filled === this.buffer.length) this.grow();
      const from = this.filled;
      if ((await this.read()) === 0) {
        this.state = "finished";
        return this.filled === 0 ? null : this.handOut(this.filled);
      }
      const end = this.lastRecordEnd(from);
      if (end >= 0) return this.handOut(end);
    }
  }

  /** Leaves bytes out up to the first record end; false when no record starts in what is left of the range. */
  private async skip(): Promise<boolean> {
    for (;;) {
      if (this.filled === 0 && (await this.read()) === 0) return false;
      const limit = Math.min(this.filled, this.rangeEnd - this.position);
      const end = limit > 0 ? this.boundary.first(this.buffer, 0, limit) : -1;
      if (end >= 0) {
        this.handedOut = end;
        this.dropHandedOut();
        return this.position < this.rangeEnd;
      }
      this.position += this.filled;
      this.filled = 0;
      if (this.position >= this.rangeEnd) return false;
    }
  }

  /** The end of the last whole record of this range, given that `buffer[from..filled)` is new. */
  private lastRecordEnd(from: number): number {
    // The first record end at or behind the last byte of the range ends the last record of the range.
    const lastByte = this.rangeEnd - 1 - this.position;
    if (this.filled <= lastByte) return this.boundary.last(this.buffer, from, this.filled);
    const border = Math.max(from, lastByte);
    const before = from < border ? this.boundary.last(this.buffer, from, border) : -1;
    const final = this.boundary.first(this.buffer, border, this.filled);
    if (final < 0) return before;
    this.state = "finished";
    return final;
  }

  private handOut(end: number): RecordBlock {
    this.handedOut = end;
    return { bytes: this.buffer, start: 0, end, offset: this.position };
  }

  private finish(): null {
    this.state = "finished";
    return null;
  }

  private dropHandedOut(): void {
    if (this.handedOut === 0) return;
    this.buffer.copyWithin(0, this.handedOut, this.filled);
    this.position += this.handedOut;
    this.filled -= this.handedOut;
    this.handedOut = 0;
  }

  private async read(): Promise<number> {
    const { buffer, filled } = this;
    const left = this.rangeEnd - (this.position + filled);
    const most =
      left > 0 ? Math.min(left, Math.max(this.blockBytes, filled)) : Math.max(TAIL_BYTES, filled);
    const wanted = Math.min(buffer.length - filled, most);
    const bytesRead = (await this.source?.read(buffer, filled, filled + wanted)) ?? 0;
    if (bytesRead === 0 && left > 0 && this.range.end !== null) {
      throw shrunkInput(this.range.label, this.range.end, this.position + filled);
    }
    this.filled += bytesRead;
    return bytesRead;
  }

  /** The buffer is full with one unfinished record. */
  private grow(): void {
    const most = this.recordLimitBytes + 1;
    if (this.buffer.length >= most) {
      const offset = this.position;
      this.position += this.filled;
      this.filled = 0;
      this.state = this.position >= this.rangeEnd ? "finished" : "skipping";
      throw recordTooLong(this.range.label, offset, this.recordLimitBytes);
    }
    // The buffer of a small range is outgrown by ordinary records: no reason to reserve so much.
    const { length } = this.buffer;
    const larger = Buffer.allocUnsafe(
      length < this.blockBytes ? Math.min(most, this.blockBytes) : most,
    );
    this.buffer.copy(larger, 0, 0, this.filled);
    this.buffer = larger;
  }
}

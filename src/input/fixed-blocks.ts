/**
 * Blocks of records of a fixed length, counted from the start of the file.
 *
 * Owns: the buffer of a range. Talks to: a ByteSource.
 *
 * X1. The range's records are those that start in it: from the first multiple of the length at or after its start.
 * X2. A file whose size is no multiple of the length is MR_INPUT_CORRUPT at the offset of the short record.
 */

import type { BlockSource, RecordBlock } from "./block.js";
import type { ByteSource } from "./byte-source.js";
import { openByteSource } from "./open-byte-source.js";
import { corruptInput, recordTooLong, shrunkInput } from "./input-error.js";
import type { FileRange } from "./split.js";

export interface FixedOptions {
  readonly range: FileRange;
  readonly lengthBytes: number;
  readonly recordLimitBytes: number;
  readonly blockBytes: number;
}

export class FixedBlocks implements BlockSource {
  private readonly range: FileRange;
  private readonly lengthBytes: number;
  private readonly buffer: Buffer;
  /** Where the last record of the range ends. */
  private readonly end: number;
  private position: number;
  private source: ByteSource | null = null;

  constructor({ range, lengthBytes, recordLimitBytes, blockBytes }: FixedOptions) {
    if (lengthBytes > recordLimitBytes) {
      throw recordTooLong(range.label, range.start, recordLimitBytes);
    }
    this.range = range;
    this.lengthBytes = lengthBytes;
    this.position = Math.ceil(range.start / lengthBytes) * lengthBytes;
    this.end =
      range.end === null
        ? Number.POSITIVE_INFINITY
        : Math.ceil(range.end / lengthBytes) * lengthBytes;
    const records = Math.max(1, Math.floor(blockBytes / lengthBytes));
    const rangeBytes = Math.max(lengthBytes, this.end - this.position);
    this.buffer = Buffer.allocUnsafe(Math.min(records * lengthBytes, rangeBytes));
  }

  async next(): Promise<RecordBlock | null> {
    const wanted = Math.min(this.buffer.length, this.end - this.position);
    if (wanted <= 0) return null;
    this.source ??= openByteSource(this.range, this.position);
    let filled = 0;
    while (filled < wanted) {
      const bytesRead = await this.source.read(this.buffer, filled, wanted);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    const found = this.position + filled;
    if (filled < wanted && this.range.end !== null && found < this.range.end) {
      throw shrunkInput(this.range.label, this.range.end, found);
    }
    const short = filled % this.lengthBytes;
    if (short > 0) {
      throw corruptInput(
        this.range.label,
        found - short,
        `the last record has ${short} of ${this.lengthBytes} bytes`,
        "the file's size must be a multiple of the record length",
      );
    }
    if (filled === 0) return null;
    const block = { bytes: this.buffer, start: 0, end: filled, offset: this.position };
    this.position = found;
    return block;
  }

  async close(): Promise<void> {
    await this.source?.close();
    this.source = null;
    this.position = Number.POSITIVE_INFINITY;
  }
}

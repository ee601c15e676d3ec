/**
 * A whole file as one block.
 *
 * Owns: the buffer of the file; it is fresh, so views of it stay valid. Talks to: a ByteSource.
 *
 * F1. An empty file is one empty block: it is a record too.
 */

import type { BlockSource, RecordBlock } from "./block.js";
import { openByteSource } from "./open-byte-source.js";
import { recordTooLong, shrunkInput } from "./input-error.js";
import type { FileRange } from "./split.js";

const FIRST_BYTES = 64 * 1024;

export class FileBlocks implements BlockSource {
  private readonly range: FileRange;
  private readonly recordLimitBytes: number;
  private done = false;

  constructor(range: FileRange, recordLimitBytes: number) {
    this.range = range;
    this.recordLimitBytes = recordLimitBytes;
  }

  async next(): Promise<RecordBlock | null> {
    if (this.done) return null;
    this.done = true;
    const { range } = this;
    if (range.end !== null && range.end > this.recordLimitBytes) throw this.tooLong();
    const source = openByteSource(range, 0);
    try {
      let buffer: Buffer = Buffer.allocUnsafe(range.end ?? FIRST_BYTES);
      let filled = 0;
      for (;;) {
        if (filled === buffer.length && range.end === null) buffer = this.larger(buffer);
        if (filled === buffer.length) break;
        const bytesRead = await source.read(buffer, filled, buffer.length);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      if (range.end !== null && filled < range.end) {
        throw shrunkInput(range.label, range.end, filled);
      }
      if (filled > this.recordLimitBytes) throw this.tooLong();
      return { bytes: buffer, start: 0, end: filled, offset: 0 };
    } finally {
      await source.close();
    }
  }

  async close(): Promise<void> {
    this.done = true;
  }

  private larger(buffer: Buffer): Buffer {
    const most = this.recordLimitBytes + 1;
    if (buffer.length >= most) throw this.tooLong();
    const larger = Buffer.allocUnsafe(Math.min(most, buffer.length * 2));
    buffer.copy(larger);
    return larger;
  }

  private tooLong() {
    return recordTooLong(this.range.label, 0, this.recordLimitBytes);
  }
}

/**
 * Reads one run record by record, with one block in memory.
 */

import { compareBytes, orderedWord } from "../kernels/bytes.js";
import type { RecordSum } from "../kernels/record-scan.js";
import { readVarint, varintSize } from "../kernels/varint.js";
import { HeapBlock } from "./block-memory.js";
import { RunBlocks } from "./run-blocks.js";
import { BLOCK_HEADER_BYTES, type LocalRun } from "./segment-file.js";

/** No word of a key is smaller. */
const LEAST = -0x80000000;

export class RunReader {
  /** The record is `bytes[keyStart, keyEnd)` and `bytes[keyEnd, valueEnd)`: valid until the next `next`. */
  bytes: Buffer = Buffer.alloc(0);
  keyStart = 0;
  keyEnd = 0;
  valueEnd = 0;
  /** The key's first eight bytes as two signed words in key order. */
  prefixHigh = LEAST;
  prefixLow = LEAST;
  private readonly blocks: RunBlocks;
  private at = 0;
  private blockEnd = 0;

  constructor(run: LocalRun, file: number) {
    this.blocks = new RunBlocks(run, file, new HeapBlock());
  }

  get run(): LocalRun {
    return this.blocks.run;
  }

  /** Records and digest of the blocks read so far. */
  get sum(): RecordSum {
    return this.blocks.sum;
  }

  /** Starts over with another run and keeps the buffer. */
  open(run: LocalRun, file: number): void {
    this.blocks.open(run, file);
    this.at = 0;
    this.blockEnd = 0;
    this.prefixHigh = LEAST;
    this.prefixLow = LEAST;
    this.keyStart = this.keyEnd = 0;
  }

  next(): boolean {
    if (this.at === this.blockEnd && !this.loadBlock()) return false;
    const bytes = this.bytes;
    let at = this.at;
    let keyLength = bytes[at];
    if (keyLength < 0x80) at++;
    else {
      keyLength = readVarint(bytes, at, this.blockEnd);
      at += varintSize(keyLength);
    }
    let valueLength = bytes[at];
    if (valueLength < 0x80) at++;
    else {
      valueLength = readVarint(bytes, at, this.blockEnd);
      at += varintSize(valueLength);
    }
    const keyEnd = at + keyLength;
    const high = orderedWord(bytes, at, keyEnd);
    const low = orderedWord(bytes, at + 4, keyEnd);
    if (high <= this.prefixHigh && this.isBeforeLast(at, keyEnd, high, low)) {
      throw this.blocks.disordered();
    }
    this.keyStart = at;
    this.keyEnd = keyEnd;
    this.valueEnd = keyEnd + valueLength;
    this.at = keyEnd + valueLength;
    this.prefixHigh = high;
    this.prefixLow = low;
    return true;
  }

  /** Of the last key in the block before, only the first eight bytes are still known. */
  private isBeforeLast(start: number, end: number, high: number, low: number): boolean {
    if (high !== this.prefixHigh) return high < this.prefixHigh;
    if (low !== this.prefixLow) return low < this.prefixLow;
    const { bytes, keyStart, keyEnd } = this;
    return compareBytes(bytes, start + 8, end, bytes, keyStart + 8, keyEnd) < 0;
  }

  private loadBlock(): boolean {
    const { blocks } = this;
    if (!blocks.next()) return false;
    this.bytes = blocks.memory.bytes;
    this.at = BLOCK_HEADER_BYTES;
    this.keyStart = this.keyEnd = 0;
    this.blockEnd = blocks.end;
    return true;
  }
}

/**
 * Reads one run record by record, with one block in memory.
 */

import { orderedWord } from "../kernels/bytes.js";
import type { RecordSum } from "../kernels/record-scan.js";
import { readVarint, varintSize } from "../kernels/varint.js";
import { HeapBlock } from "./block-memory.js";
import { RunBlocks } from "./run-blocks.js";
import { BLOCK_HEADER_BYTES, type LocalRun } from "./segment-file.js";

export class RunReader {
  /** The record is `bytes[keyStart, keyEnd)` and `bytes[keyEnd, valueEnd)`: valid until the next `next`. */
  bytes: Buffer = Buffer.alloc(0);
  keyStart = 0;
  keyEnd = 0;
  valueEnd = 0;
  /** The key's first eight bytes as two signed words in key order. */
  prefixHigh = 0;
  prefixLow = 0;
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
    this.keyStart = at;
    this.keyEnd = keyEnd;
    this.valueEnd = keyEnd + valueLength;
    this.at = keyEnd + valueLength;
    this.prefixHigh = orderedWord(bytes, at, keyEnd);
    this.prefixLow = orderedWord(bytes, at + 4, keyEnd);
    return true;
  }

  private loadBlock(): boolean {
    const { blocks } = this;
    if (!blocks.next()) return false;
    this.bytes = blocks.memory.bytes;
    this.at = BLOCK_HEADER_BYTES;
    this.blockEnd = blocks.end;
    return true;
  }
}

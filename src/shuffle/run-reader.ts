/**
 * Reads one run record by record, with one block in memory.
 *
 * D1. A block's checksum and framing are verified before any of its records can be seen.
 * D2. At the end of the run, records and digest must be what the index says.
 * D3. Damage in another attempt's output is a FetchError that names it; in our own files it is MR_SEGMENT_CORRUPT.
 */

import { MrError } from "../engine/error.js";
import { orderedWord } from "../kernels/bytes.js";
import { RecordSum, scanRecords } from "../kernels/record-scan.js";
import { readVarint, varintSize } from "../kernels/varint.js";
import { crc32 } from "./crc32.js";
import { FetchError } from "./fetch-error.js";
import { OpenFiles } from "./open-files.js";
import { sameDigest, toDigest } from "./record-digest.js";
import { BLOCK_HEADER_BYTES, type LocalRun, segmentCorrupt } from "./segment-file.js";
import { readUpTo } from "./scratch-io.js";

/** Larger buffers, needed by single large records, are given back after use. */
const KEEP_FACTOR = 4;

export class RunReader {
  /** The record is `bytes[keyStart, keyEnd)` and `bytes[keyEnd, valueEnd)`: valid until the next `next`. */
  bytes: Buffer = Buffer.alloc(0);
  keyStart = 0;
  keyEnd = 0;
  valueEnd = 0;
  /** The key's first eight bytes as two signed words in key order. */
  prefixHigh = 0;
  prefixLow = 0;
  run: LocalRun;
  /** Records and digest of the blocks read so far. */
  readonly sum = new RecordSum();
  private file: number;
  private at = 0;
  private blockEnd = 0;
  /** Offset in the file of the next block. */
  private nextBlock: number;
  private runEnd: number;
  private blockAllowance = 0;

  constructor(run: LocalRun, file: number) {
    this.run = run;
    this.file = file;
    this.nextBlock = run.offset;
    this.runEnd = run.offset + run.sizeBytes;
    this.open(run, file);
  }

  /** Starts over with another run and keeps the buffer. */
  open(run: LocalRun, file: number): void {
    this.run = run;
    this.file = file;
    this.at = 0;
    this.blockEnd = 0;
    this.nextBlock = run.offset;
    this.runEnd = run.offset + run.sizeBytes;
    this.blockAllowance = Math.min(run.blockBytes + BLOCK_HEADER_BYTES, run.sizeBytes);
    this.sum.clear();
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

  /** Reads all blocks and looks at no record. */
  verifyAll(): void {
    while (this.loadBlock());
  }

  private loadBlock(): boolean {
    if (this.nextBlock === this.runEnd) {
      if (!sameDigest(toDigest(this.sum), this.run.digest)) {
        throw this.corrupt("its records are not those that were written", this.runEnd);
      }
      return false;
    }
    const offset = this.nextBlock;
    const rest = this.runEnd - offset;
    if (rest < BLOCK_HEADER_BYTES) throw this.corrupt("a block is cut short", offset);
    const filled = this.fill(Math.min(this.blockAllowance, rest), 0, offset);
    if (filled < BLOCK_HEADER_BYTES) throw this.corrupt("the file is cut short", offset);
    const stored = this.bytes.readUInt32LE(5);
    const size = BLOCK_HEADER_BYTES + stored;
    if (size > rest) throw this.corrupt("a block is longer than its segment", offset);
    const more = size > filled ? this.fill(size, filled, offset) : filled;
    if (more < size) throw this.corrupt("the file is cut short", offset);
    this.verify(size, offset);
    this.nextBlock = offset + size;
    this.at = BLOCK_HEADER_BYTES;
    this.blockEnd = size;
    return this.at < this.blockEnd || this.loadBlock();
  }

  private verify(size: number, offset: number): void {
    const { bytes, sum } = this;
    if (crc32(bytes.subarray(4, size)) !== bytes.readUInt32LE(0)) {
      throw this.corrupt("a block's checksum is wrong", offset);
    }
    const before = sum.records;
    const framed = bytes[4] === 0 && scanRecords(bytes, BLOCK_HEADER_BYTES, size, sum);
    if (!framed || sum.records - before !== bytes.readUInt32LE(13)) {
      throw this.corrupt("a block's records are framed wrongly", offset);
    }
  }

  /** Reads until `wanted` bytes of the block are there; the first `have` are. */
  private fill(wanted: number, have: number, offset: number): number {
    const tooSmall = this.bytes.length < wanted;
    const tooLarge = have === 0 && this.bytes.length > KEEP_FACTOR * this.blockAllowance;
    if (tooSmall || tooLarge) {
      const buffer = Buffer.allocUnsafeSlow(wanted);
      this.bytes.copy(buffer, 0, 0, have);
      this.bytes = buffer;
    }
    const view = have === 0 ? this.bytes : this.bytes.subarray(have);
    try {
      return have + readUpTo(this.file, view, wanted - have, offset + have, this.run.path);
    } catch (cause) {
      throw this.blame(MrError.from(cause));
    }
  }

  private corrupt(what: string, offset: number): MrError {
    const { path, partition } = this.run;
    return this.blame(segmentCorrupt(path, partition, `${what} (offset ${offset})`));
  }

  private blame(error: MrError): MrError {
    const { source } = this.run;
    return source === null ? error : new FetchError(error, source.stage, [source]);
  }
}

/** Fails when any byte of the run is damaged. */
export function verifyRun(run: LocalRun): void {
  const files = new OpenFiles();
  try {
    new RunReader(run, files.open(run)).verifyAll();
  } finally {
    files.close();
  }
}

/**
 * Reads one run block by block, each verified before anyone sees it.
 *
 * D1. A block's checksum and framing are verified before any of its records can be seen.
 * D2. At the end of the run, records and digest must be what the index says.
 * D3. Keys that are out of order are found by whoever looks at them; see F4 of segment-file.ts.
 * D4. Damage in another attempt's output is a FetchError that names it; in our own files it is MR_SEGMENT_CORRUPT.
 */

import { MrError } from "../engine/error.js";
import { RecordSum } from "../kernels/record-scan.js";
import { type BlockMemory, checkBlock } from "./block-memory.js";
import { FetchError } from "./fetch-error.js";
import { sameDigest, toDigest } from "./record-digest.js";
import { BLOCK_HEADER_BYTES, type LocalRun, segmentCorrupt, storedBytes } from "./segment-file.js";
import { readUpTo } from "./scratch-io.js";

export class RunBlocks {
  run: LocalRun;
  /** Records and digest of the blocks read so far. */
  readonly sum = new RecordSum();
  readonly memory: BlockMemory;
  /** The records are `memory.bytes[BLOCK_HEADER_BYTES, end)`. */
  end = BLOCK_HEADER_BYTES;
  private file: number;
  /** Offset in the file of the next block. */
  private nextBlock = 0;
  private runEnd = 0;
  private blockAllowance = 0;

  constructor(run: LocalRun, file: number, memory: BlockMemory) {
    this.run = run;
    this.file = file;
    this.memory = memory;
    this.open(run, file);
  }

  /** Starts over with another run and keeps the memory. */
  open(run: LocalRun, file: number): void {
    this.run = run;
    this.file = file;
    this.nextBlock = run.offset;
    this.runEnd = run.offset + run.sizeBytes;
    this.blockAllowance = Math.min(run.blockBytes + BLOCK_HEADER_BYTES, run.sizeBytes);
    this.sum.clear();
  }

  /** Brings the next block with records; false at the end of the run. */
  next(): boolean {
    do {
      if (this.nextBlock === this.runEnd) {
        if (sameDigest(toDigest(this.sum), this.run.digest)) return false;
        throw this.corrupt("its records are not those that were written", this.runEnd);
      }
      this.load();
    } while (this.end === BLOCK_HEADER_BYTES);
    return true;
  }

  /** What to throw when records of the block in hand turn out not to be in order. */
  disordered(): MrError {
    return this.corrupt("records are out of order", this.nextBlock - this.end);
  }

  private load(): void {
    const offset = this.nextBlock;
    const rest = this.runEnd - offset;
    if (rest < BLOCK_HEADER_BYTES) throw this.corrupt("a block is cut short", offset);
    const filled = this.fill(Math.min(this.blockAllowance, rest), 0, offset);
    if (filled < BLOCK_HEADER_BYTES) throw this.corrupt("the file is cut short", offset);
    const stored = storedBytes(this.memory.bytes);
    const size = BLOCK_HEADER_BYTES + stored;
    if (size > rest) throw this.corrupt("a block is longer than its segment", offset);
    const more = size > filled ? this.fill(size, filled, offset) : filled;
    if (more < size) throw this.corrupt("the file is cut short", offset);
    if (!checkBlock(this.memory, size, this.sum)) {
      throw this.corrupt("a block's checksum is wrong", offset);
    }
    this.nextBlock = offset + size;
    this.end = size;
  }

  /** Reads until `wanted` bytes of the block are there; the first `have` are. */
  private fill(wanted: number, have: number, offset: number): number {
    const { memory } = this;
    if (!memory.fit(wanted, have, this.blockAllowance)) {
      throw this.corrupt("a block is longer than the index says", offset);
    }
    const view = have === 0 ? memory.bytes : memory.bytes.subarray(have);
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

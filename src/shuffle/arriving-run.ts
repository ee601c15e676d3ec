/**
 * A run that arrives in pieces and goes to a local file, block by block.
 *
 * A1. A block is verified before it is written, and at the end records and digest must be what was announced: a run
 *     that has arrived needs no other check before it counts as pulled.
 * A2. Memory is one block, as its own header says; an announcement alone reserves nothing.
 */

import type { MrError } from "../engine/error.js";
import { RecordSum } from "../kernels/record-scan.js";
import { checkBlock, checkingMemory, type OwnedMemory } from "./block-memory.js";
import { sameDigest, toDigest } from "./record-digest.js";
import { writeAll } from "./scratch-io.js";
import { BLOCK_HEADER_BYTES, type LocalRun, segmentCorrupt, storedBytes } from "./segment-file.js";

export class ArrivingRun {
  private readonly run: LocalRun;
  private readonly file: number;
  private readonly memory: OwnedMemory;
  private readonly sum = new RecordSum();
  /** Of the block in hand: bytes that are there, and that there will be as far as is known. */
  private have = 0;
  private wanted = 0;
  /** Of the run: bytes that are verified and written. */
  private written = 0;

  /** Blocks go to the run's place in `file`, which is open for writing. */
  constructor(run: LocalRun, file: number) {
    this.run = run;
    this.file = file;
    this.memory = checkingMemory(run.blockBytes);
  }

  /** The next bytes of the run. */
  take(chunk: Buffer): void {
    for (let at = 0; at < chunk.length; ) {
      if (this.have === 0) this.expect(BLOCK_HEADER_BYTES);
      const taken = Math.min(chunk.length - at, this.wanted - this.have);
      chunk.copy(this.memory.bytes, this.have, at, at + taken);
      this.have += taken;
      at += taken;
      if (this.have < this.wanted) return;
      if (this.have === BLOCK_HEADER_BYTES) {
        this.expect(BLOCK_HEADER_BYTES + storedBytes(this.memory.bytes));
      }
      if (this.have === this.wanted) this.writeBlock();
    }
  }

  /** All has been taken. */
  finish(): void {
    const { run, sum, written } = this;
    if (written !== run.sizeBytes) throw this.corrupt("a block is cut short");
    if (!sameDigest(toDigest(sum), run.digest)) {
      throw this.corrupt("its records are not those that were written");
    }
  }

  close(): void {
    this.memory.close();
  }

  private expect(size: number): void {
    const { run, have, memory, written } = this;
    const usual = run.blockBytes + BLOCK_HEADER_BYTES;
    if (written + size > run.sizeBytes) throw this.corrupt("a block is longer than its segment");
    if (size > usual || !memory.fit(size, have, usual)) {
      throw this.corrupt("a block is longer than was announced");
    }
    this.wanted = size;
  }

  private writeBlock(): void {
    const { run, file, memory, have, written } = this;
    if (!checkBlock(memory, have, this.sum)) throw this.corrupt("a block's checksum is wrong");
    writeAll(file, memory.bytes, have, run.path, run.offset + written);
    this.written = written + have;
    this.have = 0;
  }

  private corrupt(what: string): MrError {
    const { path, partition } = this.run;
    return segmentCorrupt(path, partition, `${what} (byte ${this.written} of what arrives)`);
  }
}

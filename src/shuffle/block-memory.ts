/**
 * Where one block of a run is brought to be checked and looked at.
 *
 * B1. Memory follows the block in hand, never what someone says of blocks to come.
 */

import { RecordSum, scanRecords } from "../kernels/record-scan.js";
import { ScanKernel } from "../kernels/scan-kernel.js";
import { BLOCK_HEADER_BYTES, BLOCK_LIMIT_BYTES, headerAgrees } from "./segment-file.js";

export interface BlockMemory {
  readonly bytes: Buffer;
  /** Makes room for `wanted` bytes and keeps the first `have`; false: there is no more room. */
  fit(wanted: number, have: number, usual: number): boolean;
  /** As `scanRecords`. */
  scan(start: number, end: number, sum: RecordSum): boolean;
}

/** A memory that its owner gives back. */
export interface OwnedMemory extends BlockMemory {
  close(): void;
}

/** Larger buffers, needed by single large records, are given back after use. */
const KEEP_FACTOR = 4;

export class HeapBlock implements OwnedMemory {
  bytes: Buffer = Buffer.alloc(0);

  fit(wanted: number, have: number, usual: number): boolean {
    const tooSmall = this.bytes.length < wanted;
    const tooLarge = have === 0 && this.bytes.length > KEEP_FACTOR * usual;
    if (tooSmall || tooLarge) {
      const buffer = Buffer.allocUnsafeSlow(wanted);
      this.bytes.copy(buffer, 0, 0, have);
      this.bytes = buffer;
    }
    return true;
  }

  scan(start: number, end: number, sum: RecordSum): boolean {
    return scanRecords(this.bytes, start, end, sum);
  }

  close(): void {
    this.bytes = Buffer.alloc(0);
  }
}

/** For whoever only checks blocks: kernel memory, which is many times faster, unless blocks are larger than usual. */
export function checkingMemory(blockBytes: number): OwnedMemory {
  const usual = BLOCK_HEADER_BYTES + BLOCK_LIMIT_BYTES;
  return (blockBytes > BLOCK_LIMIT_BYTES ? null : ScanKernel.open(usual)) ?? new HeapBlock();
}

/** Adds to `sum` what the block of `size` bytes holds; false: it is damaged. */
export function checkBlock(memory: BlockMemory, size: number, sum: RecordSum): boolean {
  const found = new RecordSum();
  const isFramed = memory.scan(BLOCK_HEADER_BYTES, size, found);
  if (!isFramed || !headerAgrees(memory.bytes, size - BLOCK_HEADER_BYTES, found)) return false;
  sum.add(found.records, found.high, found.low);
  return true;
}

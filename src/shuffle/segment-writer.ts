/**
 * Writes a segment file block by block. The caller brings the records of each partition in order.
 *
 * W1. The file appears under `path` only when `finish` is called: until then it has a `.tmp` name, which `abort` removes.
 * W2. Partitions rise; one that is never begun is empty.
 */

import { MrError } from "../engine/error.js";
import type { RecordDigest } from "../engine/graph.js";
import { copyBytes } from "../kernels/bytes.js";
import { RecordSum, scanRecords } from "../kernels/record-scan.js";
import { varintSize, writeVarint } from "../kernels/varint.js";
import { addDigest, inPartition, toDigest } from "./record-digest.js";
import {
  BLOCK_HEADER_BYTES,
  type BlockHeader,
  encodeEntry,
  encodeHead,
  indexEnd,
  type LocalRun,
  RECORD_LIMIT_BYTES,
  type SegmentEntry,
  writeBlockHeader,
} from "./segment-file.js";
import { closeScratch, openScratch, removeScratch, renameScratch, writeAll } from "./scratch-io.js";

export interface WrittenSegments {
  readonly path: string;
  readonly sizeBytes: number;
  readonly digest: RecordDigest;
  readonly entries: readonly SegmentEntry[];
}

export class SegmentWriter {
  private readonly path: string;
  private readonly temporaryPath: string;
  private readonly partitions: number;
  readonly blockBytes: number;
  private file: number | null;
  private block: Buffer;
  private blockEnd = BLOCK_HEADER_BYTES;
  private blockRecords = 0;
  /** Where the next block goes; the head comes last. */
  private written: number;
  private partition = 0;
  private partitionStart: number;
  private largestBlock = 0;
  private readonly blockSum = new RecordSum();
  private readonly partitionSum = new RecordSum();
  private readonly totalSum = new RecordSum();
  private readonly entries: SegmentEntry[] = [];

  /** The temporary file lies in `directory`, which must be on the same file system as `path`. */
  constructor(options: {
    path: string;
    temporaryPath: string;
    partitions: number;
    blockBytes: number;
  }) {
    this.path = options.path;
    this.temporaryPath = options.temporaryPath;
    this.partitions = options.partitions;
    this.blockBytes = options.blockBytes;
    this.block = Buffer.allocUnsafeSlow(BLOCK_HEADER_BYTES + this.blockBytes);
    this.written = indexEnd(this.partitions);
    this.partitionStart = this.written;
    this.file = openScratch(this.temporaryPath, "w");
  }

  /** Ends the partitions before `partition`; its records follow. */
  begin(partition: number): void {
    while (this.partition < partition) this.endPartition();
  }

  append(
    keyBytes: Uint8Array,
    keyStart: number,
    keyEnd: number,
    valueBytes: Uint8Array,
    valueStart: number,
    valueEnd: number,
  ): void {
    const keyLength = keyEnd - keyStart;
    const valueLength = valueEnd - valueStart;
    const size = varintSize(keyLength) + varintSize(valueLength) + keyLength + valueLength;
    if (this.blockEnd + size > this.block.length) this.makeRoom(size);
    const block = this.block;
    let at = writeVarint(block, this.blockEnd, keyLength);
    at = writeVarint(block, at, valueLength);
    copyBytes(keyBytes, keyStart, keyEnd, block, at);
    at += keyLength;
    copyBytes(valueBytes, valueStart, valueEnd, block, at);
    this.blockEnd = at + valueLength;
    this.blockRecords++;
  }

  /** Copies framed records into the open block: for fewer than make a block of their own. */
  appendRecords(bytes: Uint8Array, start: number, end: number, records: number): void {
    const size = end - start;
    if (this.blockEnd + size > this.block.length) this.makeRoom(size);
    copyBytes(bytes, start, end, this.block, this.blockEnd);
    this.blockEnd += size;
    this.blockRecords += records;
  }

  /**
   * Writes records that already stand in a block, with room for its header before them: `block[BLOCK_HEADER_BYTES, end)`.
   * `high` and `low` are the halves of the sum of their hashes.
   */
  appendBlock(block: Buffer, end: number, records: number, high: number, low: number): void {
    this.frameBlock(block, 0, end, { records, high, low });
    this.writeFramed(block, end);
  }

  /** The same for one of several blocks that are then written together: it begins at `bytes[start]`. */
  frameBlock(bytes: Buffer, start: number, end: number, header: BlockHeader): void {
    this.flush();
    this.frame(start === 0 ? bytes : bytes.subarray(start), end - start, header);
  }

  /** Blocks that stand one behind the other in `bytes[0, end)`. */
  writeFramed(bytes: Buffer, end: number): void {
    this.write(bytes, end, this.written);
    this.written += end;
  }

  finish(): WrittenSegments {
    this.begin(this.partitions);
    const head = Buffer.concat([
      encodeHead(this.partitions, this.written),
      ...this.entries.map(encodeEntry),
    ]);
    this.write(head, head.length, 0);
    this.close();
    renameScratch(this.temporaryPath, this.path);
    return {
      path: this.path,
      sizeBytes: this.written,
      digest: toDigest(this.totalSum),
      entries: this.entries,
    };
  }

  /** Removes what has been written so far. Harmless after `finish`. */
  abort(): void {
    this.close();
    removeScratch(this.temporaryPath);
  }

  private makeRoom(size: number): void {
    if (size > RECORD_LIMIT_BYTES) {
      throw new MrError("MR_RECORD_TOO_LONG", `a pair of ${size} bytes was emitted`, {
        hint: `Key and value together may have ${RECORD_LIMIT_BYTES} bytes.`,
      });
    }
    this.flush();
    // A record larger than a block gets a block of its own.
    if (size > this.blockBytes) this.block = Buffer.allocUnsafeSlow(BLOCK_HEADER_BYTES + size);
  }

  private flush(): void {
    if (this.blockRecords === 0) return;
    const { block, blockEnd, blockSum } = this;
    blockSum.clear();
    if (!scanRecords(block, BLOCK_HEADER_BYTES, blockEnd, blockSum)) {
      throw new MrError("MR_INTERNAL", `a block of ${this.path} was framed wrongly`);
    }
    this.frame(block, blockEnd, blockSum);
    this.writeFramed(block, blockEnd);
    this.blockEnd = BLOCK_HEADER_BYTES;
    this.blockRecords = 0;
    if (block.length > BLOCK_HEADER_BYTES + this.blockBytes) {
      this.block = Buffer.allocUnsafeSlow(BLOCK_HEADER_BYTES + this.blockBytes);
    }
  }

  private frame(block: Buffer, end: number, header: BlockHeader): void {
    this.partitionSum.add(header.records, header.high, header.low);
    writeBlockHeader(block, end, header);
    this.largestBlock = Math.max(this.largestBlock, end - BLOCK_HEADER_BYTES);
  }

  private endPartition(): void {
    this.flush();
    const digest = toDigest(this.partitionSum);
    this.entries.push({
      partition: this.partition,
      offset: this.partitionStart,
      sizeBytes: this.written - this.partitionStart,
      digest,
      blockBytes: this.largestBlock,
    });
    addDigest(this.totalSum, inPartition(digest, this.partition));
    this.partitionSum.clear();
    this.largestBlock = 0;
    this.partitionStart = this.written;
    this.partition++;
  }

  private write(bytes: Buffer, length: number, position: number): void {
    if (this.file === null) throw new MrError("MR_INTERNAL", `${this.path} is already closed`);
    writeAll(this.file, bytes, length, this.temporaryPath, position);
  }

  private close(): void {
    if (this.file === null) return;
    const file = this.file;
    this.file = null;
    closeScratch(file, this.temporaryPath);
  }
}

/** The partitions of a file that this process has just written, as runs of its own. */
export function ownRuns(segments: WrittenSegments): LocalRun[] {
  return segments.entries.map((entry) => ({ ...entry, path: segments.path, source: null }));
}

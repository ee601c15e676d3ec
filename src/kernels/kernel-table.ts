/**
 * The combining table in kernel memory: reads blocks, keeps one accumulator a key, writes them sorted.
 *
 * Owns: the layout of the kernel's memory. Talks to: block-reader.ts, src/kernels/assembly.
 *
 * T1. One crossing a window of a block, or a block of a segment; nothing a record.
 * T2. A full table asks its owner to write and clear it, and goes on with the record that did not fit.
 * T3. Everything lies within the memory budget: window, output block, table, keys, rows of the sort.
 */

import type { BlockProgram } from "./block-program.js";
import { BlockReader, type TableOwner } from "./block-reader.js";
import { leaseKernels, releaseKernels } from "./kernel-lease.js";
import type { PairRoom } from "./pair-batch.js";
import {
  COUNTERS_AT,
  FULL,
  LIST_AT,
  LIST_SIZE,
  READ,
  ROOM_BYTES,
  STARTS_AT,
  VALUE_AT,
} from "./table-memory.js";
import type { KernelInstance } from "./wasm.js";

/** `first` keeps bytes and takes pairs only, all others numbers. */
export type TableAggregate =
  | "count"
  | "sum"
  | "min"
  | "max"
  | "average"
  | "first"
  | "largest"
  | "smallest"
  | "distinct";

const MODES: { readonly [aggregate in TableAggregate]: number } = {
  count: 0,
  sum: 1,
  min: 2,
  max: 3,
  average: 4,
  first: 6,
  largest: 7,
  smallest: 8,
  distinct: 9,
};
/** Of `distinct`, where keys end by themselves. */
const DISTINCT_TAGGED = 10;
/** Longer keys are not for `distinct` in kernels. */
const DISTINCT_KEY_BYTES = 4096;

/** Of `largest` and `smallest`: as many numbers may a key keep, each of which has its place from the beginning. */
export const MOST_KEPT = 64;
/** In a record. */
const KEPT_BYTES = 9;

const SLOT_BYTES = 32;
const FIRST_SLOT_BITS = 12;
const SMALLEST_WINDOW = 4096;
const LARGEST_WINDOW = 256 * 1024;
/** Of pairs that come one by one, as many as lie in the first cache with their keys. */
const MOST_PAIRS = 1024;
const PAIR_KEY_BYTES = 24;
/** Its key, where that ends, its number. */
const PAIR_BYTES = PAIR_KEY_BYTES + 4 + 8;
/** Smaller budgets are for the TypeScript table. */
const SMALLEST_BYTES = 46 * 1024;

export interface KernelTableOptions {
  readonly aggregate: TableAggregate;
  /** Of `largest` and `smallest`: how many numbers a key keeps, up to MOST_KEPT; else 0. */
  readonly kept: number;
  /** Whether keys end by themselves (key-codec.ts). */
  readonly tagged: boolean;
  readonly partitions: number;
  readonly memoryBytes: number;
  /** Of a block of records, and of the header before it. */
  readonly blockBytes: number;
  readonly headerBytes: number;
}

export interface PairOwner {
  /** As a TableOwner's. */
  full(): void;
  /** Takes the pair of that number, which the kernel does not. */
  odd(index: number): void;
}

export class KernelTable {
  /** Records taken from blocks, and pairs. */
  records = 0;
  /** Header room, then the records last written. */
  readonly block: Buffer;
  blockEnd = 0;
  private readonly kernels: KernelInstance;
  private readonly partitions: number;
  private readonly headerBytes: number;
  private readonly window: number;
  private readonly windowBytes: number;
  private readonly reader: BlockReader;
  private readonly output: number;
  /** Room for an accumulator's bytes; with `distinct`, for a composite key. */
  private readonly value: number;

  private constructor(kernels: KernelInstance, options: KernelTableOptions) {
    const { partitions, headerBytes, blockBytes, kept } = options;
    this.kernels = kernels;
    this.partitions = partitions;
    this.headerBytes = headerBytes;
    this.windowBytes = windowBytesFor(options.memoryBytes);
    this.window = aligned(STARTS_AT + (partitions + 1) * 4);
    this.reader = new BlockReader(kernels, this.window, this.windowBytes);
    this.output = aligned(this.window + this.windowBytes + ROOM_BYTES);
    const outputEnd = aligned(this.output + headerBytes + blockBytes + ROOM_BYTES);
    const isDistinct = options.aggregate === "distinct";
    const roomBytes = isDistinct ? DISTINCT_KEY_BYTES : kept * KEPT_BYTES;
    this.value = roomBytes === 0 ? VALUE_AT : outputEnd;
    const table = roomBytes === 0 ? outputEnd : aligned(outputEnd + roomBytes + ROOM_BYTES);
    const end = (options.memoryBytes - ROOM_BYTES) & ~7;
    const slotBits = Math.floor(Math.log2((end - table) / 4 / SLOT_BYTES));
    const { call } = kernels;
    const mode = isDistinct && options.tagged ? DISTINCT_TAGGED : MODES[options.aggregate];
    if (isDistinct) call.openDistinct(this.value, DISTINCT_KEY_BYTES);
    call.openTable(mode, table, end, Math.min(FIRST_SLOT_BITS, slotBits), kept);
    call.openList(LIST_AT, LIST_SIZE);
    this.block = kernels.bytes.subarray(this.output, this.output + headerBytes + blockBytes);
  }

  /** Null without kernels, or when the budget is too small for them. */
  static open(options: KernelTableOptions): KernelTable | null {
    const { memoryBytes, partitions, blockBytes } = options;
    const fixedBytes = (partitions + 1) * 4 + blockBytes + windowBytesFor(memoryBytes);
    if (memoryBytes - fixedBytes < SMALLEST_BYTES) return null;
    const kernels = leaseKernels(memoryBytes);
    return kernels === null ? null : new KernelTable(kernels, options);
  }

  get keys(): number {
    return this.kernels.call.tableKeys();
  }

  /** Longest cut that `sortByRange` takes. */
  get cutLimitBytes(): number {
    return this.block.length;
  }

  read(program: BlockProgram, bytes: Buffer, start: number, end: number, owner: TableOwner): void {
    this.records += this.reader.read(program, bytes, start, end, owner);
  }

  /** Where pairs that come one by one wait. It is the window: a table is given blocks, or pairs. */
  pairRoom(): PairRoom {
    const { window, windowBytes, kernels } = this;
    const { buffer, byteOffset } = kernels.bytes;
    const pairs = Math.min(MOST_PAIRS, Math.floor(windowBytes / PAIR_BYTES));
    const ends = window + pairs * 8;
    const keys = ends + pairs * 4;
    return {
      values: new Float64Array(buffer, byteOffset + window, pairs),
      ends: new Uint32Array(buffer, byteOffset + ends, pairs),
      keys: kernels.bytes.subarray(keys, keys + pairs * PAIR_KEY_BYTES),
    };
  }

  /** Takes the first `count` pairs of the room. */
  takePairs({ keys, ends, values }: PairRoom, count: number, owner: PairOwner): void {
    const { call, bytes } = this.kernels;
    const at = (part: { byteOffset: number }) => part.byteOffset - bytes.byteOffset;
    for (let from = 0; ; ) {
      from = call.pairs(at(keys), at(ends), at(values), from, count);
      this.records += call.readRecords();
      const status = call.readStatus();
      const odd = call.listLength();
      for (let i = 0; i < odd; i++) owner.odd(bytes.readUInt32LE(LIST_AT + i * 8));
      if (status === READ) return;
      if (status === FULL) {
        owner.full();
        call.clearTable();
      }
    }
  }

  /** Takes the first `count` pairs of the room: of each two items the first is the key, the second the value. */
  takeFirsts({ keys, ends }: PairRoom, count: number, owner: Pick<PairOwner, "full">): void {
    const { call, bytes } = this.kernels;
    const at = (part: { byteOffset: number }) => part.byteOffset - bytes.byteOffset;
    for (let from = 0; ; ) {
      from = call.firsts(at(keys), at(ends), from, count);
      this.records += call.readRecords();
      if (call.readStatus() !== FULL) return;
      owner.full();
      call.clearTable();
    }
  }

  /**
   * Sorts by (partition, key); partition p is rows [starts[p], starts[p + 1]). `beforeTab`: only what stands there in a key
   * has a say in its partition.
   */
  sortByHash(beforeTab: boolean): Uint32Array {
    const { partitions, kernels } = this;
    kernels.call.sortTable(partitions, STARTS_AT, COUNTERS_AT, beforeTab ? 1 : 0);
    const { buffer, byteOffset } = kernels.bytes;
    return new Uint32Array(buffer, byteOffset + STARTS_AT, partitions + 1).slice();
  }

  /** The same with the partitions that the cuts make: the number of cuts not after the key. */
  sortByRange(cuts: readonly Uint8Array[]): Uint32Array {
    // The window may hold a block that is read on afterwards; the output block is free.
    const { partitions, kernels, output } = this;
    const count = this.keys;
    kernels.call.sortTable(1, STARTS_AT, COUNTERS_AT, 0);
    const starts = new Uint32Array(partitions + 1).fill(count);
    starts[0] = 0;
    for (const [index, cut] of cuts.entries()) {
      kernels.bytes.set(cut, output);
      starts[index + 1] = kernels.call.lowerBound(output, cut.length);
    }
    return starts;
  }

  /** Fills `block` with records from `row` on; returns how many: none when the first is too large for a block. */
  writeRecords(row: number, rowEnd: number): number {
    const { call } = this.kernels;
    const start = this.output + this.headerBytes;
    const end = this.output + this.block.length;
    const count = call.writeRecords(row, rowEnd, start, end, this.value);
    this.blockEnd = call.recordsEnd() - this.output;
    return count;
  }

  /** Sum of the hashes of the records last written: its upper and its lower half. */
  get digestHigh(): number {
    return this.kernels.call.digestHigh() >>> 0;
  }

  get digestLow(): number {
    return this.kernels.call.digestLow() >>> 0;
  }

  rowKey(row: number): Buffer {
    const { call, bytes } = this.kernels;
    const start = call.rowKey(row) >>> 0;
    return bytes.subarray(start, start + call.rowKeyLength(row));
  }

  rowValue(row: number): Buffer {
    const { call, bytes } = this.kernels;
    const start = call.rowValue(row, this.value) >>> 0;
    return bytes.subarray(start, start + call.rowValueLength());
  }

  /** The table is of no use afterwards. */
  close(): void {
    releaseKernels(this.kernels);
  }
}

function windowBytesFor(memoryBytes: number): number {
  const share = aligned(Math.floor(memoryBytes / 16));
  return Math.max(SMALLEST_WINDOW, Math.min(LARGEST_WINDOW, share));
}

function aligned(address: number): number {
  return Math.ceil(address / 64) * 64;
}

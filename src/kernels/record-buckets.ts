/**
 * Lines in kernel memory, laid down in the bucket of their partition as they come: sorting and gathering a bucket then
 * looks at a few megabytes of memory, which the caches hold, instead of at the whole arena.
 *
 * Owns: the arena of a RecordKernel while `count` > 0. Buckets grow by chunks, so each may become as large as it wants.
 *
 * B1. Order within a partition: (key bytes, order of insertion), as RecordKernel has it.
 * B2. A partition has at most one chunk that is not full.
 */

import type { KernelInstance } from "./wasm.js";

/** Keys of so many bytes as cuts, one behind the other: where each ends. */
export interface CutKeys {
  readonly start: number;
  readonly ends: readonly number[];
}

export interface RecordBucketsOptions {
  readonly instance: KernelInstance;
  readonly partitions: number;
  /** Null: partitions by the hash of the key. */
  readonly cuts: CutKeys | null;
  /** Of `bucketBytes(partitions)` bytes. */
  readonly place: number;
  readonly arena: number;
  readonly memoryBytes: number;
  /** What a record costs beside its bytes. */
  readonly entryBytes: number;
  /** Brings the row memory and the arena to the sort. */
  readonly beginSort: () => void;
}

const BUCKET_BYTES = 16;
const CUT_BYTES = 8;
/** A partition for each two bytes that a key may begin with. */
const RANGES_BYTES = 2 * 65_536;
/** Places of lines that are copied together. */
const BATCH_BYTES = 64 * 12;
/** Partition numbers up to here can stand in it. */
const MOST_PARTITIONS = 65_000;
const LARGEST_CHUNK_BYTES = 64 * 1024;
const SMALLEST_CHUNK_BYTES = 512;
/** A share of the budget, and of a chunk, that may stay unused. */
const SLACK_SHARE = 8;

const FULL = 1;
const LINE_TOO_LONG = 2;

/** What buckets and cuts need beside the arena. */
export function bucketBytes(partitions: number): number {
  return RANGES_BYTES + BATCH_BYTES + (BUCKET_BYTES + CUT_BYTES) * partitions;
}

export class RecordBuckets {
  count = 0;
  private readonly options: RecordBucketsOptions;

  /** Null: one partition is no partition, and too many for the budget would leave most of it unused. */
  static open(options: RecordBucketsOptions): RecordBuckets | null {
    const { partitions } = options;
    const chunkBytes = chunkBytesFor(options);
    if (partitions < 2 || partitions > MOST_PARTITIONS || chunkBytes < SMALLEST_CHUNK_BYTES)
      return null;
    return new RecordBuckets(options, chunkBytes);
  }

  private constructor(options: RecordBucketsOptions, chunkBytes: number) {
    this.options = options;
    const { place, partitions, cuts } = options;
    const batchAt = place + RANGES_BYTES;
    const bucketsAt = batchAt + BATCH_BYTES;
    const cutsAt = bucketsAt + BUCKET_BYTES * partitions;
    if (cuts !== null) storeCuts(options.instance.bytes, cutsAt, cuts);
    options.instance.call.bucketsBegin(
      bucketsAt,
      partitions,
      cuts === null ? 0 : cutsAt,
      cuts?.ends.length ?? 0,
      place,
      batchAt,
      chunkBytes,
      Math.floor(chunkBytes / SLACK_SHARE),
    );
    this.clear();
  }

  /** What the budget is spent on. */
  get usedBytes(): number {
    const { instance, arena, entryBytes } = this.options;
    return (instance.call.bucketsFree() >>> 0) - arena + this.count * entryBytes;
  }

  /**
   * Takes whole lines of kernel memory; returns where the next one begins. `stopped`: the budget is full, or that line is
   * too long for a bucket.
   */
  take(start: number, end: number, text: boolean): number {
    const { instance, arena, memoryBytes, entryBytes } = this.options;
    const limit = arena + memoryBytes - this.count * entryBytes;
    const { call } = instance;
    const next = call.takeIntoBuckets(start, end, limit, entryBytes, text ? 1 : 0) >>> 0;
    this.count += call.bucketsTaken();
    return next;
  }

  /** Of the last `take`. */
  get stopped(): "full" | "line too long" | null {
    const status = this.options.instance.call.bucketsStatus();
    return status === FULL ? "full" : status === LINE_TOO_LONG ? "line too long" : null;
  }

  /** Sorts a partition into the kernel's rows, from the first one on; the number of its records. */
  sort(partition: number): number {
    this.options.beginSort();
    return this.options.instance.call.sortBucket(partition);
  }

  clear(): void {
    this.count = 0;
    this.options.instance.call.bucketsClear(this.options.arena);
  }
}

function chunkBytesFor({ memoryBytes, partitions }: RecordBucketsOptions): number {
  const most = Math.min(LARGEST_CHUNK_BYTES, memoryBytes / (partitions * SLACK_SHARE));
  return 2 ** Math.floor(Math.log2(most));
}

function storeCuts(memory: Buffer, at: number, { start, ends }: CutKeys): void {
  let from = start;
  for (const [index, end] of ends.entries()) {
    memory.writeUInt32LE(from, at + index * CUT_BYTES);
    memory.writeUInt32LE(end, at + index * CUT_BYTES + 4);
    from = end;
  }
}

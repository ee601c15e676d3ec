/**
 * Records waiting to be sorted, in the memory of the kernels: an arena of framed records, sorted and gathered there.
 * The twin without kernels is record-arena.ts with record-sorter.ts.
 *
 * Memory: cuts, buckets, partition starts, a block of input, sort work, an output block, a table of partitions, two rows a
 * record, the arena. Each part has the room that it may need in the worst case; what is touched is arena plus
 * ENTRY_BYTES a record.
 *
 * N1. Order: (partition, key bytes, order of insertion).
 * N2. The owner empties the arena before arena plus entries exceed the budget by more than one record.
 */

import { ByteSink } from "./byte-sink.js";
import { leaseKernels, releaseKernels } from "./kernel-lease.js";
import { bucketBytes, RecordBuckets } from "./record-buckets.js";
import { VARINT_LIMIT_BYTES, varintSize, writeVarint } from "./varint.js";
import type { KernelInstance } from "./wasm.js";

/** Beside its bytes: two rows of 16 bytes, a partition. */
export const KERNEL_ENTRY_BYTES = 36;
/** Two lengths and a value of one byte. */
const SMALLEST_RECORD_BYTES = 3;
/** Vectors may read and write so far behind a region. */
const SLACK_BYTES = 128;
const FIRST_ADDRESS = 4096;
const COUNTERS_BYTES = 1024 + 64;
const GROUP_BYTES = 12;
const GROUP_ROWS = 32;
/** Blocks of input up to this size are taken in one call. */
const INPUT_BYTES = 1 << 20;

export interface RecordKernelOptions {
  readonly partitions: number;
  /** How records find their partition: by the order of keys (cuts), by the hash of the key, or as the owner says. */
  readonly partitioning:
    | { readonly kind: "cuts"; readonly cuts: readonly Uint8Array[] }
    | { readonly kind: "hash" }
    | { readonly kind: "given" };
  readonly memoryBytes: number;
  /** A longer record cannot be held. */
  readonly recordLimitBytes: number;
  /** Bytes of records in a gathered block, and of what the owner wants before it. */
  readonly blockBytes: number;
  readonly blockHeaderBytes: number;
  /** So many of them may stand one behind the other. */
  readonly blocks: number;
}

interface Layout {
  readonly cuts: number;
  readonly buckets: number;
  readonly starts: number;
  readonly input: number;
  readonly work: number;
  readonly out: number;
  readonly table: number;
  readonly rows: number;
  readonly spare: number;
  readonly arena: number;
  readonly end: number;
}

export class RecordKernel {
  readonly arena: ByteSink;
  count = 0;
  /** `order` row numbers: partition p is `[starts[p], starts[p + 1])`. */
  starts: Uint32Array = new Uint32Array(0);
  /** All memory of the kernels. */
  readonly memory: Buffer;
  /** Gathered blocks, each behind room for its header. */
  readonly gathered: Buffer;
  private readonly options: RecordKernelOptions;
  private readonly instance: KernelInstance;
  private readonly layout: Layout;
  private readonly ownBytes: Buffer;
  private readonly table: Uint32Array;
  private readonly cutEnds: number[] = [];
  private mostBytes = 0;

  /** Null where there are no kernels. */
  static open(options: RecordKernelOptions): RecordKernel | null {
    const layout = layOut(options);
    const instance = leaseKernels(layout.end);
    return instance === null ? null : new RecordKernel(options, layout, instance);
  }

  private constructor(options: RecordKernelOptions, layout: Layout, instance: KernelInstance) {
    this.options = options;
    this.layout = layout;
    this.instance = instance;
    this.memory = instance.bytes;
    this.gathered = instance.bytes.subarray(layout.out, layout.table);
    this.ownBytes = instance.bytes.subarray(layout.arena, layout.end - SLACK_BYTES);
    this.arena = new ByteSink(this.ownBytes);
    this.table = words(instance, layout.table, layout.rows);
    if (options.partitioning.kind === "cuts") this.storeCuts(options.partitioning.cuts);
  }

  /** What the budget is spent on. */
  get usedBytes(): number {
    return this.arena.length + this.count * KERNEL_ENTRY_BYTES;
  }

  /** A record grew beyond the limit and has left the arena. */
  get isBurst(): boolean {
    return this.arena.bytes !== this.ownBytes;
  }

  /** Leaves room for the lengths of a record whose key and value are then appended; returns where it begins. */
  begin(): number {
    const start = this.arena.length;
    this.arena.reserve(2);
    this.arena.length = start + 2;
    return start;
  }

  /** Where the key of the record begun last begins. */
  push(start: number, keyEnd: number, partition: number): void {
    const { arena } = this;
    const keyLength = keyEnd - start - 2;
    const valueLength = arena.length - keyEnd;
    if (keyLength < 0x80 && valueLength < 0x80) {
      arena.bytes[start] = keyLength;
      arena.bytes[start + 1] = valueLength;
    } else this.frame(start, keyLength, valueLength);
    this.table[this.count++] = partition;
  }

  /** A place for lines that shares the arena; null where it would not pay. Used only while the arena is empty. */
  openBuckets(): RecordBuckets | null {
    const { options, instance, layout } = this;
    if (options.partitioning.kind === "given") return null;
    return RecordBuckets.open({
      instance,
      partitions: options.partitions,
      cuts:
        options.partitioning.kind === "cuts" ? { start: layout.cuts, ends: this.cutEnds } : null,
      place: layout.buckets,
      arena: layout.arena,
      memoryBytes: options.memoryBytes,
      entryBytes: KERNEL_ENTRY_BYTES,
      beginSort: () => this.beginSort(),
    });
  }

  /** As `takeLines`, into `buckets`. */
  takeIntoBuckets(
    buckets: RecordBuckets,
    bytes: Uint8Array,
    range: { readonly start: number; readonly end: number },
    text: boolean,
  ): number {
    const { start, end } = range;
    if (end - start > INPUT_BYTES) return -1;
    const { input } = this.layout;
    this.memory.set(bytes.subarray(start, end), input);
    const next = buckets.take(input, input + (end - start), text);
    this.mostBytes = Math.max(this.mostBytes, buckets.usedBytes);
    return next - input;
  }

  /** Takes whole lines until the budget is full; the number of bytes taken, or -1 when the block is too large. */
  takeLines(bytes: Uint8Array, start: number, end: number, text: boolean): number {
    if (end - start > INPUT_BYTES) return -1;
    const { layout, arena, instance, options } = this;
    const { call } = instance;
    this.memory.set(bytes.subarray(start, end), layout.input);
    const limit = layout.arena + options.memoryBytes - this.count * KERNEL_ENTRY_BYTES;
    const next = call.takeLines(
      layout.input,
      layout.input + (end - start),
      layout.arena + arena.length,
      limit,
      KERNEL_ENTRY_BYTES,
      text ? 1 : 0,
    );
    arena.length = (call.linesArena() >>> 0) - layout.arena;
    this.count += call.linesTaken();
    return (next >>> 0) - layout.input;
  }

  sort(): void {
    const { call } = this.instance;
    const { layout, count, options } = this;
    const { partitions, partitioning } = options;
    this.beginSort();
    this.mostBytes = Math.max(this.mostBytes, this.usedBytes);
    if (partitioning.kind === "cuts") {
      call.sortAll(count);
      this.starts = this.cutRows(partitions);
      return;
    }
    if (partitioning.kind === "hash") call.hashPartitions(count, layout.table, partitions);
    call.sortPartitions(count, layout.table, layout.starts, partitions);
    const starts = words(this.instance, layout.starts, layout.starts + 4 * (partitions + 1));
    this.starts = starts.slice();
  }

  private beginSort(): void {
    const { arena, rows, spare, work } = this.layout;
    this.instance.call.sortBegin(arena, rows, spare, work);
  }

  /**
   * Copies records from row `from` on into a block that begins at `gathered[at]`, as many as fit; returns the first row
   * that was not copied.
   */
  gather(from: number, to: number, at: number): number {
    const { layout, options, instance } = this;
    const out = layout.out + at + options.blockHeaderBytes;
    const limit = out + options.blockBytes;
    return instance.call.gather(layout.rows, from, to, layout.arena, out, limit);
  }

  /** Whether there is room for a block from `gathered[at]` on. */
  hasRoom(at: number): boolean {
    const { blocks, blockBytes, blockHeaderBytes } = this.options;
    return at + blockHeaderBytes + blockBytes <= blocks * (blockHeaderBytes + blockBytes);
  }

  /** Of what was gathered last: where it ends in `gathered`, and the halves of its sum of hashes. */
  get gatheredEnd(): number {
    return (this.instance.call.gatherEnd() >>> 0) - this.layout.out;
  }

  get gatheredHigh(): number {
    return this.instance.call.gatherHigh() >>> 0;
  }

  get gatheredLow(): number {
    return this.instance.call.gatherLow() >>> 0;
  }

  /** Where the record of a sorted row begins in the arena. */
  rowOffset(row: number): number {
    return this.memory.readUInt32LE(this.layout.rows + row * 16 + 8);
  }

  clear(): void {
    this.mostBytes = Math.max(this.mostBytes, this.usedBytes);
    this.count = 0;
    this.arena.length = 0;
  }

  /** The kernels are someone else's from now on. */
  close(): void {
    this.clear();
    // An exceptional record must not keep its memory.
    if (this.mostBytes <= this.options.memoryBytes * 1.25) releaseKernels(this.instance);
  }

  /** Lengths of more than one byte: the record moves up. */
  private frame(start: number, keyLength: number, valueLength: number): void {
    const { arena } = this;
    const extra = varintSize(keyLength) + varintSize(valueLength) - 2;
    arena.reserve(2 * VARINT_LIMIT_BYTES);
    arena.bytes.copyWithin(start + 2 + extra, start + 2, arena.length);
    const at = writeVarint(arena.bytes, start, keyLength);
    writeVarint(arena.bytes, at, valueLength);
    arena.length += extra;
  }

  private storeCuts(cuts: readonly Uint8Array[]): void {
    let at = this.layout.cuts;
    for (const cut of cuts) {
      this.memory.set(cut, at);
      at += cut.length;
      this.cutEnds.push(at);
    }
  }

  private cutRows(partitions: number): Uint32Array {
    const { call } = this.instance;
    const starts = new Uint32Array(partitions + 1).fill(this.count);
    starts[0] = 0;
    let from = this.layout.cuts;
    this.cutEnds.forEach((end, index) => {
      starts[index + 1] = call.firstNotBefore(this.count, from, end);
      from = end;
    });
    return starts;
  }
}

function layOut(options: RecordKernelOptions): Layout {
  const { partitions, partitioning, memoryBytes, recordLimitBytes } = options;
  const cutBytes =
    partitioning.kind === "cuts" ? partitioning.cuts.reduce((sum, cut) => sum + cut.length, 0) : 0;
  const records = Math.ceil(memoryBytes / (KERNEL_ENTRY_BYTES + SMALLEST_RECORD_BYTES)) + 2;
  let at = FIRST_ADDRESS;
  const take = (sizeBytes: number): number => {
    const from = at;
    at += Math.ceil((sizeBytes + SLACK_BYTES) / 64) * 64;
    return from;
  };
  return {
    cuts: take(cutBytes),
    buckets: take(bucketBytes(partitions)),
    starts: take(4 * (partitions + 2)),
    input: take(INPUT_BYTES),
    work: take(COUNTERS_BYTES + GROUP_BYTES * Math.ceil(records / GROUP_ROWS + 2)),
    out: take(options.blocks * (options.blockHeaderBytes + options.blockBytes)),
    table: take(4 * records),
    rows: take(16 * records),
    spare: take(16 * records),
    arena: take(memoryBytes + recordLimitBytes + 2 * VARINT_LIMIT_BYTES),
    end: at,
  };
}

function words({ bytes }: KernelInstance, start: number, end: number): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset + start, (end - start) >> 2);
}

/**
 * Collects records into an arena in kernel memory, where they are sorted and gathered into blocks. The twin of
 * collect-records.ts: the same files, record for record.
 */

import { unreachable } from "../engine/error.js";
import type { BlockProgram, BlockTaker } from "../kernels/block-program.js";
import { ByteSink } from "../kernels/byte-sink.js";
import { asBuffer, equalBytes } from "../kernels/bytes.js";
import type { RecordBuckets } from "../kernels/record-buckets.js";
import { RecordKernel, type RecordKernelOptions } from "../kernels/record-kernel.js";
import { readVarint, varintSize } from "../kernels/varint.js";
import type { Collector, CollectorOptions } from "./collecting.js";
import { CombinedGroupWriter } from "./combined-group-writer.js";
import { appendKeyPart, appendOrderPart } from "./encoding/composite-key.js";
import type { CombineFunction, Key } from "./key.js";
import { encodeKey, encodeKeyBytes } from "./encoding/key-codec.js";
import { createPartitioner, type Partitioner } from "./partitioner.js";
import { recordTooLong } from "./record-limit.js";
import {
  BLOCK_HEADER_BYTES,
  blockBytesFor,
  MEMORY_LIMIT_BYTES,
  RECORD_LIMIT_BYTES,
  type SegmentFile,
} from "./segment-file.js";
import type { SegmentWriter } from "./segment-writer.js";
import { Spills } from "./spills.js";
import { encodeNumber } from "./encoding/number-codec.js";
import { decodeValue, encodeText, encodeValue } from "./encoding/value-codec.js";

/**
 * Blocks are written together, as far as memory allows: a file system makes pages as large as a write is, and each page
 * costs it when it is written, read and given back. A sort of 1 GiB takes 3 % less time than with writes of 256 KiB; larger
 * ones win nothing more.
 */
const WRITE_BYTES = 1 << 20;

/** Null where there are no kernels. */
export function createKernelCollector(options: CollectorOptions): Collector | null {
  const memoryBytes = Math.min(options.memoryBytes, MEMORY_LIMIT_BYTES);
  const blockBytes = blockBytesFor(options.memoryBytes, options.partitions);
  const kernel = RecordKernel.open({
    partitions: options.partitions,
    partitioning: partitioningOf(options),
    memoryBytes,
    recordLimitBytes: RECORD_LIMIT_BYTES,
    blockBytes,
    blockHeaderBytes: BLOCK_HEADER_BYTES,
    blocks: Math.max(1, Math.floor(Math.min(WRITE_BYTES, memoryBytes / 16) / blockBytes)),
  });
  return kernel === null ? null : new KernelCollector(options, kernel, memoryBytes);
}

/** A composite key's partition is that of its first part. */
function partitioningOf({
  partitioning,
  partitions,
  orderValuesBy,
}: CollectorOptions): RecordKernelOptions["partitioning"] {
  if (partitions === 1) return { kind: "cuts", cuts: [] };
  if (orderValuesBy !== null) return { kind: "given" };
  switch (partitioning.kind) {
    case "hash":
      return { kind: "hash" };
    case "range":
      return { kind: "cuts", cuts: partitioning.cuts };
    case "before-tab":
    case "custom":
      return { kind: "given" };
    default:
      return unreachable(partitioning, "partitioningOf");
  }
}

class KernelCollector implements Collector, BlockTaker {
  readonly blocks: BlockTaker | null;
  records = 0;
  private readonly options: CollectorOptions;
  private readonly kernel: RecordKernel;
  private readonly memoryBytes: number;
  /** Null: the kernel finds partitions itself. */
  private readonly partitioner: Partitioner | null;
  private readonly spills: Spills;
  /** Lines, while nothing else has come and all are short. Never filled together with the arena. */
  private buckets: RecordBuckets | null;
  private readonly combine: CombineFunction | null;
  private readonly plain = new ByteSink(256);
  private open = true;

  constructor(options: CollectorOptions, kernel: RecordKernel, memoryBytes: number) {
    const { partitioning, partitions, keys, orderValuesBy } = options;
    this.options = options;
    this.kernel = kernel;
    this.memoryBytes = memoryBytes;
    const isGiven = partitioningOf(options).kind === "given";
    // Made in any case: it checks the options.
    const partitioner = createPartitioner(partitioning, partitions, keys);
    this.partitioner = isGiven ? partitioner : null;
    this.blocks = isGiven || keys !== "raw" || orderValuesBy !== null ? null : this;
    this.buckets = this.blocks === null ? null : kernel.openBuckets();
    this.combine = orderValuesBy === null ? options.combine : null;
    this.spills = new Spills({ ...options, accumulators: null, combine: this.combine });
  }

  emit(key: Key, value: unknown): void {
    const { kernel, options } = this;
    const { arena } = kernel;
    if (options.orderValuesBy !== null) {
      this.plain.length = 0;
      encodeKey(key, options.keys, this.plain);
      this.addComposite(value, options.orderValuesBy(value));
      return;
    }
    const start = this.begin();
    encodeKey(key, options.keys, arena);
    const keyEnd = arena.length;
    encodeValue(value, arena);
    this.add(start, keyEnd);
  }

  addKey(bytes: Uint8Array, start: number, end: number, value: number): void {
    const { kernel, options } = this;
    if (options.orderValuesBy !== null) return this.addCompositeBytes(bytes, start, end, value);
    const from = this.begin();
    encodeKeyBytes(bytes, start, end, options.keys, kernel.arena);
    const keyEnd = kernel.arena.length;
    encodeNumber(value, kernel.arena);
    this.add(from, keyEnd);
  }

  addKeyBytes(
    bytes: Uint8Array,
    start: number,
    end: number,
    value: Uint8Array,
    valueStart: number,
    valueEnd: number,
  ): void {
    const { kernel, options } = this;
    if (options.orderValuesBy !== null) {
      const text = asBuffer(value).toString("utf8", valueStart, valueEnd);
      return this.addCompositeBytes(bytes, start, end, text);
    }
    const from = this.begin();
    encodeKeyBytes(bytes, start, end, options.keys, kernel.arena);
    const keyEnd = kernel.arena.length;
    encodeText(value, valueStart, valueEnd, kernel.arena);
    this.add(from, keyEnd);
  }

  addBlock(
    program: BlockProgram,
    bytes: Buffer,
    start: number,
    end: number,
    odd: (start: number, end: number) => number,
  ): number {
    if (program.kind !== "lines") return odd(start, end);
    const before = this.records;
    for (let at = start; at < end; ) {
      const taken = this.takeLines(bytes, at, end, program.text);
      // The extractor's own pairs count themselves.
      if (taken < 0) return this.records - before + odd(at, end);
      at += taken;
    }
    return this.records - before;
  }

  /** Some of the lines, perhaps none: the number of bytes taken, or -1 when the block is too large. */
  private takeLines(bytes: Buffer, start: number, end: number, text: boolean): number {
    const { kernel, buckets } = this;
    if (buckets === null) {
      const counted = kernel.count;
      const taken = kernel.takeLines(bytes, start, end, text);
      this.records += kernel.count - counted;
      this.spillIfFull();
      return taken;
    }
    if (kernel.count > 0) this.layDown("early");
    const counted = buckets.count;
    const taken = kernel.takeIntoBuckets(buckets, bytes, { start, end }, text);
    this.records += buckets.count - counted;
    if (taken < 0) this.leaveBuckets();
    else if (buckets.stopped === "line too long") this.leaveBuckets();
    else if (buckets.stopped === "full") this.layDown("full");
    return taken;
  }

  /** What comes next would not go into buckets, and perhaps much of it. */
  private leaveBuckets(): void {
    this.layDown("early");
    this.buckets = null;
  }

  finish(): SegmentFile {
    const isEmpty = this.kernel.count === 0 && (this.buckets?.count ?? 0) === 0;
    const file = this.spills.finish(isEmpty ? null : (writer) => this.write(writer));
    this.close();
    return file;
  }

  abort(): void {
    this.close();
    this.spills.abort();
  }

  private close(): void {
    if (this.open) this.kernel.close();
    this.open = false;
  }

  private addCompositeBytes(bytes: Uint8Array, start: number, end: number, value: unknown): void {
    const { keys, orderValuesBy } = this.options;
    this.plain.length = 0;
    encodeKeyBytes(bytes, start, end, keys, this.plain);
    this.addComposite(value, orderValuesBy === null ? null : orderValuesBy(value));
  }

  /** The key is in `plain`. */
  private addComposite(value: unknown, order: Key): void {
    const { plain, kernel, partitioner } = this;
    const { arena } = kernel;
    const partition = partitioner === null ? 0 : partitioner(plain.bytes, 0, plain.length);
    const start = kernel.begin();
    appendKeyPart(plain.bytes, 0, plain.length, this.options.keys, arena);
    appendOrderPart(order, arena);
    const keyEnd = arena.length;
    encodeValue(value, arena);
    this.push(start, keyEnd, partition);
  }

  /** As the kernel's, in an arena without buckets. */
  private begin(): number {
    if (this.buckets !== null && this.buckets.count > 0) this.layDown("early");
    return this.kernel.begin();
  }

  private add(start: number, keyEnd: number): void {
    const { partitioner } = this;
    const partition =
      partitioner === null ? 0 : partitioner(this.kernel.arena.bytes, start + 2, keyEnd);
    this.push(start, keyEnd, partition);
  }

  private push(start: number, keyEnd: number, partition: number): void {
    const { kernel } = this;
    if (kernel.isBurst) throw recordTooLong(kernel.arena.length - start);
    this.records++;
    kernel.push(start, keyEnd, partition);
    this.spillIfFull();
  }

  private spillIfFull(): void {
    if (this.kernel.usedBytes >= this.memoryBytes) this.layDown("full");
  }

  /** Empties the memory into a run of its own: because it is full, or so that what comes next stands behind it. */
  private layDown(why: "full" | "early"): void {
    const { spills, kernel, buckets } = this;
    if (kernel.count > 0 || (buckets !== null && buckets.count > 0)) {
      const write = (writer: SegmentWriter): void => this.write(writer);
      if (why === "full") spills.spill(write);
      else spills.add(write);
    }
    kernel.clear();
    buckets?.clear();
  }

  private write(writer: SegmentWriter): void {
    const { buckets, options } = this;
    if (buckets === null || buckets.count === 0) return this.writeSorted(writer);
    for (let partition = 0; partition < options.partitions; partition++) {
      const count = buckets.sort(partition);
      writer.begin(partition);
      this.writeRows(writer, 0, count);
    }
  }

  private writeSorted(writer: SegmentWriter): void {
    const { kernel } = this;
    kernel.sort();
    for (let partition = 0; partition < this.options.partitions; partition++) {
      const from = kernel.starts[partition];
      const to = kernel.starts[partition + 1];
      writer.begin(partition);
      this.writeRows(writer, from, to);
    }
  }

  private writeRows(writer: SegmentWriter, from: number, to: number): void {
    const { combine, options } = this;
    if (combine === null) this.writeRecords(writer, from, to);
    else this.writeGroups(new CombinedGroupWriter(writer, options.keys, combine), from, to);
  }

  private writeRecords(writer: SegmentWriter, from: number, to: number): void {
    const { kernel } = this;
    const { gathered } = kernel;
    let at = 0;
    for (let row = from; row < to; ) {
      const next = kernel.gather(row, to, at);
      const records = next - row;
      if (records > 0) {
        const { gatheredEnd: end, gatheredHigh: high, gatheredLow: low } = kernel;
        writer.frameBlock(gathered, at, end, { records, high, low });
        at = end;
        row = next;
        if (row < to && kernel.hasRoom(at)) continue;
      }
      if (at > 0) writer.writeFramed(gathered, at);
      at = 0;
      if (records > 0) continue;
      // A record larger than a block.
      const { bytes, keyStart, keyEnd, end } = this.recordAt(row);
      writer.append(bytes, keyStart, keyEnd, bytes, keyEnd, end);
      row++;
    }
  }

  private writeGroups(groups: CombinedGroupWriter, from: number, to: number): void {
    for (let row = from; row < to; ) {
      const { bytes, keyStart, keyEnd } = this.recordAt(row);
      let next = row + 1;
      for (; next < to; next++) {
        const other = this.recordAt(next);
        if (!equalBytes(bytes, keyStart, keyEnd, bytes, other.keyStart, other.keyEnd)) break;
      }
      groups.write(bytes, keyStart, keyEnd, this.valuesBetween(row, next));
      row = next;
    }
  }

  private *valuesBetween(from: number, to: number): IterableIterator<unknown> {
    for (let row = from; row < to; row++) {
      const { bytes, keyEnd, end } = this.recordAt(row);
      yield decodeValue(bytes, keyEnd, end);
    }
  }

  private recordAt(row: number) {
    const { bytes } = this.kernel.arena;
    const { length } = bytes;
    const at = this.kernel.rowOffset(row);
    const keyLength = readVarint(bytes, at, length);
    const valueAt = at + varintSize(keyLength);
    const valueLength = readVarint(bytes, valueAt, length);
    const keyStart = valueAt + varintSize(valueLength);
    const keyEnd = keyStart + keyLength;
    return { bytes, keyStart, keyEnd, end: keyEnd + valueLength };
  }
}

/**
 * Collects records into an arena in kernel memory, where they are sorted and gathered into blocks. The twin of
 * collect-records.ts: the same files, record for record.
 */

import type { BlockProgram, BlockTaker } from "../kernels/block-program.js";
import { ByteSink } from "../kernels/byte-sink.js";
import { asBuffer, equalBytes } from "../kernels/bytes.js";
import { RecordKernel, type RecordKernelOptions } from "../kernels/record-kernel.js";
import { readVarint, varintSize } from "../kernels/varint.js";
import type { Collector, CollectorOptions } from "./collecting.js";
import { CombinedGroupWriter } from "./combined-group-writer.js";
import { appendKeyPart, appendOrderPart } from "./composite-key.js";
import type { CombineFunction, Key } from "./key.js";
import { encodeKey, encodeKeyBytes } from "./key-codec.js";
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
import { decodeValue, encodeNumber, encodeText, encodeValue } from "./value-codec.js";

/** Null where there are no kernels. */
export function createKernelCollector(options: CollectorOptions): Collector | null {
  const memoryBytes = Math.min(options.memoryBytes, MEMORY_LIMIT_BYTES);
  const kernel = RecordKernel.open({
    partitions: options.partitions,
    partitioning: partitioningOf(options),
    memoryBytes,
    recordLimitBytes: RECORD_LIMIT_BYTES,
    blockBytes: blockBytesFor(options.memoryBytes),
    blockHeaderBytes: BLOCK_HEADER_BYTES,
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
  if (orderValuesBy !== null || partitioning.kind === "custom") return { kind: "given" };
  return partitioning.kind === "range"
    ? { kind: "cuts", cuts: partitioning.cuts }
    : { kind: "hash" };
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
    const start = kernel.begin();
    encodeKey(key, options.keys, arena);
    const keyEnd = arena.length;
    encodeValue(value, arena);
    this.add(start, keyEnd);
  }

  addKey(bytes: Uint8Array, start: number, end: number, value: number): void {
    const { kernel, options } = this;
    if (options.orderValuesBy !== null) return this.addCompositeBytes(bytes, start, end, value);
    const from = kernel.begin();
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
    const from = kernel.begin();
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
    const { kernel } = this;
    const before = this.records;
    for (let at = start; at < end; ) {
      const counted = kernel.count;
      const taken = kernel.takeLines(bytes, at, end, program.text);
      // The extractor's own pairs count themselves.
      if (taken < 0) return this.records - before + odd(at, end);
      this.records += kernel.count - counted;
      at += taken;
      this.spillIfFull();
    }
    return this.records - before;
  }

  finish(): SegmentFile {
    const { count } = this.kernel;
    const file = this.spills.finish(count === 0 ? null : (writer) => this.write(writer));
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
    const { kernel } = this;
    if (kernel.usedBytes < this.memoryBytes) return;
    this.spills.spill((writer) => this.write(writer));
    kernel.clear();
  }

  private write(writer: SegmentWriter): void {
    const { kernel, combine } = this;
    kernel.sort();
    for (let partition = 0; partition < this.options.partitions; partition++) {
      const from = kernel.starts[partition];
      const to = kernel.starts[partition + 1];
      writer.begin(partition);
      if (combine === null) this.writeRecords(writer, from, to);
      else this.writeGroups(new CombinedGroupWriter(writer, this.options.keys, combine), from, to);
    }
  }

  private writeRecords(writer: SegmentWriter, from: number, to: number): void {
    const { kernel } = this;
    for (let row = from; row < to; ) {
      const next = kernel.gather(row, to);
      if (next > row) {
        const { gatheredEnd, gatheredHigh, gatheredLow } = kernel;
        writer.appendBlock(kernel.block, gatheredEnd, next - row, gatheredHigh, gatheredLow);
        row = next;
        continue;
      }
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
    const { bytes, length } = this.kernel.arena;
    const at = this.kernel.rowOffset(row);
    const keyLength = readVarint(bytes, at, length);
    const valueAt = at + varintSize(keyLength);
    const valueLength = readVarint(bytes, valueAt, length);
    const keyStart = valueAt + varintSize(valueLength);
    const keyEnd = keyStart + keyLength;
    return { bytes, keyStart, keyEnd, end: keyEnd + valueLength };
  }
}

/**
 * Collects records into an arena that is sorted when it is full; a user's combiner then runs over each key's group.
 */

import { ByteSink } from "../kernels/byte-sink.js";
import { RecordArena } from "../kernels/record-arena.js";
import { RecordSorter, SORT_ENTRY_BYTES } from "../kernels/record-sorter.js";
import {
  REF_BYTES,
  REF_KEY_LENGTH,
  REF_OFFSET,
  REF_STRIDE,
  REF_VALUE_LENGTH,
} from "../kernels/refs.js";
import { asBuffer, equalBytes } from "../kernels/bytes.js";
import type { Collector, CollectorOptions } from "./collecting.js";
import { CombinedGroupWriter } from "./combined-group-writer.js";
import { appendKeyPart, appendOrderPart } from "./encoding/composite-key.js";
import type { CombineFunction, Key, KeyMode } from "./key.js";
import { encodeKey, encodeKeyBytes } from "./encoding/key-codec.js";
import { createPartitioner, type Partitioner } from "./partitioner.js";
import { MEMORY_LIMIT_BYTES, type SegmentFile } from "./segment-file.js";
import type { SegmentWriter } from "./segment-writer.js";
import { Spills } from "./spills.js";
import { encodeNumber } from "./encoding/number-codec.js";
import { decodeValue, encodeText, encodeValue } from "./encoding/value-codec.js";

const ENTRY_BYTES = REF_BYTES + SORT_ENTRY_BYTES;

export class RecordCollector implements Collector {
  records = 0;
  private readonly arena: RecordArena;
  private readonly partitioner: Partitioner;
  private readonly spills: Spills;
  private readonly sorter = new RecordSorter();
  private readonly partitions: number;
  private readonly keys: KeyMode;
  private readonly memoryBytes: number;
  private readonly combine: CombineFunction | null;
  private readonly orderValuesBy: ((value: unknown) => Key) | null;
  private readonly plain = new ByteSink(256);

  constructor(options: CollectorOptions) {
    const { partitions, keys } = options;
    const memoryBytes = Math.min(options.memoryBytes, MEMORY_LIMIT_BYTES);
    this.partitions = partitions;
    this.keys = keys;
    this.memoryBytes = memoryBytes;
    this.orderValuesBy = options.orderValuesBy;
    this.combine = options.orderValuesBy === null ? options.combine : null;
    this.arena = new RecordArena(memoryBytes, Math.ceil(memoryBytes / ENTRY_BYTES));
    this.partitioner = createPartitioner(options.partitioning, partitions, keys);
    this.spills = new Spills({ ...options, accumulators: null, combine: this.combine });
  }

  emit(key: Key, value: unknown): void {
    const { arena } = this.arena;
    if (this.orderValuesBy !== null) {
      this.plain.length = 0;
      encodeKey(key, this.keys, this.plain);
      return this.addComposite(value, this.orderValuesBy(value));
    }
    const start = arena.length;
    encodeKey(key, this.keys, arena);
    const keyEnd = arena.length;
    encodeValue(value, arena);
    this.add(start, keyEnd, this.partitioner(arena.bytes, start, keyEnd));
  }

  addKey(bytes: Uint8Array, start: number, end: number, value: number): void {
    if (this.orderValuesBy !== null) return this.addCompositeBytes(bytes, start, end, value);
    const { arena } = this.arena;
    const from = arena.length;
    encodeKeyBytes(bytes, start, end, this.keys, arena);
    const keyEnd = arena.length;
    encodeNumber(value, arena);
    this.add(from, keyEnd, this.partitioner(arena.bytes, from, keyEnd));
  }

  addKeyBytes(
    bytes: Uint8Array,
    start: number,
    end: number,
    value: Uint8Array,
    valueStart: number,
    valueEnd: number,
  ): void {
    if (this.orderValuesBy !== null) {
      const text = asBuffer(value).toString("utf8", valueStart, valueEnd);
      return this.addCompositeBytes(bytes, start, end, text);
    }
    const { arena } = this.arena;
    const from = arena.length;
    encodeKeyBytes(bytes, start, end, this.keys, arena);
    const keyEnd = arena.length;
    encodeText(value, valueStart, valueEnd, arena);
    this.add(from, keyEnd, this.partitioner(arena.bytes, from, keyEnd));
  }

  finish(): SegmentFile {
    const { count } = this.arena;
    return this.spills.finish(count === 0 ? null : (writer) => this.write(writer));
  }

  abort(): void {
    this.spills.abort();
  }

  private addCompositeBytes(bytes: Uint8Array, start: number, end: number, value: unknown): void {
    this.plain.length = 0;
    encodeKeyBytes(bytes, start, end, this.keys, this.plain);
    this.addComposite(value, this.orderValuesBy === null ? null : this.orderValuesBy(value));
  }

  /** The key is in `plain`. */
  private addComposite(value: unknown, order: Key): void {
    const { plain } = this;
    const { arena } = this.arena;
    const partition = this.partitioner(plain.bytes, 0, plain.length);
    const start = arena.length;
    appendKeyPart(plain.bytes, 0, plain.length, this.keys, arena);
    appendOrderPart(order, arena);
    const keyEnd = arena.length;
    encodeValue(value, arena);
    this.add(start, keyEnd, partition);
  }

  /** Counts the record at the arena's tail in, and spills when that has filled the budget. */
  private add(start: number, keyEnd: number, partition: number): void {
    const { arena } = this;
    this.records++;
    arena.push(start, keyEnd, partition);
    if (arena.arena.length + arena.count * ENTRY_BYTES >= this.memoryBytes) {
      this.spills.spill((writer) => this.write(writer));
      arena.clear();
      // A pair larger than the budget must not keep its memory.
      arena.arena.trim(this.memoryBytes);
    }
  }

  private write(writer: SegmentWriter): void {
    const { arena, sorter, combine } = this;
    sorter.sort(arena.arena.bytes, arena.refs, arena.count, this.partitions);
    for (let partition = 0; partition < this.partitions; partition++) {
      const from = sorter.starts[partition];
      const to = sorter.starts[partition + 1];
      writer.begin(partition);
      if (combine === null) this.writeRecords(writer, from, to);
      else this.writeGroups(new CombinedGroupWriter(writer, this.keys, combine), from, to);
    }
    sorter.release();
  }

  private writeRecords(writer: SegmentWriter, from: number, to: number): void {
    const { order } = this.sorter;
    const { refs } = this.arena;
    const { bytes } = this.arena.arena;
    for (let i = from; i < to; i++) {
      const ref = order[i] * REF_STRIDE;
      const start = refs[ref + REF_OFFSET];
      const keyEnd = start + refs[ref + REF_KEY_LENGTH];
      const end = keyEnd + refs[ref + REF_VALUE_LENGTH];
      writer.append(bytes, start, keyEnd, bytes, keyEnd, end);
    }
  }

  private writeGroups(groups: CombinedGroupWriter, from: number, to: number): void {
    const { bytes } = this.arena.arena;
    let start = from;
    for (let i = from + 1; i <= to; i++) {
      if (i < to && this.sameKey(start, i)) continue;
      const offset = this.refAt(start, REF_OFFSET);
      const keyEnd = offset + this.refAt(start, REF_KEY_LENGTH);
      groups.write(bytes, offset, keyEnd, this.valuesBetween(start, i));
      start = i;
    }
  }

  private *valuesBetween(from: number, to: number): IterableIterator<unknown> {
    const { bytes } = this.arena.arena;
    for (let i = from; i < to; i++) {
      const start = this.refAt(i, REF_OFFSET) + this.refAt(i, REF_KEY_LENGTH);
      yield decodeValue(bytes, start, start + this.refAt(i, REF_VALUE_LENGTH));
    }
  }

  private sameKey(a: number, b: number): boolean {
    const { bytes } = this.arena.arena;
    const aStart = this.refAt(a, REF_OFFSET);
    const bStart = this.refAt(b, REF_OFFSET);
    return equalBytes(
      bytes,
      aStart,
      aStart + this.refAt(a, REF_KEY_LENGTH),
      bytes,
      bStart,
      bStart + this.refAt(b, REF_KEY_LENGTH),
    );
  }

  /** A field of the i-th ref in sorted order. */
  private refAt(i: number, field: number): number {
    return this.arena.refs[this.sorter.order[i] * REF_STRIDE + field];
  }
}

/**
 * Collects into a combining table: one accumulator a key.
 *
 * For `distinct` and secondary sorts the table's keys are composite (composite-key.ts); partitions are always chosen by
 * the key itself.
 */

import { ByteSink } from "../kernels/byte-sink.js";
import { asBuffer } from "../kernels/bytes.js";
import { KeyTable, NOT_PLAIN, TABLE_ENTRY_BYTES } from "../kernels/key-table.js";
import { RecordSorter, SORT_ENTRY_BYTES } from "../kernels/record-sorter.js";
import { REF_KEY_LENGTH, REF_OFFSET, REF_STRIDE } from "../kernels/refs.js";
import type { Accumulators } from "./accumulators/accumulators.js";
import { createAccumulators } from "./accumulators/create.js";
import type { Collector, CollectorOptions } from "./collecting.js";
import { appendKeyPart, appendOrderPart } from "./encoding/composite-key.js";
import type { Aggregate, Key, KeyMode } from "./key.js";
import { encodeKey, encodeKeyBytes } from "./encoding/key-codec.js";
import { TAG_STRING } from "./encoding/key-tags.js";
import { createPartitioner, type Partitioner } from "./partitioner.js";
import { MEMORY_LIMIT_BYTES, type SegmentFile } from "./segment-file.js";
import type { SegmentWriter } from "./segment-writer.js";
import { Spills } from "./spills.js";

export class TableCollector implements Collector {
  records = 0;
  private readonly table: KeyTable;
  private readonly accumulators: Accumulators;
  private readonly partitioner: Partitioner;
  private readonly spills: Spills;
  private readonly sorter = new RecordSorter();
  private readonly partitions: number;
  private readonly keys: KeyMode;
  private readonly memoryBytes: number;
  private readonly entryBytes: number;
  /** Of a string in this key mode; -1: strings are stored as they are. */
  private readonly textTag: number;
  /** What follows the key in composite keys; null: keys are plain. */
  private readonly orderOf: ((value: unknown) => Key) | null;
  private readonly plain = new ByteSink(256);

  /** `spills`: of a collector that shares its file with this one. */
  constructor(options: CollectorOptions, aggregate: Aggregate, spills?: Spills) {
    const { partitions, partitioning, keys } = options;
    const memoryBytes = Math.min(options.memoryBytes, MEMORY_LIMIT_BYTES);
    this.partitions = partitions;
    this.keys = keys;
    this.memoryBytes = memoryBytes;
    this.accumulators = createAccumulators(aggregate);
    this.entryBytes = TABLE_ENTRY_BYTES + SORT_ENTRY_BYTES + this.accumulators.entryBytes;
    this.table = new KeyTable(memoryBytes, Math.ceil(memoryBytes / this.entryBytes));
    this.partitioner = createPartitioner(partitioning, partitions, keys);
    this.orderOf = aggregate.kind === "distinct" ? (v) => v as Key : options.orderValuesBy;
    this.textTag = keys === "tagged" ? TAG_STRING : -1;
    this.spills = spills ?? tableSpills(options, aggregate);
  }

  emit(key: Key, value: unknown): void {
    this.records++;
    if (this.orderOf !== null) {
      this.plain.length = 0;
      encodeKey(key, this.keys, this.plain);
      return this.addComposite(value);
    }
    const entry = this.entryOfKey(key);
    if (typeof value === "number") this.accumulators.addNumber(entry, value);
    else this.accumulators.addValue(entry, value);
  }

  private entryOfKey(key: Key): number {
    const { table } = this;
    const found = typeof key === "string" ? table.locateText(key, this.textTag) : NOT_PLAIN;
    if (found >= 0) return found;
    const { arena } = table;
    const start = arena.length;
    encodeKey(key, this.keys, arena);
    return found === NOT_PLAIN ? this.entryAtTail(start) : this.insert(start);
  }

  addKey(bytes: Uint8Array, start: number, end: number, value: number): void {
    this.records++;
    if (this.orderOf !== null) this.addCompositeBytes(bytes, start, end, value);
    else this.accumulators.addNumber(this.entryOf(bytes, start, end), value);
  }

  addKeyBytes(
    bytes: Uint8Array,
    start: number,
    end: number,
    value: Uint8Array,
    valueStart: number,
    valueEnd: number,
  ): void {
    this.records++;
    const text = asBuffer(value);
    if (this.orderOf !== null) {
      this.addCompositeBytes(bytes, start, end, text.toString("utf8", valueStart, valueEnd));
    } else {
      const entry = this.entryOf(bytes, start, end);
      this.accumulators.addText(entry, text, valueStart, valueEnd);
    }
  }

  /** The key as it is stored. */
  addStored(bytes: Uint8Array, start: number, end: number, value: number): void {
    this.records++;
    if (this.orderOf !== null) {
      this.plain.length = 0;
      this.plain.append(bytes, start, end);
      return this.addComposite(value);
    }
    this.accumulators.addNumber(this.entryOfStored(bytes, start, end), value);
  }

  finish(): SegmentFile {
    const { count } = this.table;
    return this.spills.finish(count === 0 ? null : (writer) => this.write(writer));
  }

  abort(): void {
    this.spills.abort();
  }

  get isEmpty(): boolean {
    return this.table.count === 0;
  }

  private addCompositeBytes(bytes: Uint8Array, start: number, end: number, value: unknown): void {
    this.plain.length = 0;
    encodeKeyBytes(bytes, start, end, this.keys, this.plain);
    this.addComposite(value);
  }

  /** The key is in `plain`. */
  private addComposite(value: unknown): void {
    const { plain, table } = this;
    const start = table.arena.length;
    appendKeyPart(plain.bytes, 0, plain.length, this.keys, table.arena);
    appendOrderPart(this.orderOf === null ? null : this.orderOf(value), table.arena);
    this.accumulators.addValue(this.entryAtTail(start), value);
  }

  private entryOf(bytes: Uint8Array, start: number, end: number): number {
    return this.keys === "tagged"
      ? this.taggedEntryOf(bytes, start, end)
      : this.entryOfStored(bytes, start, end);
  }

  private entryOfStored(bytes: Uint8Array, start: number, end: number): number {
    const entry = this.table.locate(bytes, start, end);
    return entry >= 0 ? entry : this.insertCopy(bytes, start, end);
  }

  // Apart from the hot path, which stays small enough to be inlined.
  private taggedEntryOf(bytes: Uint8Array, start: number, end: number): number {
    const { arena } = this.table;
    const tail = arena.length;
    encodeKeyBytes(bytes, start, end, "tagged", arena);
    return this.entryAtTail(tail);
  }

  private insertCopy(bytes: Uint8Array, start: number, end: number): number {
    const { arena } = this.table;
    const tail = arena.length;
    arena.append(bytes, start, end);
    return this.insert(tail);
  }

  /** The entry of the key that was just appended to the arena; a known one is taken off again. */
  private entryAtTail(start: number): number {
    const { table } = this;
    const { arena } = table;
    const entry = table.locate(arena.bytes, start, arena.length);
    if (entry < 0) return this.insert(start);
    arena.length = start;
    return entry;
  }

  /** Adds the key at the arena's tail, which is new; makes room first. */
  private insert(start: number): number {
    const { table } = this;
    const { arena } = table;
    let tail = start;
    const used = arena.length + (table.count + 1) * this.entryBytes;
    if (used + this.accumulators.extraBytes() > this.memoryBytes && table.count > 0) {
      tail = this.spillBefore(start);
    }
    const entry = table.insert(tail, arena.length, this.partitionAt(tail));
    this.accumulators.start(entry);
    return entry;
  }

  private partitionAt(tail: number): number {
    if (this.orderOf !== null) return this.partitioner(this.plain.bytes, 0, this.plain.length);
    return this.partitioner(this.table.arena.bytes, tail, this.table.arena.length);
  }

  /** Spills all entries and moves the key that comes after them to the arena's beginning. */
  private spillBefore(start: number): number {
    this.spills.spill((writer) => this.write(writer));
    this.table.clear();
    this.accumulators.clear();
    this.table.arena.keepTail(start, this.memoryBytes);
    return 0;
  }

  write(writer: SegmentWriter): void {
    const { table, sorter, accumulators } = this;
    const { bytes } = table.arena;
    const { refs } = table;
    const value = new ByteSink(256);
    sorter.sort(bytes, refs, table.count, this.partitions);
    for (let partition = 0; partition < this.partitions; partition++) {
      const end = sorter.starts[partition + 1];
      writer.begin(partition);
      for (let i = sorter.starts[partition]; i < end; i++) {
        const entry = sorter.order[i];
        const offset = refs[entry * REF_STRIDE + REF_OFFSET];
        const keyEnd = offset + refs[entry * REF_STRIDE + REF_KEY_LENGTH];
        value.length = 0;
        accumulators.encode(entry, value);
        writer.append(bytes, offset, keyEnd, value.bytes, 0, value.length);
      }
    }
    sorter.release();
  }
}

export function tableSpills(options: CollectorOptions, aggregate: Aggregate): Spills {
  return new Spills({ ...options, accumulators: createAccumulators(aggregate), combine: null });
}

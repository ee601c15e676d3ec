/**
 * Collects pairs that come one by one into a combining table in kernel memory, a batch at a time. The twin of
 * collect-table.ts, which takes what does not fit a batch.
 *
 * P1. What is wrong with a pair is said when it is emitted: only numbers wait, and a NaN never does.
 * P2. A batch holds what its pairs were when they were emitted: bytes, never the key itself.
 */

import { ByteSink } from "../kernels/byte-sink.js";
import type { PairOwner } from "../kernels/kernel-table.js";
import { PairBatch, type PairRoom } from "../kernels/pair-batch.js";
import { tableAggregate } from "./collect-blocks.js";
import type { Collector, CollectorOptions } from "./collecting.js";
import type { Aggregate, Key, KeyMode } from "./key.js";
import { encodeKey, encodeKeyBytes } from "./encoding/key-codec.js";
import { NOT_WRITTEN, writePlainKey, writeText } from "./encoding/plain-key.js";
import type { SegmentFile } from "./segment-file.js";
import { TwoTables } from "./two-tables.js";

/** Null where the kernels have no table for the pairs. */
export function createPairCollector(
  options: CollectorOptions,
  aggregate: Aggregate,
): Collector | null {
  const tables = TwoTables.open(options, aggregate, tableAggregate(aggregate, "numbers"));
  return tables === null ? null : new PairCollector(tables, options.keys, aggregate);
}

class PairCollector implements Collector, PairOwner {
  private readonly tables: TwoTables;
  private readonly room: PairRoom;
  private readonly batch: PairBatch;
  private readonly keys: KeyMode;
  /** Values are counted, whatever they are. */
  private readonly counts: boolean;
  private readonly stored = new ByteSink(256);

  constructor(tables: TwoTables, keys: KeyMode, aggregate: Aggregate) {
    this.tables = tables;
    this.keys = keys;
    this.counts = aggregate.kind === "count";
    this.room = tables.kernel.pairRoom();
    this.batch = new PairBatch(this.room);
  }

  get records(): number {
    return this.tables.records + this.batch.count;
  }

  emit(key: Key, value: unknown): void {
    const number = this.counts ? 1 : value;
    if (typeof number === "number" && !Number.isNaN(number)) {
      if (this.batch.isFull) this.takeBatch();
      const { batch } = this;
      const { keys, length, limit } = batch;
      // Texts by the shortest way: nearly all keys are.
      const end =
        typeof key === "string"
          ? writeText(key, this.keys, keys, length, limit)
          : writePlainKey(key, this.keys, keys, length, limit);
      if (end !== NOT_WRITTEN) return batch.add(end, number);
      this.stored.length = 0;
      encodeKey(key, this.keys, this.stored);
      this.addStored(number);
    } else this.tables.beside.emit(key, value);
  }

  addKey(bytes: Uint8Array, start: number, end: number, value: number): void {
    if (Number.isNaN(value)) return this.tables.beside.addKey(bytes, start, end, value);
    if (this.batch.isFull) this.takeBatch();
    this.stored.length = 0;
    encodeKeyBytes(bytes, start, end, this.keys, this.stored);
    this.addStored(value);
  }

  addKeyBytes(
    bytes: Uint8Array,
    start: number,
    end: number,
    value: Uint8Array,
    valueStart: number,
    valueEnd: number,
  ): void {
    if (this.counts) this.addKey(bytes, start, end, 1);
    else this.tables.beside.addKeyBytes(bytes, start, end, value, valueStart, valueEnd);
  }

  full(): void {
    this.tables.spill();
  }

  odd(index: number): void {
    const { keys, ends, values } = this.room;
    this.tables.beside.addStored(
      keys,
      index === 0 ? 0 : ends[index - 1],
      ends[index],
      values[index],
    );
  }

  finish(): SegmentFile {
    this.takeBatch();
    return this.tables.finish();
  }

  abort(): void {
    this.tables.abort();
  }

  /** The key is in `stored`. */
  private addStored(value: number): void {
    const { bytes, length } = this.stored;
    if (!this.batch.addBytes(bytes, 0, length, value)) {
      this.tables.beside.addStored(bytes, 0, length, value);
    }
  }

  private takeBatch(): void {
    this.tables.kernel.takePairs(this.room, this.batch.count, this);
    this.batch.clear();
  }
}

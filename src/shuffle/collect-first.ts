/**
 * Collects into a table of first values in kernel memory, a batch at a time: keys and values as bytes. The twin of
 * collect-table.ts, to which it hands over for good when a pair comes that it does not take: one that is too long for a
 * batch, or a value that is neither a number nor a text.
 *
 * F1. Equal keys keep their order: what the kernel's table holds is written before the other table takes its first pair.
 */

import { ByteSink } from "../kernels/byte-sink.js";
import { PairBatch, type PairRoom } from "../kernels/pair-batch.js";
import type { TableCollector } from "./collect-table.js";
import type { Collector, CollectorOptions } from "./collecting.js";
import type { Aggregate, Key, KeyMode } from "./key.js";
import { encodeKey, encodeKeyBytes } from "./encoding/key-codec.js";
import { NOT_WRITTEN, writePlainKey } from "./encoding/plain-key.js";
import type { SegmentFile } from "./segment-file.js";
import { TwoTables } from "./two-tables.js";
import { encodeNumber } from "./encoding/number-codec.js";
import { encodeText, encodeValue } from "./encoding/value-codec.js";

/** Null where another aggregate is asked for, or there are no kernels. */
export function createFirstCollector(
  options: CollectorOptions,
  aggregate: Aggregate,
): Collector | null {
  if (aggregate.kind !== "first") return null;
  const tables = TwoTables.open(options, aggregate, "first");
  return tables === null ? null : new FirstCollector(tables, options.keys);
}

class FirstCollector implements Collector {
  private readonly tables: TwoTables;
  /** Takes everything, once the kernel's table is left. */
  private other: TableCollector | null = null;
  private readonly room: PairRoom;
  private readonly batch: PairBatch;
  private readonly keys: KeyMode;
  private readonly key = new ByteSink(256);
  private readonly value = new ByteSink(256);

  constructor(tables: TwoTables, keys: KeyMode) {
    this.tables = tables;
    this.keys = keys;
    this.room = tables.kernel.pairRoom();
    this.batch = new PairBatch(this.room, 2);
  }

  get records(): number {
    return this.tables.records + this.batch.count / 2 + (this.other?.records ?? 0);
  }

  emit(key: Key, value: unknown): void {
    if (this.other !== null || (typeof value !== "number" && typeof value !== "string")) {
      return this.leave().emit(key, value);
    }
    this.begin();
    encodeValue(value, this.value);
    if (this.addPlainKey(key)) return;
    encodeKey(key, this.keys, this.key);
    if (!this.addKeyAndValue()) this.leave().emit(key, value);
  }

  addKey(bytes: Uint8Array, start: number, end: number, value: number): void {
    if (this.other !== null) return this.other.addKey(bytes, start, end, value);
    this.begin();
    encodeNumber(value, this.value);
    encodeKeyBytes(bytes, start, end, this.keys, this.key);
    if (!this.addKeyAndValue()) this.leave().addKey(bytes, start, end, value);
  }

  addKeyBytes(
    bytes: Uint8Array,
    start: number,
    end: number,
    value: Uint8Array,
    from: number,
    to: number,
  ): void {
    if (this.other !== null) return this.other.addKeyBytes(bytes, start, end, value, from, to);
    this.begin();
    encodeText(value, from, to, this.value);
    encodeKeyBytes(bytes, start, end, this.keys, this.key);
    if (!this.addKeyAndValue()) this.leave().addKeyBytes(bytes, start, end, value, from, to);
  }

  full(): void {
    this.tables.spill();
  }

  finish(): SegmentFile {
    if (this.other !== null) return this.other.finish();
    this.takeBatch();
    return this.tables.finish();
  }

  abort(): void {
    this.tables.abort();
  }

  private begin(): void {
    if (this.batch.isFull) this.takeBatch();
    this.key.length = 0;
    this.value.length = 0;
  }

  private addPlainKey(key: Key): boolean {
    const { batch, value } = this;
    if (!batch.takes(value.length)) return false;
    const end = writePlainKey(key, this.keys, batch.keys, batch.length, batch.limit);
    if (end === NOT_WRITTEN) return false;
    batch.add(end, 0);
    return batch.addBytes(value.bytes, 0, value.length, 0);
  }

  private addKeyAndValue(): boolean {
    const { batch, key, value } = this;
    if (!batch.takes(value.length) || !batch.addBytes(key.bytes, 0, key.length, 0)) return false;
    return batch.addBytes(value.bytes, 0, value.length, 0);
  }

  private takeBatch(): void {
    this.tables.kernel.takeFirsts(this.room, this.batch.count / 2, this);
    this.batch.clear();
  }

  private leave(): TableCollector {
    if (this.other === null) {
      this.takeBatch();
      this.other = this.tables.leaveKernel();
    }
    return this.other;
  }
}

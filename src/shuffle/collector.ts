/**
 * Takes a map attempt's pairs and leaves them as one segment file: partitioned, sorted, combined.
 *
 * Two kinds behind one interface: with a declared aggregate a table of accumulators (collect-table.ts), else an arena of
 * records that is sorted (collect-records.ts). Both spill when `memoryBytes` is reached.
 *
 * C1. Nothing is allocated for a call with string, number or byte keys.
 * C2. A pair may be larger than the budget: it goes through alone.
 * C3. `finish` leaves exactly one file, at `path`, renamed once; `abort` leaves none. After either, and after any error,
 *     the collector is of no further use.
 * C4. The memory budget, and so the number of spills, never shows in what a merge of the file yields (a user's
 *     combiner must be associative for that). With `orderValuesBy` a user's combiner is not run: it may not know the order.
 */

import { TableCollector } from "./collect-table.js";
import { RecordCollector } from "./collect-records.js";
import type { Aggregate, CombineFunction, Key, KeyMode } from "./key.js";
import type { CollectorPartitioning } from "./partitioner.js";
import type { SegmentFile } from "./segment-file.js";

export type { CollectorPartitioning } from "./partitioner.js";
export type { SegmentFile } from "./segment-file.js";

export interface CollectorOptions {
  readonly partitions: number;
  readonly partitioning: CollectorPartitioning;
  readonly keys: KeyMode;
  readonly aggregate: Aggregate | null;
  readonly combine: CombineFunction | null;
  readonly orderValuesBy: ((value: unknown) => Key) | null;
  readonly memoryBytes: number;
  /** The attempt's own; exists. */
  readonly directory: string;
  /** Of the finished file, on the same file system as `directory`. */
  readonly path: string;
}

export interface Collector {
  emit(key: Key, value: unknown): void;
  /** A raw key (in tagged mode: the string with these UTF-8 bytes) and a number. */
  addKey(bytes: Buffer, start: number, end: number, value: number): void;
  /** The same with a string value, given as UTF-8 bytes. */
  addKeyBytes(
    bytes: Buffer,
    start: number,
    end: number,
    value: Buffer,
    valueStart: number,
    valueEnd: number,
  ): void;
  /** Pairs taken so far, before combining. */
  readonly records: number;
  finish(): SegmentFile;
  abort(): void;
}

export function createCollector(options: CollectorOptions): Collector {
  if (options.aggregate !== null) return new TableCollector(options, options.aggregate);
  return new RecordCollector(options);
}

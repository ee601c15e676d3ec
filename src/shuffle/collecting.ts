/**
 * What a collector is asked for and what it offers (collector.ts says how it behaves).
 */

import type { BlockTaker } from "../kernels/block-program.js";
import type { Aggregate, CombineFunction, Key, KeyMode } from "./key.js";
import type { CollectorPartitioning } from "./partitioner.js";
import type { SegmentFile } from "./segment-file.js";

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
  /** Pairs come by the block, each with the value 1, or with numbers; null or absent: one by one. */
  readonly byBlocks?: "ones" | "numbers" | null;
  /** Of the finished file, on the same file system as `directory`. */
  readonly path: string;
}

export interface Collector {
  /** Null or absent: pairs come one by one. */
  readonly blocks?: BlockTaker | null;
  emit(key: Key, value: unknown): void;
  /** A raw key (in tagged mode: the string with these UTF-8 bytes) and a number. */
  addKey(bytes: Uint8Array, start: number, end: number, value: number): void;
  /** The same with a string value, given as UTF-8 bytes. */
  addKeyBytes(
    bytes: Uint8Array,
    start: number,
    end: number,
    value: Uint8Array,
    valueStart: number,
    valueEnd: number,
  ): void;
  /** Pairs taken so far, before combining. */
  readonly records: number;
  finish(): SegmentFile;
  abort(): void;
}

/**
 * What a declared aggregate keeps for each key: columns indexed by a dense entry number, so that the combining table,
 * the spill merge and the reduce use the same code (a merge uses entry 0 only).
 *
 * Encoded accumulators are what segments carry in place of values: absorbing them in any grouping and (but for
 * `first`) any order gives the same result to the last bit.
 */

import type { ByteSink } from "../../kernels/byte-sink.js";
import type { MergeOperation } from "../../kernels/merge-kernel.js";

export interface Accumulators {
  /** Memory of an entry in the columns. */
  readonly entryBytes: number;
  /** Set where kernels know how encoded accumulators become one, but for rare ones. */
  readonly mergedAs?: Exclude<MergeOperation, "alone">;
  /** Memory of what does not fit the columns, at present. */
  extraBytes(): number;
  /** Makes `entry` an empty accumulator. */
  start(entry: number): void;
  addNumber(entry: number, value: number): void;
  addValue(entry: number, value: unknown): void;
  /** Adds the string whose UTF-8 bytes are given. */
  addText(entry: number, bytes: Buffer, start: number, end: number): void;
  /** Adds an encoded accumulator. */
  absorb(entry: number, bytes: Buffer, start: number, end: number): void;
  encode(entry: number, out: ByteSink): void;
  /** The aggregate's final value. */
  value(entry: number): unknown;
  /** Forgets all entries. */
  clear(): void;
}

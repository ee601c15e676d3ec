/**
 * What a declared aggregate keeps for each key: columns indexed by a dense entry number, so that the combining table,
 * the spill merge and the reduce use the same code (a merge uses entry 0 only).
 *
 * Encoded accumulators are what segments carry in place of values: absorbing them in any grouping and (but for
 * `first`) any order gives the same result to the last bit.
 */

import { MrError, unreachable } from "../../engine/error.js";
import type { ByteSink } from "../../kernels/byte-sink.js";
import type { Aggregate } from "../key.js";
import { AverageAccumulators } from "./average.js";
import { CountAccumulators } from "./count.js";
import { ExtremeAccumulators } from "./extreme.js";
import { FirstAccumulators } from "./first.js";
import { NoAccumulators } from "./none.js";
import { SumAccumulators } from "./sum.js";
import { TopAccumulators } from "./top.js";

export interface Accumulators {
  /** Memory of an entry in the columns. */
  readonly entryBytes: number;
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

export function createAccumulators(aggregate: Aggregate): Accumulators {
  switch (aggregate.kind) {
    case "count":
      return new CountAccumulators();
    case "sum":
      return new SumAccumulators();
    case "average":
      return new AverageAccumulators();
    case "min":
      return new ExtremeAccumulators("min");
    case "max":
      return new ExtremeAccumulators("max");
    case "first":
      return new FirstAccumulators();
    case "distinct":
      return new NoAccumulators();
    case "top-k":
      if (!Number.isInteger(aggregate.k) || aggregate.k < 1) {
        throw new MrError("MR_JOB_INVALID", `topK of ${aggregate.k} values`, {
          hint: "k is a whole number from 1.",
        });
      }
      return new TopAccumulators(aggregate.k, aggregate.order);
    default:
      return unreachable(aggregate, "createAccumulators");
  }
}

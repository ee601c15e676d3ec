/**
 * A declared aggregate over values that were not combined on the way (their steps had a combiner of their own).
 */

import { ByteSink } from "../../kernels/byte-sink.js";
import { compareBytes } from "../../kernels/bytes.js";
import type { Aggregate, Key } from "../key.js";
import { decodeKey, encodeKey } from "../encoding/key-codec.js";
import { createAccumulators } from "./create.js";

/** The aggregate's final value. All of a key's distinct values are held in memory, all else streams. */
export function foldAggregate(aggregate: Aggregate, values: Iterable<unknown>): unknown {
  if (aggregate.kind === "distinct") return distinctValues(values);
  const accumulators = createAccumulators(aggregate);
  accumulators.start(0);
  for (const value of values) accumulators.addValue(0, value);
  return accumulators.value(0);
}

function distinctValues(values: Iterable<unknown>): Key[] {
  const seen = new Map<string, Buffer>();
  const sink = new ByteSink(256);
  for (const value of values) {
    sink.length = 0;
    encodeKey(value as Key, "tagged", sink);
    const name = sink.bytes.toString("latin1", 0, sink.length);
    if (!seen.has(name)) seen.set(name, Buffer.from(sink.bytes.subarray(0, sink.length)));
  }
  const sorted = [...seen.values()].sort((a, b) => compareBytes(a, 0, a.length, b, 0, b.length));
  return sorted.map((bytes) => decodeKey(bytes, 0, bytes.length, "tagged"));
}

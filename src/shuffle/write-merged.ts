/**
 * Writes the records of a merge as one run, combining what can be combined.
 */

import { ByteSink } from "../kernels/byte-sink.js";
import { equalBytes } from "../kernels/bytes.js";
import type { Accumulators } from "./accumulators/accumulators.js";
import type { RunMerge } from "./run-merge.js";
import type { SegmentWriter } from "./segment-writer.js";

/** All records as they are, in order. */
export function writeAsIs(merge: RunMerge, writer: SegmentWriter): void {
  for (let record = merge.current; record !== null; record = merge.current) {
    const { bytes, keyStart, keyEnd, valueEnd } = record;
    writer.append(bytes, keyStart, keyEnd, bytes, keyEnd, valueEnd);
    merge.advance();
  }
}

/** One record a key, whose value is the accumulator of all its records. */
export function writeCombined(
  merge: RunMerge,
  writer: SegmentWriter,
  accumulators: Accumulators,
): void {
  const key = new ByteSink(256);
  const value = new ByteSink(256);
  for (let record = merge.current; record !== null; ) {
    key.length = 0;
    key.append(record.bytes, record.keyStart, record.keyEnd);
    accumulators.clear();
    accumulators.start(0);
    do {
      accumulators.absorb(0, record.bytes, record.keyEnd, record.valueEnd);
      merge.advance();
      record = merge.current;
    } while (
      record !== null &&
      equalBytes(key.bytes, 0, key.length, record.bytes, record.keyStart, record.keyEnd)
    );
    value.length = 0;
    accumulators.encode(0, value);
    writer.append(key.bytes, 0, key.length, value.bytes, 0, value.length);
  }
}

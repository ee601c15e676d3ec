/**
 * Takes a map attempt's pairs and leaves them as one segment file: partitioned, sorted, combined.
 *
 * Two kinds behind one interface: with a declared aggregate a table of accumulators (collect-table.ts), else an arena
 * of records that is sorted (collect-records.ts). Each has kinds that work in kernel memory and are used where there are
 * kernels: for tables collect-blocks.ts, when pairs come by the block, collect-pairs.ts and collect-first.ts; for arenas
 * collect-kernel.ts. All spill when `memoryBytes` is reached.
 *
 * C1. Nothing is allocated for a call with string, number or byte keys.
 * C2. A pair may be larger than the budget: it goes through alone.
 * C3. `finish` leaves exactly one file, at `path`, renamed once; `abort` leaves none. After either, and after any error,
 *     the collector is of no further use.
 * C4. The memory budget, and so the number of spills, never shows in what a merge of the file yields (a user's
 *     combiner must be associative for that). With `orderValuesBy` a user's combiner is not run: it may not know the order.
 */

import { createBlockCollector } from "./collect-blocks.js";
import { createFirstCollector } from "./collect-first.js";
import { createKernelCollector } from "./collect-kernel.js";
import { createPairCollector } from "./collect-pairs.js";
import { RecordCollector } from "./collect-records.js";
import { TableCollector } from "./collect-table.js";
import type { Collector, CollectorOptions } from "./collecting.js";

export type { Collector, CollectorOptions } from "./collecting.js";
export type { CollectorPartitioning } from "./partitioner.js";
export type { SegmentFile } from "./segment-file.js";

export function createCollector(options: CollectorOptions): Collector {
  const { aggregate } = options;
  if (aggregate === null) return createKernelCollector(options) ?? new RecordCollector(options);
  return (
    createBlockCollector(options, aggregate) ??
    createPairCollector(options, aggregate) ??
    createFirstCollector(options, aggregate) ??
    new TableCollector(options, aggregate)
  );
}

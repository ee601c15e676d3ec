/**
 * Collects pairs by the block into a combining table in kernel memory. What the kernel leaves out (records that are odd,
 * sums that need more than two doubles) comes back as single pairs, which go into the table beside it.
 */

import type { BlockProgram, BlockTaker } from "../kernels/block-program.js";
import { MOST_KEPT, type TableAggregate } from "../kernels/kernel-table.js";
import type { Collector, CollectorOptions } from "./collecting.js";
import type { Aggregate, Key } from "./key.js";
import type { SegmentFile } from "./segment-file.js";
import { TwoTables } from "./two-tables.js";

/** Null where pairs do not come by the block, or the kernels have no table for them. */
export function createBlockCollector(
  options: CollectorOptions,
  aggregate: Aggregate,
): Collector | null {
  const { byBlocks, keys } = options;
  if (byBlocks === undefined || byBlocks === null || keys !== "raw") return null;
  const tables = TwoTables.open(options, aggregate, tableAggregate(aggregate, byBlocks));
  return tables === null ? null : new BlockCollector(tables);
}

export function tableAggregate(
  aggregate: Aggregate,
  values: "ones" | "numbers",
): TableAggregate | null {
  switch (aggregate.kind) {
    case "sum":
      // A sum of ones is a count, and has the same bytes.
      return values === "ones" ? "count" : "sum";
    case "count-and-sum":
      return "average";
    case "first":
      // Of ones, any is the first. Numbers go one by one: odd records would lose their place among the others.
      return values === "ones" ? "min" : null;
    case "distinct":
      return values === "numbers" ? "distinct" : null;
    case "count":
    case "min":
    case "max":
    case "average":
      return aggregate.kind;
    case "top-k":
      // Of no k at all the table beside it knows what to say.
      return aggregate.k >= 1 && aggregate.k <= MOST_KEPT ? aggregate.order : null;
    default:
      return null;
  }
}

class BlockCollector implements Collector, BlockTaker {
  readonly blocks = this;
  private readonly tables: TwoTables;

  constructor(tables: TwoTables) {
    this.tables = tables;
  }

  get records(): number {
    return this.tables.records;
  }

  addBlock(
    program: BlockProgram,
    bytes: Buffer,
    start: number,
    end: number,
    odd: (start: number, end: number) => number,
  ): number {
    const { tables } = this;
    const before = tables.kernel.records;
    let oddRecords = 0;
    tables.kernel.read(program, bytes, start, end, {
      full: () => tables.spill(),
      odd: (from, to) => {
        oddRecords += odd(from, to);
      },
    });
    return tables.kernel.records - before + oddRecords;
  }

  emit(key: Key, value: unknown): void {
    this.tables.beside.emit(key, value);
  }

  addKey(bytes: Uint8Array, start: number, end: number, value: number): void {
    this.tables.beside.addKey(bytes, start, end, value);
  }

  addKeyBytes(
    bytes: Uint8Array,
    start: number,
    end: number,
    value: Uint8Array,
    valueStart: number,
    valueEnd: number,
  ): void {
    this.tables.beside.addKeyBytes(bytes, start, end, value, valueStart, valueEnd);
  }

  finish(): SegmentFile {
    return this.tables.finish();
  }

  abort(): void {
    this.tables.abort();
  }
}

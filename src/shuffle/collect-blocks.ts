/**
 * Collects pairs by the block into a combining table in kernel memory.
 *
 * Everything the kernel does not take (records that are odd, sums that need more than two doubles, pairs that come one
 * by one) goes into a TypeScript table beside it, which is made when it is needed. Both write runs of the same form, so
 * merging them is what merging spills is.
 */

import type { BlockProgram, BlockTaker } from "../kernels/block-program.js";
import { KernelTable, type NumberAggregate } from "../kernels/kernel-table.js";
import { TableCollector, tableSpills } from "./collect-table.js";
import type { Collector, CollectorOptions } from "./collecting.js";
import type { Aggregate, Key } from "./key.js";
import {
  BLOCK_HEADER_BYTES,
  blockBytesFor,
  MEMORY_LIMIT_BYTES,
  type SegmentFile,
} from "./segment-file.js";
import type { SegmentWriter } from "./segment-writer.js";
import type { Spills } from "./spills.js";

/** The part of the budget that is kept for the table beside the kernel's. */
const BESIDE_SHARE = 8;

/** Null where pairs do not come by the block, or the kernels have no table for them. */
export function createBlockCollector(
  options: CollectorOptions,
  aggregate: Aggregate,
): Collector | null {
  const { byBlocks, partitioning, keys, orderValuesBy, partitions } = options;
  if (byBlocks === undefined || byBlocks === null) return null;
  const kind = numberAggregate(aggregate, byBlocks);
  if (kind === null || keys !== "raw" || orderValuesBy !== null) return null;
  if (partitioning.kind === "custom") return null;
  const memoryBytes = Math.min(options.memoryBytes, MEMORY_LIMIT_BYTES);
  const besideBytes = Math.floor(memoryBytes / BESIDE_SHARE);
  const table = KernelTable.open({
    aggregate: kind,
    partitions,
    memoryBytes: memoryBytes - besideBytes,
    blockBytes: blockBytesFor(options.memoryBytes),
    headerBytes: BLOCK_HEADER_BYTES,
  });
  if (table === null) return null;
  if (partitioning.kind === "range") {
    const longest = Math.max(0, ...partitioning.cuts.map((cut) => cut.length));
    if (longest > table.cutLimitBytes) {
      table.close();
      return null;
    }
  }
  return new BlockCollector(options, aggregate, table, besideBytes);
}

function numberAggregate({ kind }: Aggregate, values: "ones" | "numbers"): NumberAggregate | null {
  switch (kind) {
    case "sum":
      // A sum of ones is a count, and has the same bytes.
      return values === "ones" ? "count" : "sum";
    case "count-and-sum":
      return "average";
    case "count":
    case "min":
    case "max":
    case "average":
      return kind;
    default:
      return null;
  }
}

class BlockCollector implements Collector, BlockTaker {
  readonly blocks = this;
  private readonly options: CollectorOptions;
  private readonly aggregate: Aggregate;
  private readonly table: KernelTable;
  private readonly besideBytes: number;
  private readonly spills: Spills;
  private beside: TableCollector | null = null;
  private open = true;

  constructor(
    options: CollectorOptions,
    aggregate: Aggregate,
    table: KernelTable,
    besideBytes: number,
  ) {
    this.options = options;
    this.aggregate = aggregate;
    this.table = table;
    this.besideBytes = besideBytes;
    this.spills = tableSpills(options, aggregate);
  }

  get records(): number {
    return this.table.records + (this.beside?.records ?? 0);
  }

  addBlock(
    program: BlockProgram,
    bytes: Buffer,
    start: number,
    end: number,
    odd: (start: number, end: number) => number,
  ): number {
    const { table } = this;
    const before = table.records;
    let oddRecords = 0;
    table.read(program, bytes, start, end, {
      full: () => this.spills.spill((writer) => this.write(writer)),
      odd: (from, to) => {
        oddRecords += odd(from, to);
      },
    });
    return table.records - before + oddRecords;
  }

  emit(key: Key, value: unknown): void {
    this.tableBeside().emit(key, value);
  }

  addKey(bytes: Uint8Array, start: number, end: number, value: number): void {
    this.tableBeside().addKey(bytes, start, end, value);
  }

  addKeyBytes(
    bytes: Uint8Array,
    start: number,
    end: number,
    value: Uint8Array,
    valueStart: number,
    valueEnd: number,
  ): void {
    this.tableBeside().addKeyBytes(bytes, start, end, value, valueStart, valueEnd);
  }

  finish(): SegmentFile {
    const { beside, table } = this;
    if (beside !== null && !beside.isEmpty) {
      if (table.keys === 0) return this.finishWith((writer) => beside.write(writer));
      this.spills.add((writer) => beside.write(writer));
    }
    return this.finishWith(table.keys === 0 ? null : (writer) => this.write(writer));
  }

  abort(): void {
    this.close();
    this.spills.abort();
  }

  private finishWith(write: ((writer: SegmentWriter) => void) | null): SegmentFile {
    const file = this.spills.finish(write);
    this.close();
    return file;
  }

  private close(): void {
    if (!this.open) return;
    this.open = false;
    this.table.close();
  }

  private tableBeside(): TableCollector {
    this.beside ??= new TableCollector(
      { ...this.options, memoryBytes: this.besideBytes },
      this.aggregate,
      this.spills,
    );
    return this.beside;
  }

  private write(writer: SegmentWriter): void {
    const { table } = this;
    const { partitions, partitioning } = this.options;
    const starts =
      partitioning.kind === "range" ? table.sortByRange(partitioning.cuts) : table.sortByHash();
    for (let partition = 0; partition < partitions; partition++) {
      writer.begin(partition);
      this.writeRows(writer, starts[partition], starts[partition + 1]);
    }
  }

  private writeRows(writer: SegmentWriter, from: number, to: number): void {
    const { table } = this;
    for (let row = from; row < to; ) {
      const count = table.writeRecords(row, to);
      if (count === 0) {
        const key = table.rowKey(row);
        const value = table.rowValue(row);
        writer.append(key, 0, key.length, value, 0, value.length);
        row++;
      } else {
        writer.appendBlock(table.block, table.blockEnd, count, table.digestHigh, table.digestLow);
        row += count;
      }
    }
  }
}

/**
 * A combining table in kernel memory and, once something comes that the kernel does not take, a TypeScript table beside
 * it. Both write runs of the same form, so merging them is what merging spills is.
 *
 * Owns: the kernel's table, until `finish` or `abort`. Talks to: src/kernels/kernel-table.ts, collect-table.ts.
 */

import { KernelTable, type TableAggregate } from "../kernels/kernel-table.js";
import { TableCollector, tableSpills } from "./collect-table.js";
import type { CollectorOptions } from "./collecting.js";
import type { Aggregate } from "./key.js";
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

export class TwoTables {
  readonly kernel: KernelTable;
  private readonly options: CollectorOptions;
  private readonly aggregate: Aggregate;
  private readonly besideBytes: number;
  private readonly spills: Spills;
  private second: TableCollector | null = null;
  private open = true;

  /** Null where there are no kernels, or these have no such table. */
  static open(
    options: CollectorOptions,
    aggregate: Aggregate,
    kind: TableAggregate | null,
  ): TwoTables | null {
    const { partitioning, orderValuesBy, partitions } = options;
    if (kind === null || orderValuesBy !== null || partitioning.kind === "custom") return null;
    // Its keys are composites, which cuts do not compare with, and in which a TAB may be another one.
    if (kind === "distinct" && partitioning.kind !== "hash") return null;
    const memoryBytes = Math.min(options.memoryBytes, MEMORY_LIMIT_BYTES);
    // With `first` there is one table at a time: see `leaveKernel`.
    const besideBytes = kind === "first" ? 0 : Math.floor(memoryBytes / BESIDE_SHARE);
    const table = KernelTable.open({
      aggregate: kind,
      kept: aggregate.kind === "top-k" ? aggregate.k : 0,
      tagged: options.keys === "tagged",
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
    return new TwoTables(options, aggregate, table, besideBytes);
  }

  private constructor(
    options: CollectorOptions,
    aggregate: Aggregate,
    kernel: KernelTable,
    besideBytes: number,
  ) {
    this.options = options;
    this.aggregate = aggregate;
    this.kernel = kernel;
    this.besideBytes = besideBytes;
    this.spills = tableSpills(options, aggregate);
  }

  get records(): number {
    return this.kernel.records + (this.second?.records ?? 0);
  }

  /** Made when it is needed. */
  get beside(): TableCollector {
    this.second ??= new TableCollector(
      { ...this.options, memoryBytes: this.besideBytes },
      this.aggregate,
      this.spills,
    );
    return this.second;
  }

  /** Writes the kernel's table, which is then cleared. */
  spill(): void {
    this.spills.spill((writer) => this.write(writer));
  }

  /**
   * A table for all that comes from now on: what is in the kernel's stands before it, and its memory is given up. Neither
   * the kernel's table nor the one beside it is used afterwards.
   */
  leaveKernel(): TableCollector {
    if (this.kernel.keys > 0) this.spills.add((writer) => this.write(writer));
    this.close();
    return new TableCollector(this.options, this.aggregate, this.spills);
  }

  finish(): SegmentFile {
    const { second, kernel } = this;
    if (second !== null && !second.isEmpty) {
      if (kernel.keys === 0) return this.finishWith((writer) => second.write(writer));
      this.spills.add((writer) => second.write(writer));
    }
    return this.finishWith(kernel.keys === 0 ? null : (writer) => this.write(writer));
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
    this.kernel.close();
  }

  private write(writer: SegmentWriter): void {
    const { kernel } = this;
    const { partitions, partitioning } = this.options;
    const starts =
      partitioning.kind === "range"
        ? kernel.sortByRange(partitioning.cuts)
        : kernel.sortByHash(partitioning.kind === "before-tab");
    for (let partition = 0; partition < partitions; partition++) {
      writer.begin(partition);
      this.writeRows(writer, starts[partition], starts[partition + 1]);
    }
  }

  private writeRows(writer: SegmentWriter, from: number, to: number): void {
    const { kernel } = this;
    for (let row = from; row < to; ) {
      const count = kernel.writeRecords(row, to);
      if (count === 0) {
        const key = kernel.rowKey(row);
        const value = kernel.rowValue(row);
        writer.append(key, 0, key.length, value, 0, value.length);
        row++;
      } else {
        writer.appendBlock(
          kernel.block,
          kernel.blockEnd,
          count,
          kernel.digestHigh,
          kernel.digestLow,
        );
        row += count;
      }
    }
  }
}

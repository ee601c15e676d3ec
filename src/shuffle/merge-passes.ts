/**
 * Merges too many runs down to the fan-in, through files of the attempt's own.
 *
 * S1. What is read from runs that are not of our own making is summed up, whatever way it takes.
 */

import { join } from "node:path";
import { MrError } from "../engine/error.js";
import { RecordSum } from "../kernels/record-scan.js";
import type { Accumulators } from "./accumulators/accumulators.js";
import { createAccumulators } from "./accumulators/create.js";
import { compact, fanInFor } from "./compact.js";
import type { KernelMerge } from "./kernel-merge.js";
import { mergeBlocks } from "./merge-blocks.js";
import type { MergeOptions } from "./merge-options.js";
import { OpenFiles } from "./open-files.js";
import { RunMerge } from "./run-merge.js";
import { removeScratch } from "./scratch-io.js";
import { BLOCK_LIMIT_BYTES, blockBytesFor, type LocalRun, type RunSource } from "./segment-file.js";
import { ownRuns, SegmentWriter } from "./segment-writer.js";
import { writeAsIs, writeCombined } from "./write-merged.js";

export class MergePasses {
  /** Of all records read from runs that are not of our own making. */
  readonly sourceSum = new RecordSum();
  readonly paths = new Set<string>();
  private made = 0;
  private readonly options: MergeOptions;
  private readonly accumulators: Accumulators | null;

  constructor(options: MergeOptions) {
    this.options = options;
    this.accumulators = options.aggregate === null ? null : createAccumulators(options.aggregate);
  }

  reduce(runs: readonly LocalRun[]): LocalRun[] {
    const blockBytes = Math.max(
      0,
      ...runs.map((run) => Math.min(run.blockBytes, BLOCK_LIMIT_BYTES)),
    );
    return compact(runs, {
      fanIn: fanInFor(this.options.memoryBytes, blockBytes),
      sizeBytes: (run) => run.sizeBytes,
      merge: (neighbours) => this.mergeToFile(neighbours),
    });
  }

  sourceSumCopy(): RecordSum {
    const sum = new RecordSum();
    sum.add(this.sourceSum.records, this.sourceSum.high, this.sourceSum.low);
    return sum;
  }

  removeFiles(): void {
    for (const path of this.paths) removeScratch(path);
    this.paths.clear();
  }

  private mergeToFile(runs: readonly LocalRun[]): LocalRun {
    const path = join(this.options.directory, `merge-${nextMerge++}-${this.made++}.seg`);
    const files = new OpenFiles();
    const writer = new SegmentWriter({
      path,
      temporaryPath: `${path}.tmp`,
      partitions: 1,
      blockBytes: blockBytesFor(this.options.memoryBytes),
    });
    try {
      this.merge(runs, files, writer);
      const [merged] = ownRuns(writer.finish());
      this.paths.add(path);
      for (const run of runs) this.forget(run);
      return merged;
    } catch (error) {
      writer.abort();
      throw error;
    } finally {
      files.close();
    }
  }

  private merge(runs: readonly LocalRun[], files: OpenFiles, writer: SegmentWriter): void {
    const { accumulators } = this;
    const addSum = (merge: RunMerge | KernelMerge): void =>
      merge.addSumTo(this.sourceSum, (run) => this.paths.has(run.path));
    writer.begin(0);
    if (mergeBlocks({ runs, files, accumulators }, writer, addSum)) return;
    const merge = new RunMerge();
    merge.open(runs, files);
    if (accumulators === null) writeAsIs(merge, writer);
    else writeCombined(merge, writer, accumulators);
    addSum(merge);
  }

  /** An intermediate run that has been merged again is no longer needed. */
  private forget(run: LocalRun): void {
    if (this.paths.has(run.path)) removeScratch(run.path);
  }
}

/** Cursors of one attempt may share a directory. */
let nextMerge = 0;

/** Orders runs by map task, whatever order they arrived in. */
export function inSourceOrder(runs: readonly LocalRun[]): LocalRun[] {
  const sorted = runs.filter((run) => run.digest.records > 0);
  sorted.sort((a, b) => compareSources(a.source, b.source));
  for (let i = 1; i < sorted.length; i++) {
    const { source } = sorted[i];
    if (source !== null && compareSources(source, sorted[i - 1].source) === 0) {
      throw new MrError(
        "MR_INTERNAL",
        `two runs of ${source.stage} task ${source.index} were handed to one merge`,
      );
    }
  }
  return sorted;
}

/** Runs without a source keep their places (the sort is stable). */
function compareSources(a: RunSource | null, b: RunSource | null): number {
  if (a === null || b === null) return 0;
  if (a.stage !== b.stage) return a.stage < b.stage ? -1 : 1;
  return a.index - b.index;
}

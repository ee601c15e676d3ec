/**
 * The reduce side: all runs of one partition as one stream of groups.
 *
 * N1. Values of a key come by (key, [order], map task, emission), whatever the memory, the fan-in or the order in which
 *     runs arrived.
 * N2. Memory is one block a run, at most 64 runs or what the budget allows; more runs are merged in passes through
 *     files below `directory`, which are gone when the cursor is closed.
 * N3. Synchronous; the first error leaves nothing open. Unreadable sources are a FetchError.
 */

import { join } from "node:path";
import { MrError } from "../engine/error.js";
import { RecordSum } from "../kernels/record-scan.js";
import type { Accumulators } from "./accumulators/accumulators.js";
import { createAccumulators } from "./accumulators/create.js";
import { compact, fanInFor } from "./compact.js";
import { type GroupCursor, MergeCursor } from "./group-cursor.js";
import type { Aggregate, KeyMode } from "./key.js";
import { OpenFiles } from "./open-files.js";
import { RunMerge } from "./run-merge.js";
import { removeScratch } from "./scratch-io.js";
import { BLOCK_LIMIT_BYTES, blockBytesFor, type LocalRun, type RunSource } from "./segment-file.js";
import { ownRuns, SegmentWriter } from "./segment-writer.js";
import { writeAsIs, writeCombined } from "./write-merged.js";

export type { GroupCursor } from "./group-cursor.js";

export interface MergeOptions {
  readonly runs: readonly LocalRun[];
  readonly keys: KeyMode;
  /** The collectors ordered values (orderValuesBy). */
  readonly ordered: boolean;
  /** What the collectors combined by, if a declared aggregate. */
  readonly aggregate: Aggregate | null;
  readonly memoryBytes: number;
  /** For intermediate merges; exists. */
  readonly directory: string;
}

export function openGroups(options: MergeOptions): GroupCursor {
  const files = new OpenFiles();
  const passes = new MergePasses(options);
  const close = (): void => {
    files.close();
    passes.removeFiles();
  };
  try {
    const merge = new RunMerge();
    merge.open(passes.reduce(inSourceOrder(options.runs)), files);
    return new MergeCursor(merge, options, {
      // What intermediate runs hold was counted when it was read from the sources.
      earlier: passes.sourceSum,
      isIntermediate: (run) => passes.paths.has(run.path),
      onClose: close,
    });
  } catch (error) {
    close();
    throw error;
  }
}

/** Merges too many runs down to the fan-in, through files. */
class MergePasses {
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
      const merge = new RunMerge();
      merge.open(runs, files);
      writer.begin(0);
      if (this.accumulators === null) writeAsIs(merge, writer);
      else writeCombined(merge, writer, this.accumulators);
      merge.addSumTo(this.sourceSum, (run) => this.paths.has(run.path));
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

  /** An intermediate run that has been merged again is no longer needed. */
  private forget(run: LocalRun): void {
    if (this.paths.has(run.path)) removeScratch(run.path);
  }
}

/** Cursors of one attempt may share a directory. */
let nextMerge = 0;

/** Orders runs by map task, whatever order they arrived in. */
function inSourceOrder(runs: readonly LocalRun[]): LocalRun[] {
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

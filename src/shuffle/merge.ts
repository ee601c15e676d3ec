/**
 * The reduce side: all runs of one partition as one stream of groups.
 *
 * N1. Values of a key come by (key, [order], map task, emission), whatever the memory, the fan-in or the order in which
 *     runs arrived.
 * N2. Memory is one block a run, at most 64 runs or what the budget allows; more runs are merged in passes through
 *     files below `directory`, which are gone when the cursor is closed.
 * N3. Synchronous; the first error leaves nothing open. Unreadable sources are a FetchError.
 */

import { type GroupCursor, MergeCursor } from "./group-cursor.js";
import type { MergeOptions } from "./merge-options.js";
import { inSourceOrder, MergePasses } from "./merge-passes.js";
import { MergedRecords } from "./merged-records.js";
import { OpenFiles } from "./open-files.js";
import { RunMerge } from "./run-merge.js";
import type { LocalRun } from "./segment-file.js";

export type { GroupCursor } from "./group-cursor.js";
export type { MergeOptions } from "./merge-options.js";

export function openGroups(options: MergeOptions): GroupCursor {
  const files = new OpenFiles();
  const passes = new MergePasses(options);
  let merged: MergedRecords | null = null;
  const close = (): void => {
    merged?.close();
    merged = null;
    files.close();
    passes.removeFiles();
  };
  try {
    const runs = passes.reduce(inSourceOrder(options.runs));
    merged = MergedRecords.open(runs, files);
    return new MergeCursor(merged ?? openRunMerge(runs, files), options, {
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

/** The twin in TypeScript, for what kernels do not do. */
function openRunMerge(runs: readonly LocalRun[], files: OpenFiles): RunMerge {
  const merge = new RunMerge();
  merge.open(runs, files);
  return merge;
}

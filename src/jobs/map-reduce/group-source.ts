/**
 * One partition of a shuffle as groups: waits for all map outputs, opens them, merges.
 *
 * Owns: the cursor of a task. Talks to: src/shuffle.
 *
 * S1. Runs are merged in the order of the tasks that wrote them, whatever order they came in.
 * S2. A moved output comes again: the highest attempt counts.
 * S3. Between groups the task breathes and reports; the digest of all records read is the task's.
 */

import type { SourceLocation } from "../../engine/command.js";
import type { RecordDigest } from "../../engine/graph.js";
import { resolveRuns } from "../../shuffle/fetch.js";
import { type GroupCursor, type MergeOptions, openGroups } from "../../shuffle/merge.js";
import type { LocalRun } from "../../shuffle/segment-file.js";
import type { TaskFrame } from "./task-frame.js";

export type GroupOptions = Pick<MergeOptions, "keys" | "ordered" | "aggregate" | "memoryBytes">;

/** Looking at the clock costs more than a small group. */
const GROUPS_A_LOOK = 64;

/** Opens the groups that this task has to read from stage `from`. */
export async function openSource(
  frame: TaskFrame,
  from: string,
  options: GroupOptions,
): Promise<GroupCursor> {
  return openGroups(await mergeOptions(frame, from, options));
}

/** All that is needed to merge what this task has to read from stage `from`. */
export async function mergeOptions(
  frame: TaskFrame,
  from: string,
  options: GroupOptions,
): Promise<MergeOptions> {
  const { environment } = frame;
  const attempts = new Map<number, number>();
  const runs = new Map<number, LocalRun>();
  for await (const batch of environment.sources(from)) {
    const locations = batch.filter(({ index, attempt }) => attempt > (attempts.get(index) ?? 0));
    for (const { index, attempt } of locations) {
      attempts.set(index, attempt);
      runs.delete(index);
    }
    // Empty partitions give no run.
    for (const run of await resolveLocations(frame, from, locations)) {
      if (run.source !== null) runs.set(run.source.index, run);
    }
  }
  const ordered = [...runs].sort(([a], [b]) => a - b).map(([, run]) => run);
  return { ...options, runs: ordered, directory: environment.directory };
}

async function resolveLocations(
  { environment }: TaskFrame,
  stage: string,
  locations: readonly SourceLocation[],
): Promise<LocalRun[]> {
  const { assignment, directory, hostId, dataToken, signal } = environment;
  const { job, index: partition } = assignment.attempt;
  return resolveRuns({ job, stage, locations, partition, hostId, dataToken, directory, signal });
}

/** Calls `visit` for each group; `drained` holds it back. Closes the cursor, however it ends. */
export async function eachGroup(
  frame: TaskFrame,
  cursor: GroupCursor,
  visit: () => void | Promise<void> | null,
  drained: () => Promise<void> | null,
): Promise<RecordDigest> {
  let groups = 0;
  try {
    while (cursor.next()) {
      const pending = visit();
      if (pending) await pending;
      const full = drained();
      if (full !== null) await full;
      groups += 1;
      if (groups % GROUPS_A_LOOK !== 0) continue;
      const breath = frame.pause();
      if (breath === null) continue;
      frame.environment.progress(0, groups);
      await breath;
    }
    return cursor.digest;
  } finally {
    cursor.close();
  }
}

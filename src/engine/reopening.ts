/**
 * Outputs that went away and are made again.
 *
 * Owns: the decision that a finished task runs once more, or that a re-run is no longer wanted. Talks to: retry, ending.
 *
 * O1. Only `segments` go away with their worker, and they are made again only while somebody has yet to read them.
 * O2. A complete stage that opens again needs its own sources again, and so on upstream.
 * O3. An output on a live worker that single readers cannot reach is not gone: several must say so.
 */

import { MrError } from "./error.js";
import type { AttemptFailure } from "./graph.js";
import { failJobWith } from "./ending.js";
import { taskName } from "./ids.js";
import { hasEnded } from "./job-table.js";
import { judgeReopen } from "./retry.js";
import { stopAttempt } from "./stopping.js";
import { isComplete, isNeeded, type Stage, taskRefOf } from "./task-table.js";
import type { Turn } from "./turn.js";
import { isGone, type Worker } from "./worker-table.js";

/** Everything that a worker took with it and that somebody still needs. `outputs` was taken before it left. */
export function reopenOutputsOf(
  turn: Turn,
  worker: Worker,
  outputs: readonly (readonly [Stage, readonly number[]])[],
): void {
  for (const [stage, indices] of outputs) {
    if (hasEnded(stage.job) || !hasWaitingReaders(stage)) continue;
    for (const index of [...indices].sort((a, b) => a - b)) {
      const state = stage.tasks[index]?.state;
      if (state?.kind !== "done" || state.worker !== worker) continue;
      reopen(turn, stage, index, `its output was on ${worker.info.worker}, which is gone`);
      if (hasEnded(stage.job)) break;
    }
  }
}

/** Outputs whose workers left while nobody needed them: looked for when a stage gets a new reader, and after a start. */
export function reopenMissing(turn: Turn, stage: Stage): void {
  if (stage.spec.sink.kind !== "segments" || !hasWaitingReaders(stage)) return;
  for (let index = 0; index < stage.tasks.length && !hasEnded(stage.job); index += 1) {
    const state = stage.tasks[index]?.state;
    if (state?.kind !== "done" || !isGone(state.worker)) continue;
    reopen(turn, stage, index, `its output was on ${state.worker.info.worker}, which is gone`);
  }
}

export function reopenUnreadable(
  turn: Turn,
  reader: Stage,
  failure: Extract<AttemptFailure, { readonly kind: "fetch-failed" }>,
): void {
  const stage = reader.job.byName.get(failure.stage);
  if (stage === undefined || stage.spec.sink.kind !== "segments") return;
  for (const source of failure.sources) {
    const task = stage.tasks[source.index];
    if (task?.state.kind !== "done" || task.state.attempt !== source.attempt) continue;
    const reports = task.troubles?.unreadable ?? 0;
    const { worker } = task.state;
    const corrupt = failure.error.code === "MR_SEGMENT_CORRUPT";
    const doubtful = corrupt || worker.session.suspect || isGone(worker);
    if (!doubtful && reports < turn.limits.fetchReportsBeforeReopen) continue;
    const why = corrupt ? "is corrupt" : `could not be read (${reports} reports)`;
    reopen(turn, stage, source.index, `its output on ${worker.info.worker} ${why}`);
    if (hasEnded(stage.job)) return;
  }
}

/** The stage's readers are complete: re-runs of what they have read are of no use any more. */
export function stopUselessReruns(turn: Turn, stage: Stage): void {
  if (isComplete(stage) || isNeeded(stage)) return;
  for (const task of stage.tasks) {
    if (task.state.kind !== "running") continue;
    for (const live of task.state.attempts) stopAttempt(turn, live, "its readers are complete");
  }
}

function hasWaitingReaders(stage: Stage): boolean {
  return stage.readers.some((reader) => !isComplete(reader));
}

function reopen(turn: Turn, stage: Stage, index: number, reason: string): void {
  const task = taskRefOf(stage, index);
  const verdict = judgeReopen(task, stage.tasks[index]?.troubles ?? null, turn.limits);
  if (verdict === null) {
    const wasComplete = isComplete(stage);
    turn.record({ at: turn.at, kind: "task-reopened", task, reason });
    if (wasComplete) for (const from of stage.shuffleFrom) reopenMissing(turn, from);
    return;
  }
  const text = `${taskName(task)}: ${reason}; ${verdict.error.message}`;
  failJobWith(turn, stage.job, new MrError(verdict.error.code, text), task);
}

/**
 * Outputs that come back with their worker: a machine that was cut off, or started anew on its old folder, still has
 * what it had finished, and nobody has to make it again.
 *
 * Owns: the decision that a kept output counts. Talks to: stopping (re-runs under way), sources, planning.
 *
 * K1. An output counts when it is the very one of the task's receipt: same attempt (whose name is never used again), same
 *     file, same size, as many records. Its bytes are checked by whoever reads them, and their sum by the conservation
 *     of the shuffle, as always.
 * K2. What a worker keeps for jobs that are over is discarded.
 */

import { sendDiscard } from "./ending.js";
import type { KeptOutput } from "./event.js";
import type { JobId } from "./ids.js";
import { hasEnded, type Job } from "./job-table.js";
import { stageCompleted } from "./planning.js";
import { outputFinished } from "./sources.js";
import { stopAttempt } from "./stopping.js";
import { isComplete, type Stage, type Task } from "./task-table.js";
import type { Turn } from "./turn.js";
import { isGone, type Worker } from "./worker-table.js";

export function restoreOutputs(turn: Turn, worker: Worker, kept: readonly KeptOutput[]): void {
  /** With whether they were complete before. */
  const changed = new Map<Stage, boolean>();
  const over = new Set<JobId>();
  for (const output of kept) {
    const job = turn.state.jobs.find(output.attempt.job);
    if (job === undefined || hasEnded(job)) discardOnce(turn, worker, output, job, over);
    else restore(turn, worker, output, job, changed);
  }
  for (const [stage, wasComplete] of changed) {
    if (hasEnded(stage.job)) continue;
    outputFinished(turn, stage, true);
    if (!wasComplete && isComplete(stage)) stageCompleted(turn, stage);
  }
}

function restore(
  turn: Turn,
  worker: Worker,
  output: KeptOutput,
  job: Job,
  changed: Map<Stage, boolean>,
): void {
  const { attempt } = output;
  // Whether it counts or not: it is to be discarded when the job ends.
  job.workers.add(worker);
  const stage = job.byName.get(attempt.stage);
  const task = stage?.tasks[attempt.index];
  if (stage === undefined || task === undefined || job.state.kind !== "running") return;
  if (!isReceiptOf(task, output)) return;
  const { state } = task;
  if (state.kind === "done" && !isGone(state.worker)) return;
  if (!changed.has(stage)) changed.set(stage, isComplete(stage));
  if (state.kind === "running") {
    for (const live of state.attempts) stopAttempt(turn, live, "its former output is back");
  }
  const { worker: name, incarnation } = worker.info;
  turn.record({ at: turn.at, kind: "task-restored", attempt, worker: name, incarnation });
}

function isReceiptOf({ receipt }: Task, { path, sizeBytes, records }: KeptOutput): boolean {
  const output = receipt?.output;
  if (output?.kind !== "segments") return false;
  return (
    output.path === path && output.sizeBytes === sizeBytes && output.digest.records === records
  );
}

function discardOnce(
  turn: Turn,
  worker: Worker,
  { attempt }: KeptOutput,
  job: Job | undefined,
  over: Set<JobId>,
): void {
  if (over.has(attempt.job)) return;
  over.add(attempt.job);
  if (job !== undefined) return sendDiscard(turn, job, worker);
  const { worker: name, incarnation } = worker.info;
  turn.send({ kind: "discard", worker: name, incarnation, job: attempt.job });
}

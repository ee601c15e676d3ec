/**
 * The end of a job, whichever it is.
 *
 * Owns: the order of things when a job publishes or ends. Talks to: stopping, turn.
 *
 * N1. The outcome is a fact first; then attempts are stopped, workers drop what they keep, and clients are told.
 * N2. A job ends once. While it publishes, only the publisher can end it: its output may already be visible.
 * N3. What workers keep for a job has been read when it publishes: they drop it meanwhile, and once more when it has ended,
 *     since a master that was restarted in between may not have told all of them.
 */

import { type ErrorRecord, MrError } from "./error.js";
import type { JobOutcome } from "./fact.js";
import type { TaskRef } from "./ids.js";
import { hasEnded, type Job } from "./job-table.js";
import { sendStop, stopAttempt } from "./stopping.js";
import type { LiveAttempt } from "./task-table.js";
import type { Turn } from "./turn.js";
import type { Worker } from "./worker-table.js";

export function endJob(turn: Turn, job: Job, outcome: JobOutcome): void {
  if (hasEnded(job)) return;
  const running = runningAttempts(job);
  turn.record({ at: turn.at, kind: "job-ended", job: job.spec.id, outcome });
  for (const live of running) sendStop(turn, live, `job ${outcome.kind}`);
  discardEverywhere(turn, job);
  turn.send({ kind: "announce", job: job.spec.id });
}

export function failJob(
  turn: Turn,
  job: Job,
  error: ErrorRecord,
  task: TaskRef | null = null,
  where: string | null = null,
): void {
  const ref = task === null ? null : { job: task.job, stage: task.stage, index: task.index };
  endJob(turn, job, { kind: "failed", error, task: ref, where });
}

/** Fails a job for a reason found by the engine itself. */
export function failJobWith(
  turn: Turn,
  job: Job,
  error: MrError,
  task: TaskRef | null = null,
): void {
  failJob(turn, job, error.withoutStack(), task);
}

export function publishJob(turn: Turn, job: Job, stages: readonly string[]): void {
  for (const live of runningAttempts(job)) stopAttempt(turn, live, "job publishes");
  turn.record({ at: turn.at, kind: "job-publishing", job: job.spec.id, stages });
  turn.send({ kind: "publish", job: job.spec.id });
  discardEverywhere(turn, job);
}

function discardEverywhere(turn: Turn, job: Job): void {
  for (const worker of job.workers) {
    for (const stage of job.stages) worker.session.heard.delete(stage);
    if (worker.presence.kind === "present") sendDiscard(turn, job, worker);
  }
  for (const stage of job.stages) turn.reign.untold.delete(stage);
}

export function sendDiscard(turn: Turn, job: Job, worker: Worker): void {
  const { worker: name, incarnation } = worker.info;
  turn.send({ kind: "discard", worker: name, incarnation, job: job.spec.id });
}

function runningAttempts(job: Job): readonly LiveAttempt[] {
  const found: LiveAttempt[] = [];
  for (const worker of job.workers) {
    for (const live of worker.running) if (live.stage.job === job) found.push(live);
  }
  return found;
}

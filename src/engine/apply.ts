/**
 * The fold: durable state = facts.reduce(apply, empty).
 *
 * Owns: every change of durable state. Decides nothing; asks nobody. Talks to: apply-attempt, transition, the tables.
 *
 * A1. Any prefix of a journal is a valid state: facts of one step may be cut apart by a crash.
 * A2. A fact that does not fit is a bug or a damaged journal, and throws.
 */

import {
  applyAttemptEnded,
  applyAttemptStarted,
  applyTaskCompleted,
  applyTaskReopened,
  applyTaskRestored,
  detach,
} from "./apply-attempt.js";
import { MrError, unreachable } from "./error.js";
import type { Fact } from "./fact.js";
import type { JobId } from "./ids.js";
import type { Job } from "./job-table.js";
import type { State } from "./state.js";
import { createStage, isComplete } from "./task-table.js";
import { checkJobTransition } from "./transition.js";
import type { JobState } from "./view.js";
import { ABSENT, type Worker } from "./worker-table.js";

type FactOf<Kind extends Fact["kind"]> = Extract<Fact, { readonly kind: Kind }>;

export function apply(state: State, fact: Fact): void {
  state.story.add(fact);
  switch (fact.kind) {
    case "master-started":
      return applyMasterStarted(state, fact);
    case "job-accepted":
      state.jobs.add(fact.spec, fact.at);
      return;
    case "input-planned": {
      const job = changeJob(state, fact.job, fact.kind, null);
      job.input = fact.input;
      return;
    }
    case "stage-added":
      return applyStageAdded(state, fact);
    case "worker-joined":
      return applyWorkerJoined(state, fact);
    case "worker-left":
      return applyWorkerLeft(state, fact);
    case "attempt-started":
      return applyAttemptStarted(state, fact);
    case "attempt-ended":
      return applyAttemptEnded(state, fact);
    case "task-completed":
      return applyTaskCompleted(state, fact);
    case "task-reopened":
      return applyTaskReopened(state, fact);
    case "task-restored":
      return applyTaskRestored(state, fact);
    case "job-publishing":
      changeJob(state, fact.job, fact.kind, { kind: "publishing" }).publishing = fact.stages;
      return;
    case "job-ended":
      return applyJobEnded(state, fact);
    default:
      return unreachable(fact, "apply");
  }
}

function applyMasterStarted(state: State, fact: FactOf<"master-started">): void {
  state.epoch = fact.epoch;
  for (const worker of state.workers.all()) {
    worker.presence = ABSENT;
    state.workers.refresh(worker);
  }
}

function applyStageAdded(state: State, fact: FactOf<"stage-added">): void {
  const job = changeJob(state, fact.job, fact.kind, { kind: "running" });
  const stage = createStage(job, fact.stage, fact.at);
  job.stages.push(stage);
  job.byName.set(fact.stage.name, stage);
  if (!isComplete(stage)) job.open.push(stage);
}

function applyWorkerJoined(state: State, fact: FactOf<"worker-joined">): void {
  const known = state.workers.find(fact.info.worker);
  if (known === undefined) {
    state.workers.join(fact.info, fact.at);
    return;
  }
  if (known.info.incarnation !== fact.info.incarnation) {
    throw new MrError("MR_INTERNAL", `worker ${fact.info.worker} joined twice without leaving`);
  }
  const moved = known.info.dataAddress !== fact.info.dataAddress;
  state.workers.rejoin(known, fact.info, fact.at);
  if (moved) logAgain(known);
}

/** Its outputs have a new address: readers must hear of them again. */
function logAgain(worker: Worker): void {
  for (const [stage, indices] of worker.outputs) {
    for (const index of indices) {
      const task = stage.tasks[index];
      if (task?.state.kind !== "done" || task.state.worker !== worker) continue;
      stage.log.push(index, task.state.attempt);
    }
  }
}

function applyWorkerLeft(state: State, fact: FactOf<"worker-left">): void {
  const worker = state.workers.find(fact.worker);
  if (worker === undefined || worker.info.incarnation !== fact.incarnation) {
    throw new MrError("MR_INTERNAL", `worker ${fact.worker} left without having joined`);
  }
  if (worker.running.size > 0) {
    throw new MrError("MR_INTERNAL", `worker ${fact.worker} left while attempts run on it`);
  }
  state.workers.leave(worker, fact.reason);
}

function applyJobEnded(state: State, fact: FactOf<"job-ended">): void {
  const job = changeJob(state, fact.job, fact.kind, { kind: "ended", outcome: fact.outcome });
  job.endedAt = fact.at;
  state.jobs.end(job);
  release(state, job);
}

/** An ended job keeps its numbers and lets go of its tasks. */
function release(state: State, job: Job): void {
  for (const worker of job.workers) {
    for (const live of worker.running) {
      if (live.stage.job !== job) continue;
      detach(state, live);
      job.attempts.stopped += 1;
    }
    for (const stage of job.stages) worker.outputs.delete(stage);
  }
  for (const stage of job.stages) stage.running = 0;
  if (job.input !== null) job.input = { ...job.input, splits: [] };
  job.open = [];
  for (const stage of job.stages) {
    stage.spec = { ...stage.spec, payloads: [], sizesBytes: [] };
    stage.tasks = [];
    stage.log = [];
    stage.news = null;
    stage.queue.clear();
  }
}

/** Null: the fact leaves the state as it is, but must be allowed in it. */
function changeJob(state: State, id: JobId, fact: Fact["kind"], next: JobState | null): Job {
  const job = state.jobs.find(id);
  if (job === undefined) throw new MrError("MR_INTERNAL", `${fact}: there is no job ${id}`);
  checkJobTransition(id, job.state.kind, fact, next?.kind ?? job.state.kind);
  if (next !== null) job.state = next;
  return job;
}

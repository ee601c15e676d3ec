/**
 * The facts about tasks: attempts that start and end, tasks that complete and open again.
 *
 * Owns: the changes of Task and of everything that is counted with it. Called by `apply` alone; decides nothing.
 * Talks to: transition (is it allowed), receipt (sums), task-table, worker-table.
 */

import type { Fact } from "./fact.js";
import type { AttemptFailure } from "./graph.js";
import type { TaskRef, WorkerId } from "./ids.js";
import { MrError } from "./error.js";
import { makeReceipt, replaceReceipt } from "./receipt.js";
import type { State } from "./state.js";
import {
  doneAt,
  findLive,
  isComplete,
  type LiveAttempt,
  type Stage,
  type Task,
  type TaskState,
  troublesOf,
  WAITING,
} from "./task-table.js";
import { brokenTransition, checkTaskTransition } from "./transition.js";
import { notePace, type Worker } from "./worker-table.js";

type FactOf<Kind extends Fact["kind"]> = Extract<Fact, { readonly kind: Kind }>;

/** A task remembers this many workers on which it failed. */
const FAILED_ON_LIMIT = 16;
/** What takes less says nothing about its worker. */
const SHORT_TASK_MS = 1_000;
/** About as many tasks make up a stage's recent average. */
const RECENT_TASKS = 16;

export function applyAttemptStarted(state: State, fact: FactOf<"attempt-started">): void {
  const stage = stageOf(state, fact.attempt);
  const task = taskOf(stage, fact.attempt);
  const worker = state.workers.find(fact.worker);
  if (worker === undefined || worker.info.incarnation !== fact.incarnation) {
    throw brokenTransition(fact.attempt, `it cannot start on unknown ${fact.worker}`, state.story);
  }
  if (fact.attempt.attempt !== task.attempts + 1) {
    const what = `attempt ${fact.attempt.attempt} cannot follow ${task.attempts}`;
    throw brokenTransition(fact.attempt, what, state.story);
  }
  const live: LiveAttempt = {
    stage,
    index: fact.attempt.index,
    attempt: fact.attempt.attempt,
    worker,
    startedAt: fact.at,
    cause: fact.cause,
    bytes: 0,
    records: 0,
    progressAt: fact.at,
  };
  const attempts = task.state.kind === "running" ? [...task.state.attempts, live] : [live];
  change(state, stage, task, fact.attempt, fact.kind, { kind: "running", attempts });
  task.attempts += 1;
  attach(state, live);
}

export function applyAttemptEnded(state: State, fact: FactOf<"attempt-ended">): void {
  const stage = stageOf(state, fact.attempt);
  const task = taskOf(stage, fact.attempt);
  const live = findLive(task, fact.attempt.attempt);
  if (live === null || task.state.kind !== "running") {
    throw brokenTransition(fact.attempt, "an attempt ended that was not running", state.story);
  }
  const others = task.state.attempts.filter((other) => other !== live);
  const next: TaskState = others.length > 0 ? { kind: "running", attempts: others } : WAITING;
  detach(state, live);
  noteSlowness(live, fact);
  change(state, stage, task, fact.attempt, fact.kind, next);
  countFailure(stage, task, live, fact.failure, fact.at);
}

/** Who was slower than others when it was stopped (by a faster one) tells as much about its worker as a success. */
function noteSlowness(
  { stage, worker, startedAt }: LiveAttempt,
  fact: FactOf<"attempt-ended">,
): void {
  if (fact.failure.kind !== "stopped" || stage.firstReadyAt === null) return;
  const ratio = relativeTo(stage, fact.at - Math.max(startedAt, stage.firstReadyAt));
  if (ratio > 1) notePace(worker, ratio);
}

function relativeTo({ durations }: Stage, tookMs: number): number {
  const medianMs = durations.medianMs();
  return medianMs === null ? 1 : tookMs / Math.max(medianMs, SHORT_TASK_MS);
}

export function applyTaskCompleted(state: State, fact: FactOf<"task-completed">): void {
  const stage = stageOf(state, fact.attempt);
  const task = taskOf(stage, fact.attempt);
  const live = findLive(task, fact.attempt.attempt);
  if (live === null || task.state.kind !== "running" || task.state.attempts.length !== 1) {
    throw brokenTransition(
      fact.attempt,
      "it was won by an attempt that was not alone",
      state.story,
    );
  }
  const { report } = fact;
  const { worker, index, attempt } = live;
  detach(state, live);
  replaceReceipt(stage, index, task, makeReceipt(report));
  change(state, stage, task, fact.attempt, fact.kind, doneAt(worker, attempt));
  if (task.troubles !== null) task.troubles.unreadable = 0;
  stage.outcome = null;
  worker.tasksDone += 1;
  const tookMs = fact.at - Math.max(live.startedAt, stage.firstReadyAt ?? stage.readyAt);
  notePace(worker, relativeTo(stage, tookMs));
  stage.durations.add(tookMs);
  stage.recentMs += (tookMs - stage.recentMs) / RECENT_TASKS;
  stage.job.spills += report.spills;
  stage.job.cpuMs += report.cpuMs;
  stage.job.peakMemoryBytes = Math.max(stage.job.peakMemoryBytes, report.peakMemoryBytes);
  if (report.output.kind === "segments") {
    addOutput(stage, index, attempt, worker);
  }
  noteCompletion(stage, fact.at);
}

export function applyTaskReopened(state: State, fact: FactOf<"task-reopened">): void {
  const stage = stageOf(state, fact.task);
  const task = taskOf(stage, fact.task);
  change(state, stage, task, fact.task, fact.kind, WAITING);
  const troubles = troublesOf(task);
  troubles.reopens += 1;
  troubles.unreadable = 0;
}

/** Its receipt has outlived the worker: nothing is counted anew. */
export function applyTaskRestored(state: State, fact: FactOf<"task-restored">): void {
  const stage = stageOf(state, fact.attempt);
  const task = taskOf(stage, fact.attempt);
  const worker = state.workers.find(fact.worker);
  if (worker === undefined || worker.info.incarnation !== fact.incarnation) {
    throw brokenTransition(
      fact.attempt,
      `it cannot be back on unknown ${fact.worker}`,
      state.story,
    );
  }
  const { index, attempt } = fact.attempt;
  stage.job.workers.add(worker);
  change(state, stage, task, fact.attempt, fact.kind, doneAt(worker, attempt));
  if (task.troubles !== null) task.troubles.unreadable = 0;
  stage.outcome = null;
  addOutput(stage, index, attempt, worker);
  noteCompletion(stage, fact.at);
}

function addOutput(stage: Stage, index: number, attempt: number, worker: Worker): void {
  stage.log.push(index, attempt);
  const outputs = worker.outputs.get(stage);
  if (outputs === undefined) worker.outputs.set(stage, [index]);
  else outputs.push(index);
}

function noteCompletion(stage: Stage, at: number): void {
  if (!isComplete(stage)) return;
  stage.completedOnce = true;
  for (const reader of stage.readers) {
    reader.readyAt = at;
    if (reader.shuffleFrom.every((from) => from.completedOnce)) reader.firstReadyAt ??= at;
  }
}

/** Frees the slot and everything that is counted with it. */
export function detach(state: State, live: LiveAttempt): void {
  const { stage, worker } = live;
  worker.running.delete(live);
  countStage(worker, stage, -1);
  state.workers.refresh(worker);
  stage.job.running -= 1;
  stage.bytesRunning -= live.bytes;
  stage.recordsRunning -= live.records;
  for (const from of stage.shuffleFrom) {
    const listeners = (from.audience.get(worker) ?? 0) - 1;
    if (listeners > 0) from.audience.set(worker, listeners);
    else from.audience.delete(worker);
  }
}

function attach(state: State, live: LiveAttempt): void {
  const { stage, worker, cause } = live;
  const { job } = stage;
  worker.running.add(live);
  countStage(worker, stage, 1);
  state.workers.refresh(worker);
  job.running += 1;
  job.workers.add(worker);
  job.attempts.started += 1;
  if (cause === "backup") job.attempts.backups += 1;
  if (cause === "rerun") job.attempts.reruns += 1;
  for (const from of stage.shuffleFrom) {
    from.audience.set(worker, (from.audience.get(worker) ?? 0) + 1);
  }
}

function countStage(worker: Worker, stage: Stage, change: 1 | -1): void {
  const attempts = (worker.stages.get(stage) ?? 0) + change;
  if (attempts > 0) worker.stages.set(stage, attempts);
  else worker.stages.delete(stage);
}

function stageOf(state: State, ref: TaskRef): Stage {
  const stage = state.jobs.find(ref.job)?.byName.get(ref.stage);
  if (stage?.job.state.kind !== "running") throw noSuchTask(ref);
  return stage;
}

function taskOf(stage: Stage, ref: TaskRef): Task {
  const task = stage.tasks[ref.index];
  if (task === undefined) throw noSuchTask(ref);
  return task;
}

function noSuchTask({ job, stage, index }: TaskRef): MrError {
  return new MrError("MR_INTERNAL", `no running job has a task ${job}/${stage}-${index}`);
}

/** The one place where a task's state changes, with all that is counted by state (T1). */
function change(
  state: State,
  stage: Stage,
  task: Task,
  ref: TaskRef,
  fact: Fact["kind"],
  next: TaskState,
): void {
  const from = task.state.kind;
  checkTaskTransition(ref, from, fact, next.kind, state.story);
  const wasComplete = isComplete(stage);
  task.state = next;
  if (from !== next.kind) {
    if (from === "waiting") stage.queue.remove(ref.index);
    else if (from === "running") stage.running -= 1;
    else stage.done -= 1;
    if (next.kind === "waiting") stage.queue.add(ref.index);
    else if (next.kind === "running") stage.running += 1;
    else stage.done += 1;
  }
  if (isComplete(stage) !== wasComplete) {
    stage.job.open = stage.job.stages.filter((other) => !isComplete(other));
  }
}

function countFailure(
  stage: Stage,
  task: Task,
  live: LiveAttempt,
  failure: AttemptFailure,
  at: number,
): void {
  const { attempts } = stage.job;
  const worker = live.worker.info.worker;
  if (failure.kind === "stopped") {
    attempts.stopped += 1;
    return;
  }
  const troubles = troublesOf(task);
  troubles.lastAt = at;
  if (failure.kind === "lost") {
    attempts.lost += 1;
    troubles.losses += 1;
    // Who died with it may come back sound; who lives and lost it (its disk is full) would lose it again.
    if (failure.error.code === "MR_WORKER_LOST") return;
  }
  if (!troubles.failedOn.includes(worker) && troubles.failedOn.length < FAILED_ON_LIMIT) {
    troubles.failedOn.push(worker);
  }
  if (failure.kind === "lost") return;
  if (failure.kind === "failed") {
    attempts.failed += 1;
    troubles.failures += 1;
    countAgainstWorker(stage, live.index, worker, at);
  } else {
    attempts.fetchFailed += 1;
    troubles.fetchFailures += 1;
    countUnreadable(stage, failure);
  }
}

function countAgainstWorker(stage: Stage, index: number, worker: WorkerId, at: number): void {
  const { job } = stage;
  const key = `${stage.spec.name}/${index}`;
  const first = job.firstFailure.get(worker);
  if (first === undefined) job.firstFailure.set(worker, key);
  const before = job.failedTasks.get(worker)?.tasks ?? 0;
  job.failedTasks.set(worker, { tasks: first === key ? before : before + 1, lastAt: at });
}

function countUnreadable(
  stage: Stage,
  failure: Extract<AttemptFailure, { readonly kind: "fetch-failed" }>,
): void {
  const from = stage.job.byName.get(failure.stage);
  for (const source of failure.sources) {
    const task = from?.tasks[source.index];
    if (task?.state.kind !== "done" || task.state.attempt !== source.attempt) continue;
    troublesOf(task).unreadable += 1;
  }
}

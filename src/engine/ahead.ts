/**
 * Short tasks are handed out ahead of time: a worker that holds the next ones never waits for a message.
 *
 * Owns: how many attempts a worker may hold beyond its slots, and when they are taken back. Talks to: scheduler, stopping.
 *
 * G1. A worker begins its attempts in the order of assignment: the first of them, as many as it has slots, run, the
 *     others wait. How many may wait follows from how long tasks of the stage took, their waiting included. Of tiny
 *     ones the more wait the longer it takes, so the work held back from others is always some `aheadMs` at most. Of
 *     longer ones, if they end well before what waits is taken back, one for each slot: a wait for the master between
 *     two tasks is not only short, it also lets the system put two runners on one core and leave the other idle. Only
 *     while enough are left that nobody runs out of work because of it.
 * G2. Only on a worker that runs this stage and nothing else, with all that the stage reads in place and no stop
 *     unanswered: whatever waits there waits for tasks that need nobody, so there is no deadlock.
 * G3. Only while nothing else waits for a slot: other jobs and other stages get the next free slot as ever.
 * G4. Only tasks that had no trouble, and only to workers that are not known as slow; a job with failing workers hands
 *     out nothing ahead.
 * G5. What has waited for `aheadRecallMs` is taken back, uncharged: the tasks before it are not short after all.
 */

import { mayStart } from "./scheduler.js";
import { startAttempt } from "./starting.js";
import { stopAttempt } from "./stopping.js";
import { isComplete, isNeeded, type LiveAttempt, type Stage } from "./task-table.js";
import type { Turn } from "./turn.js";
import { busySlots, isUsable, paceOf, type Worker } from "./worker-table.js";

/** Tasks that take a larger share of `aheadRecallMs` are not handed out ahead. */
const SHORT_SHARE = 0.75;

/** A worker has finished an attempt and so has room for others; free slots have been given away before. */
export function assignAhead(turn: Turn, worker: Worker): void {
  const { slots } = worker.info;
  const { suspect, shortOf, stopping } = worker.session;
  if (!isUsable(worker) || suspect || shortOf !== null || stopping.size > 0) return;
  if (paceOf(worker) >= turn.limits.backupSlowness) return;
  const stage = onlyStage(worker);
  if (stage === null || worker.running.size < slots) return;
  if (!hasRoom(turn, worker, stage) || isContended(turn, stage)) return;
  while (hasRoom(turn, worker, stage)) {
    const index = stage.queue.first;
    if (stage.tasks[index]?.troubles !== null) return;
    startAttempt(turn, stage, index, "first", { worker, reason: "next there" });
  }
}

/** G5, at every tick. */
export function recallWaiting(turn: Turn, worker: Worker): void {
  let position = 0;
  const overdue: LiveAttempt[] = [];
  if (busySlots(worker) <= worker.info.slots) return;
  for (const live of worker.running) {
    position += 1;
    if (position <= worker.info.slots) continue;
    if (turn.at - live.startedAt >= turn.limits.aheadRecallMs) overdue.push(live);
  }
  for (const live of overdue) stopAttempt(turn, live, "waited too long for a slot");
}

/** Null when it runs nothing, or attempts of several stages. */
export function onlyStage(worker: Worker): Stage | null {
  if (worker.stages.size !== 1) return null;
  for (const stage of worker.stages.keys()) return stage;
  return null;
}

function hasRoom(turn: Turn, worker: Worker, stage: Stage): boolean {
  const { slots } = worker.info;
  return worker.running.size < slots + slots * depthFor(turn, stage);
}

/** G1: attempts that may wait for each slot. */
function depthFor({ limits }: Turn, stage: Stage): number {
  const { assignAhead: most, aheadMs, aheadRecallMs } = limits;
  if (stage.queue.size === 0) return 0;
  if (stage.done >= most && stage.recentMs <= aheadMs) {
    return Math.min(most, Math.floor(aheadMs / Math.max(1, stage.recentMs)));
  }
  // About half of those that run may be waiting: as many slots need a next task.
  if (2 * stage.queue.size <= stage.running) return 0;
  const medianMs = stage.durations.medianMs() ?? Number.POSITIVE_INFINITY;
  return medianMs <= SHORT_SHARE * aheadRecallMs ? Math.min(1, most) : 0;
}

/** G2, G3, G4: for every task of the stage alike. */
function isContended(turn: Turn, stage: Stage): boolean {
  if (!stage.shuffleFrom.every(isComplete) || stage.job.failedTasks.size > 0) return true;
  for (const job of turn.state.jobs.active()) {
    if (job.state.kind !== "running") continue;
    for (const other of job.open) {
      if (other !== stage && other.queue.size > 0 && isNeeded(other) && mayStart(other))
        return true;
    }
  }
  return !isNeeded(stage) || !mayStart(stage);
}

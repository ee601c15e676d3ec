/**
 * Who gets the next free slot.
 *
 * Owns: the order of jobs, stages and tasks, early starts of readers and their preemption. Talks to: placement, backups, starting.
 *
 * D1. Among jobs the one with the fewest running attempts is next, then the oldest. Within a job upstream stages go
 *     first (backups of slow ones too, which readers wait for), within a stage the queue's order.
 * D2. A reader may start before its map outputs are all there, but only when no upstream task waits for a slot; and not
 *     while the one task of an upstream stage runs: before its end there is nothing to read, and behind it a slot is free.
 * D3. No deadlock: when an upstream task waits for a slot and none of its stage has one, a running reader is stopped to
 *     make room, uncharged; more of them while they have little to lose, or until a share of the job's slots is there.
 * D4. Cost of one assignment: O(active jobs + open stages + log tasks + log workers).
 */

import type { AttemptCause } from "./fact.js";
import { startWantedBackup } from "./backups.js";
import type { Job } from "./job-table.js";
import { barredFrom, type Placement, placeTask } from "./placement.js";
import { startAttempt } from "./starting.js";
import { stopAttempt } from "./stopping.js";
import { isComplete, isNeeded, type LiveAttempt, type Stage } from "./task-table.js";
import type { Turn } from "./turn.js";
import { isUsable } from "./worker-table.js";

const NONE: ReadonlySet<Job> = new Set();
/** Handing a task out and back takes that long, however short it is. */
const SHORTEST_TASK_MS = 100;

/** `weighs`: something has changed by which it may pay to stop readers; otherwise only what must be is done. */
export function schedule(turn: Turn, weighs: boolean): void {
  const { workers, jobs } = turn.state;
  if (jobs.active().size === 0) return;
  let stuck = NONE;
  while (workers.freeWorkers > 0) {
    const job = nextJob(turn, stuck);
    if (job === null) break;
    if (!assignFrom(turn, job)) stuck = new Set([...stuck, job]);
  }
  for (const job of jobs.active()) makeRoom(turn, job, weighs);
}

/** Whether tasks of the stage may run now (D2). */
export function mayStart(stage: Stage): boolean {
  return (
    stage.broadcastFrom.every((from) => from.completedOnce) && stage.shuffleFrom.every(isUnderWay)
  );
}

function nextJob(turn: Turn, stuck: ReadonlySet<Job>): Job | null {
  let best: Job | null = null;
  for (const job of turn.state.jobs.active()) {
    if (job.state.kind !== "running" || job.open.length === 0 || stuck.has(job)) continue;
    if (best === null || job.running < best.running) best = job;
  }
  return best;
}

function assignFrom(turn: Turn, job: Job): boolean {
  const barred = barredFrom(turn, job);
  for (const stage of job.open) {
    if (stage.queue.size === 0 && startWantedBackup(turn, stage, barred)) return true;
    if (stage.queue.size === 0 || !isNeeded(stage) || !mayStart(stage)) continue;
    let placement: Placement | null = null;
    const index = stage.queue.find(turn.limits.lookAhead, (candidate) => {
      placement = placeTask(turn, stage, candidate, barred);
      return placement !== null;
    });
    if (index < 0 || placement === null) continue;
    startAttempt(turn, stage, index, causeOf(stage, index), placement);
    return true;
  }
  return false;
}

function causeOf(stage: Stage, index: number): AttemptCause {
  const task = stage.tasks[index];
  if (task === undefined || task.attempts === 0) return "first";
  return task.receipt === null ? "retry" : "rerun";
}

/** Nothing of the stage, nor of what it reads, waits for a slot. */
function isUnderWay(stage: Stage): boolean {
  if (isComplete(stage)) return true;
  return stage.queue.size === 0 && stage.tasks.length > 1 && stage.shuffleFrom.every(isUnderWay);
}

/** D3. */
function makeRoom(turn: Turn, job: Job, weighs: boolean): void {
  if (job.state.kind !== "running" || job.running === 0 || job.open.length < 2) return;
  for (const stage of job.open) {
    if (stage.queue.size === 0 || !isNeeded(stage) || !mayStart(stage)) continue;
    const slots = stage.running + job.stopping;
    if (slots > 0 && !weighs) continue;
    const downstream = readersOf(stage);
    if (!downstream.some((reader) => reader.running > 0)) continue;
    const candidates = findVictims(turn, job, downstream);
    for (const live of candidates.slice(0, victimsWorth(turn, stage, slots, candidates))) {
      stopAttempt(turn, live, `makes room for ${stage.spec.name}, which it waits for`);
    }
  }
}

/**
 * How many of the candidates, youngest first, to stop for the tasks of `stage` that wait. A reader that has done less
 * than such a task takes is no loss. Of the others a share is enough: as they end, their slots come free by themselves.
 */
function victimsWorth(
  turn: Turn,
  stage: Stage,
  slots: number,
  candidates: readonly LiveAttempt[],
): number {
  const most = Math.min(candidates.length, stage.queue.size - stage.job.stopping);
  const enough = Math.max(1, turn.limits.preemptShare * (candidates.length + slots));
  const cheapMs = Math.max(stage.recentMs, SHORTEST_TASK_MS);
  let stopped = 0;
  for (const live of candidates) {
    if (stopped >= most) break;
    if (slots + stopped >= enough && workedMs(turn, live) > cheapMs) break;
    stopped += 1;
  }
  return stopped;
}

/** Before all its sources were there a reader has mostly waited. */
function workedMs(turn: Turn, { stage, startedAt }: LiveAttempt): number {
  if (stage.firstReadyAt === null) return 0;
  return turn.at - Math.max(startedAt, stage.firstReadyAt);
}

/** All stages that wait for this one, directly or through others. */
function readersOf(stage: Stage): readonly Stage[] {
  const found = new Set<Stage>(stage.readers);
  for (const reader of found) for (const next of reader.readers) found.add(next);
  return [...found];
}

/** On workers that could do the job's work first, the youngest first: the least is lost. */
function findVictims(turn: Turn, job: Job, stages: readonly Stage[]): readonly LiveAttempt[] {
  const barred = barredFrom(turn, job);
  const found: LiveAttempt[] = [];
  for (const worker of job.workers) {
    if (!isUsable(worker) || worker.session.suspect) continue;
    for (const live of worker.running) if (stages.includes(live.stage)) found.push(live);
  }
  const rank = (live: LiveAttempt) => (barred.has(live.worker.info.worker) ? 1 : 0);
  found.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      b.startedAt - a.startedAt ||
      b.stage.position - a.stage.position ||
      b.index - a.index,
  );
  return found;
}

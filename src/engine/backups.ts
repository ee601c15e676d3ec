/**
 * Second attempts of slow tasks, so that one slow machine does not hold up a stage.
 *
 * Owns: which running attempts are slow enough. Talks to: placement, scheduler. Asked at every tick.
 *
 * K1. Only slots that nobody else wants: a backup never delays a task that has not run.
 * K2. Late in a stage, few at once, and never on the worker that is slow.
 * K3. The first success wins; the other attempt is stopped and counted, never charged.
 */

import { barredFrom, placeTask } from "./placement.js";
import { startAttempt } from "./scheduler.js";
import { isComplete, isNeeded, type LiveAttempt, type Stage } from "./task-table.js";
import type { Turn } from "./turn.js";

export function startBackups(turn: Turn): void {
  if (turn.state.workers.freeWorkers === 0) return;
  const late: Stage[] = [];
  for (const job of turn.state.jobs.active()) {
    if (job.state.kind !== "running") continue;
    for (const stage of job.open) if (isLate(turn, stage)) late.push(stage);
  }
  if (late.length === 0) return;
  const attempts = attemptsOf(turn, late);
  for (const stage of late) backUpStage(turn, stage, attempts.get(stage) ?? []);
}

/** Most of it is done, nothing waits, and its readers' inputs are all there. */
function isLate(turn: Turn, stage: Stage): boolean {
  return (
    stage.running > 0 &&
    stage.queue.size === 0 &&
    stage.done >= stage.size * turn.limits.backupAfterDone &&
    stage.shuffleFrom.every(isComplete) &&
    isNeeded(stage)
  );
}

function attemptsOf(turn: Turn, stages: readonly Stage[]): Map<Stage, LiveAttempt[]> {
  const found = new Map<Stage, LiveAttempt[]>(stages.map((stage) => [stage, []]));
  for (const worker of turn.state.workers.all()) {
    for (const live of worker.running) found.get(live.stage)?.push(live);
  }
  return found;
}

function backUpStage(turn: Turn, stage: Stage, attempts: readonly LiveAttempt[]): void {
  const { limits, at } = turn;
  const medianMs = stage.durations.medianMs();
  if (medianMs === null) return;
  const slowMs = Math.max(limits.backupMinAgeMs, limits.backupSlowness * medianMs);
  const ageOf = (live: LiveAttempt) =>
    at - Math.max(live.startedAt, stage.firstReadyAt ?? stage.readyAt);
  const slow = attempts
    .filter((live) => ageOf(live) > slowMs && isAlone(live))
    .sort((a, b) => ageOf(b) - ageOf(a) || a.index - b.index);
  const running = attempts.filter((live) => live.cause === "backup").length;
  const share = attempts.length * limits.backupShare;
  const most = Math.max(1, Math.floor(Math.max(share, stage.size * limits.backupStageShare)));
  let allowed = most - running;
  const barred = barredFrom(turn, stage.job);
  for (const live of slow) {
    if (allowed <= 0) return;
    const placement = placeTask(turn, stage, live.index, barred, live.worker);
    if (placement === null) continue;
    const reason = `${live.worker.info.worker} is slow; ${placement.reason}`;
    startAttempt(turn, stage, live.index, "backup", { worker: placement.worker, reason });
    allowed -= 1;
  }
}

function isAlone(live: LiveAttempt): boolean {
  const state = live.stage.tasks[live.index]?.state;
  return state?.kind === "running" && state.attempts.length === 1;
}

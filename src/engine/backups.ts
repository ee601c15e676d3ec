/**
 * Second attempts of slow tasks, so that one slow machine does not hold up a stage.
 *
 * Owns: which running attempts are slow enough. Talks to: placement, starting. Asked at every tick; the scheduler asks
 * for those that had to wait for a slot.
 *
 * K1. Only slots that nobody else wants, but for readers of the stage, which wait for it anyway: a backup never delays
 *     a task that could run.
 * K2. Few at once, and never on a worker that is slow. What is slow is seen late in a stage by a task's age; sooner by
 *     how its worker did before, when a second attempt is expected to end sooner.
 * K3. The first success wins; the other attempt is stopped and counted, never charged.
 */

import type { WorkerId } from "./ids.js";
import { barredFrom, placeTask } from "./placement.js";
import { startAttempt } from "./starting.js";
import { isComplete, isNeeded, type LiveAttempt, type Stage } from "./task-table.js";
import type { Turn } from "./turn.js";
import { paceOf } from "./worker-table.js";

export function startBackups(turn: Turn): void {
  const { wantedBackups } = turn.reign;
  wantedBackups.clear();
  const late: Stage[] = [];
  for (const job of turn.state.jobs.active()) {
    if (job.state.kind !== "running") continue;
    for (const stage of job.open) if (isLate(turn, stage)) late.push(stage);
  }
  if (late.length === 0) return;
  const attempts = attemptsOf(turn, late);
  for (const stage of late) {
    const slow = slowOf(turn, stage, attempts.get(stage) ?? []);
    if (slow.length > 0) wantedBackups.set(stage, slow);
    const barred = barredFrom(turn, stage.job);
    while (startWantedBackup(turn, stage, barred));
  }
}

/** One of those that the last tick found, if there is a slot for it now. */
export function startWantedBackup(
  turn: Turn,
  stage: Stage,
  barred: ReadonlySet<WorkerId>,
): boolean {
  const wanted = turn.reign.wantedBackups.get(stage);
  if (wanted === undefined || turn.state.workers.freeWorkers === 0) return false;
  for (const live of wanted) {
    if (!isAlone(live)) continue;
    const placement = placeTask(turn, stage, live.index, barred, live.worker);
    if (placement === null) continue;
    const reason = `${live.worker.info.worker} is slow; ${placement.reason}`;
    startAttempt(turn, stage, live.index, "backup", { worker: placement.worker, reason });
    return true;
  }
  return false;
}

/** Nothing of it waits, its readers' inputs are all there, and somebody would be glad or has nothing to do. */
function isLate(turn: Turn, stage: Stage): boolean {
  return (
    stage.running > 0 &&
    stage.queue.size === 0 &&
    (turn.state.workers.freeWorkers > 0 || stage.readers.length > 0) &&
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

/** As many as may have backups now, the oldest first. */
function slowOf(
  turn: Turn,
  stage: Stage,
  attempts: readonly LiveAttempt[],
): readonly LiveAttempt[] {
  const { limits, at } = turn;
  const medianMs = stage.durations.medianMs();
  if (medianMs === null || limits.backupAfterDone > 1) return [];
  const slowMs = Math.max(limits.backupMinAgeMs, limits.backupSlowness * medianMs);
  const ageOf = (live: LiveAttempt) =>
    at - Math.max(live.startedAt, stage.firstReadyAt ?? stage.readyAt);
  const mostAreDone = stage.done >= stage.size * limits.backupAfterDone;
  const isSlow = (live: LiveAttempt) => {
    const ageMs = ageOf(live);
    if (mostAreDone && ageMs > slowMs) return true;
    const pace = paceOf(live.worker);
    if (ageMs < limits.backupMinAgeMs || pace < limits.backupSlowness) return false;
    // What it has left, by how its worker did before, against beginning anew elsewhere.
    return pace * medianMs - ageMs > medianMs;
  };
  const slow = attempts
    .filter((live) => isAlone(live) && isSlow(live))
    .sort((a, b) => ageOf(b) - ageOf(a) || a.index - b.index);
  const running = attempts.filter((live) => live.cause === "backup").length;
  const share = attempts.length * limits.backupShare;
  const most = Math.max(1, Math.floor(Math.max(share, stage.size * limits.backupStageShare)));
  return slow.slice(0, Math.max(0, most - running));
}

function isAlone(live: LiveAttempt): boolean {
  const state = live.stage.tasks[live.index]?.state;
  return state?.kind === "running" && state.attempts.length === 1 && state.attempts[0] === live;
}

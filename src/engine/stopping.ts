/**
 * Stopping attempts: for the journal the attempt is over at once, its slot is free when the worker says so.
 *
 * Owns: the slots held by attempts that were told to stop. Talks to: turn, worker-table.
 *
 * P1. A stopped attempt can never win: its end is a fact before the worker hears of it.
 * P2. Its slot is given back by the worker's answer, by the worker's end, or after `stopGraceMs`.
 */

import type { AttemptFailure } from "./graph.js";
import { attemptKey, type AttemptRef } from "./ids.js";
import { type LiveAttempt, refOf } from "./task-table.js";
import type { Turn } from "./turn.js";
import type { Worker } from "./worker-table.js";

const STOPPED: AttemptFailure = { kind: "stopped" };

/** Ends one attempt of a task for the given reason; `failure` says otherwise when it is to be charged. */
export function stopAttempt(
  turn: Turn,
  live: LiveAttempt,
  reason: string,
  failure: AttemptFailure = STOPPED,
): void {
  turn.record({ at: turn.at, kind: "attempt-ended", attempt: refOf(live), failure });
  sendStop(turn, live, reason);
}

/** Tells the worker, and holds the slot until it answers. */
export function sendStop(turn: Turn, live: LiveAttempt, reason: string): void {
  const { worker, stage } = live;
  const attempt = refOf(live);
  const { worker: name, incarnation } = worker.info;
  turn.send({ kind: "stop", worker: name, incarnation, attempt, reason });
  worker.session.stopping.set(attemptKey(attempt), { stage, since: turn.at });
  stage.job.stopping += 1;
  turn.state.workers.refresh(worker);
}

/** The worker has answered, one way or the other. */
export function stopAnswered(turn: Turn, worker: Worker, attempt: AttemptRef): void {
  release(turn, worker, attemptKey(attempt));
}

/** Gives back the slots of stops that were never answered. */
export function expireStops(turn: Turn, worker: Worker): void {
  for (const [key, stopping] of worker.session.stopping) {
    if (turn.at - stopping.since < turn.limits.stopGraceMs) continue;
    release(turn, worker, key);
    turn.counters.overdueStops += 1;
  }
}

/** The worker's session is over: nobody will answer. */
export function forgetStops(turn: Turn, worker: Worker): void {
  for (const key of worker.session.stopping.keys()) release(turn, worker, key);
}

function release(turn: Turn, worker: Worker, key: string): void {
  const stopping = worker.session.stopping.get(key);
  if (stopping === undefined) return;
  worker.session.stopping.delete(key);
  stopping.stage.job.stopping -= 1;
  turn.state.workers.refresh(worker);
}

/**
 * Workers that come, fall silent and go.
 *
 * Owns: joins, heartbeat deadlines, departures, the grace after a master's start, jobs without workers.
 * Talks to: completion (what is lost), reopening (what has to be made again), stopping.
 *
 * V1. Silence makes a worker suspect, then dead. Suspects get no new work; what they have stays theirs until they are dead.
 * V2. Nobody is blamed for the master's own sleep: a late tick moves all deadlines.
 * V3. Joining again in the same incarnation adopts everything: what runs goes on, what is finished counts. Another
 *     incarnation brings back the finished outputs that it still has, and nothing else.
 */

import { recallWaiting } from "./ahead.js";
import { afterFailure, attemptFailed } from "./completion.js";
import { failJobWith, sendDiscard } from "./ending.js";
import { type ErrorRecord, MrError } from "./error.js";
import type { AttemptProgress, KeptOutput, Shortage, WorkerInfo } from "./event.js";
import type { AttemptFailure } from "./graph.js";
import { type AttemptRef, attemptKey, type WorkerId } from "./ids.js";
import { reopenOutputsOf } from "./reopening.js";
import { restoreOutputs } from "./restoring.js";
import { noteShortage, openLastResort } from "./shortage.js";
import { findLiveAttempt } from "./stale.js";
import { expireStops, forgetStops, sendStop } from "./stopping.js";
import { tellAudience, tell } from "./sources.js";
import { isComplete, type LiveAttempt, refOf } from "./task-table.js";
import type { Turn } from "./turn.js";
import { isUsable, type Worker } from "./worker-table.js";

export function workerJoined(
  turn: Turn,
  info: WorkerInfo,
  running: readonly AttemptRef[] | null,
  kept: readonly KeptOutput[],
  shortOf: Shortage | null,
): void {
  const known = turn.state.workers.find(info.worker);
  const adopts = known !== undefined && known.info.incarnation === info.incarnation;
  const mourn = known === undefined || adopts ? null : depart(turn, known, "started anew");
  const moved = adopts && known.info.dataAddress !== info.dataAddress;
  if (adopts) forgetStops(turn, known);
  turn.record({ at: turn.at, kind: "worker-joined", info });
  const worker = turn.state.workers.find(info.worker);
  if (worker === undefined) return;
  noteShortage(turn, worker, shortOf);
  if (running !== null) stopUnknown(turn, worker, running);
  if (adopts) adopt(turn, worker, running ?? []);
  if (moved) for (const stage of worker.outputs.keys()) tellAudience(turn, stage);
  restoreOutputs(turn, worker, kept);
  // Only what the new life does not have is lost.
  mourn?.();
}

/** Everything that a worker has is gone. */
export function workerLeft(turn: Turn, worker: Worker, reason: string): void {
  depart(turn, worker, reason)();
}

/** The facts of a departure; what is returned decides what follows from them. */
function depart(turn: Turn, worker: Worker, reason: string): () => void {
  const { worker: name, incarnation } = worker.info;
  const lost = [...worker.running];
  const outputs = [...worker.outputs];
  const failure: AttemptFailure = { kind: "lost", error: lostError(name, reason) };
  for (const live of lost) {
    turn.record({ at: turn.at, kind: "attempt-ended", attempt: refOf(live), failure });
  }
  forgetStops(turn, worker);
  turn.record({ at: turn.at, kind: "worker-left", worker: name, incarnation, reason });
  return () => {
    reopenOutputsOf(turn, worker, outputs);
    for (const live of lost) afterFailure(turn, live, failure);
  };
}

export function heardFrom(turn: Turn, worker: Worker): void {
  worker.session.lastHeartbeatAt = turn.at;
  if (!worker.session.suspect) return;
  worker.session.suspect = false;
  turn.state.workers.refresh(worker);
}

export function noteProgress(
  turn: Turn,
  worker: Worker,
  progress: readonly AttemptProgress[],
): void {
  for (const { attempt, bytes, records } of progress) {
    const live = findLiveAttempt(turn, attempt);
    if (live === null || live.worker !== worker) continue;
    if (live.bytes === bytes && live.records === records) continue;
    live.stage.bytesRunning += bytes - live.bytes;
    live.stage.recordsRunning += records - live.records;
    live.bytes = bytes;
    live.records = records;
    live.progressAt = turn.at;
  }
}

export function checkDeadlines(turn: Turn): void {
  forgiveOwnSleep(turn);
  openLastResort(turn);
  let usable = 0;
  for (const worker of turn.state.workers.all()) {
    checkWorker(turn, worker);
    if (isUsable(worker)) usable += 1;
  }
  checkNoWorkers(turn, usable);
}

function checkWorker(turn: Turn, worker: Worker): void {
  const { limits, at, reign } = turn;
  if (worker.presence.kind === "absent") {
    if (at >= reign.rejoinUntil) workerLeft(turn, worker, "did not come back to the new master");
    return;
  }
  const silentMs = at - worker.session.lastHeartbeatAt;
  if (silentMs >= limits.deadAfterMs) {
    const { worker: name, incarnation } = worker.info;
    const reason = `silent for ${silentMs} ms`;
    turn.send({ kind: "dismiss", worker: name, incarnation, reason });
    workerLeft(turn, worker, reason);
    return;
  }
  if (silentMs >= limits.suspectAfterMs && !worker.session.suspect) {
    worker.session.suspect = true;
    turn.state.workers.refresh(worker);
  }
  expireStops(turn, worker);
  recallWaiting(turn, worker);
  for (const live of worker.running) checkProgress(turn, live);
}

/** Last resort: the worker's own deadline should have ended the attempt long ago. */
function checkProgress(turn: Turn, live: LiveAttempt): void {
  const { stage } = live;
  const { taskTimeoutMs } = stage.job.spec.settings;
  const limitMs = taskTimeoutMs * turn.limits.timeoutFactor;
  const idleMs = turn.at - Math.max(live.progressAt, stage.readyAt);
  if (taskTimeoutMs <= 0 || idleMs < limitMs || !stage.shuffleFrom.every(isComplete)) return;
  const error: ErrorRecord = {
    code: "MR_TASK_TIMEOUT",
    message: `no progress for ${idleMs} ms on ${live.worker.info.worker}`,
    hint: "The worker did not end the attempt itself; see whether its machine is stuck.",
  };
  attemptFailed(turn, live, { kind: "failed", error, where: null });
  sendStop(turn, live, "no progress");
}

function forgiveOwnSleep(turn: Turn): void {
  const { reign, limits } = turn;
  const gapMs = reign.lastTickAt === null ? 0 : turn.at - reign.lastTickAt;
  reign.lastTickAt = turn.at;
  if (gapMs < limits.suspectAfterMs) return;
  for (const worker of turn.state.workers.all()) {
    const { session } = worker;
    session.lastHeartbeatAt = Math.min(turn.at, session.lastHeartbeatAt + gapMs);
  }
}

function checkNoWorkers(turn: Turn, usable: number): void {
  const { reign, limits, at } = turn;
  if (usable > 0) {
    reign.noWorkersSince = null;
    return;
  }
  reign.noWorkersSince ??= at;
  for (const job of turn.state.jobs.active()) {
    if (job.state.kind !== "running" || job.open.length === 0 || job.running > 0) continue;
    const waitedMs = at - Math.max(reign.noWorkersSince, job.submittedAt);
    if (waitedMs < limits.noWorkersMs) continue;
    const text = `no worker for ${Math.floor(waitedMs / 1000)} s while tasks wait`;
    const hint = "Start workers with `mr worker --master ...` and submit the job again.";
    failJobWith(turn, job, new MrError("MR_NO_WORKERS", text, { hint }));
  }
}

/** What the worker still runs for nobody: attempts that were declared lost, or whose job has ended. */
function stopUnknown(turn: Turn, worker: Worker, running: readonly AttemptRef[]): void {
  for (const attempt of running) {
    if (findLiveAttempt(turn, attempt)?.worker === worker) continue;
    const { worker: name, incarnation } = worker.info;
    turn.send({
      kind: "stop",
      worker: name,
      incarnation,
      attempt,
      reason: "not known here any more",
    });
  }
}

/** Commands that may have been lost with the last session are sent once more. */
function adopt(turn: Turn, worker: Worker, running: readonly AttemptRef[]): void {
  const { worker: name, incarnation } = worker.info;
  const known = new Set(running.map(attemptKey));
  for (const live of worker.running) {
    live.progressAt = turn.at;
    const attempt = refOf(live);
    if (!known.has(attemptKey(attempt))) {
      turn.send({ kind: "assign", worker: name, incarnation, attempt });
    }
    for (const from of live.stage.shuffleFrom) tell(turn, worker, from);
  }
  for (const job of turn.state.jobs.all()) {
    if (job.state.kind === "ended" && job.workers.has(worker)) sendDiscard(turn, job, worker);
  }
}

function lostError(worker: WorkerId, reason: string): ErrorRecord {
  return { code: "MR_WORKER_LOST", message: `worker ${worker} is gone: ${reason}` };
}

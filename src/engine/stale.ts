/**
 * The one place where messages of the past are refused and counted.
 *
 * Owns: who may still speak. Talks to: the tables. Every event that names a worker or an attempt passes here first.
 *
 * L1. A message of another life of its worker is stale, whatever it says; so is one of a worker that has not joined
 *     since the master's start.
 * L2. A message about an attempt counts only while that attempt is live on that worker. An attempt that was stopped
 *     may still end: that gives its slot back and changes nothing else.
 */

import { type AttemptRef, attemptKey, type Incarnation, type WorkerId } from "./ids.js";
import { findLive, type LiveAttempt } from "./task-table.js";
import type { Turn } from "./turn.js";
import type { Worker } from "./worker-table.js";

export function admitWorker(turn: Turn, id: WorkerId, incarnation: Incarnation): Worker | null {
  const worker = turn.state.workers.find(id);
  if (worker?.presence.kind === "present" && worker.info.incarnation === incarnation) {
    return worker;
  }
  turn.counters.stale += 1;
  return null;
}

export type Admission =
  | { readonly kind: "live"; readonly live: LiveAttempt }
  | { readonly kind: "stopping" }
  | { readonly kind: "stale" };

const STALE: Admission = { kind: "stale" };
const STOPPING: Admission = { kind: "stopping" };

export function admitAttempt(turn: Turn, worker: Worker, ref: AttemptRef): Admission {
  const live = findLiveAttempt(turn, ref);
  if (live !== null && live.worker === worker) return { kind: "live", live };
  if (worker.session.stopping.size > 0 && worker.session.stopping.has(attemptKey(ref))) {
    return STOPPING;
  }
  turn.counters.stale += 1;
  return STALE;
}

/** Null when the attempt is unknown or over; not counted. */
export function findLiveAttempt(turn: Turn, ref: AttemptRef): LiveAttempt | null {
  const task = turn.state.jobs.find(ref.job)?.byName.get(ref.stage)?.tasks[ref.index];
  return task === undefined ? null : findLive(task, ref.attempt);
}

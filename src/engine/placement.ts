/**
 * Which worker for which task, and why, in words.
 *
 * Owns: bars and avoidance, the choice among free workers. Talks to: worker-table. Changes nothing.
 *
 * W1. The freest worker wins, then the one that joined first: no chance, no clock.
 * W2. A worker on which several tasks of a job failed is barred for the job, but never more than half of the workers,
 *     and not for ever: after a while it is tried again, and one more failure bars it anew.
 * W3. A task stays away from workers on which it failed while another could take it, for a bounded time: avoidance
 *     can delay a task, never hold it for ever.
 */

import type { WorkerId } from "./ids.js";
import type { Job } from "./job-table.js";
import type { Stage } from "./task-table.js";
import type { Turn } from "./turn.js";
import { freeSlots, isUsable, paceOf, type Worker } from "./worker-table.js";

export interface Placement {
  readonly worker: Worker;
  readonly reason: string;
}

const NOBODY: ReadonlySet<WorkerId> = new Set();
const NOWHERE: readonly WorkerId[] = [];

/** Workers that get no work of the job (W2). */
export function barredFrom(turn: Turn, job: Job): ReadonlySet<WorkerId> {
  if (job.failedTasks.size === 0) return NOBODY;
  let usable = 0;
  for (const worker of turn.state.workers.all()) if (isUsable(worker)) usable += 1;
  const barred = new Set<WorkerId>();
  for (const [id, failed] of job.failedTasks) {
    if (barred.size >= Math.floor(usable / 2)) break;
    const worker = turn.state.workers.find(id);
    if (failed.tasks < turn.limits.failedTasksBeforeBar || worker === undefined) continue;
    if (turn.at - failed.lastAt >= turn.limits.barMs) continue;
    if (isUsable(worker)) barred.add(id);
  }
  return barred;
}

/** Null when no free worker may take the task now. `besides` is a worker that runs it already, too slowly: others that are slow are no help. */
export function placeTask(
  turn: Turn,
  stage: Stage,
  index: number,
  barred: ReadonlySet<WorkerId>,
  besides: Worker | null = null,
): Placement | null {
  const troubles = stage.tasks[index]?.troubles ?? null;
  if (troubles === null && barred.size === 0 && besides === null) {
    // Almost every task: the freest worker will do.
    const worker = turn.state.workers.freest();
    return worker === null ? null : { worker, reason: reasonFor(worker, NOWHERE) };
  }
  const recent = troubles !== null && turn.at - troubles.lastAt < turn.limits.avoidMs;
  const avoided: readonly WorkerId[] = recent ? troubles.failedOn : NOWHERE;
  const isSlow = (worker: Worker) =>
    besides !== null && (worker === besides || paceOf(worker) >= turn.limits.backupSlowness);
  const mayTake = (worker: Worker) => !isSlow(worker) && !barred.has(worker.info.worker);
  const worker = turn.state.workers.findFree(
    (candidate) => mayTake(candidate) && !avoided.includes(candidate.info.worker),
  );
  if (worker !== null) return { worker, reason: reasonFor(worker, avoided) };
  if (avoided.length === 0 || someoneElse(turn, avoided, mayTake)) return null;
  const last = turn.state.workers.findFree(mayTake);
  return last === null ? null : { worker: last, reason: "failed there, but nobody else is left" };
}

/** Whether some worker, busy now, could take the task later. */
function someoneElse(
  turn: Turn,
  avoided: readonly WorkerId[],
  mayTake: (worker: Worker) => boolean,
): boolean {
  for (const worker of turn.state.workers.all()) {
    if (isUsable(worker) && mayTake(worker) && !avoided.includes(worker.info.worker)) return true;
  }
  return false;
}

function reasonFor(worker: Worker, avoided: readonly WorkerId[]): string {
  const { openSlots, shortOf } = worker.session;
  const short = shortOf === null ? "" : `, short of ${shortOf} but nobody else is left`;
  const slots = shortOf === null ? worker.info.slots : openSlots;
  const free = `${freeSlots(worker)} of ${slots} slots free${short}`;
  return avoided.length === 0 ? free : `${free}, away from ${avoided.join(", ")}`;
}

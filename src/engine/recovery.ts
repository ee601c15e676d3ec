/**
 * The first step of a reign: what the last master left half done is taken up again.
 *
 * Owns: nothing; it asks again the questions whose answers may have been cut off. Talks to: planning, reopening.
 *
 * E1. The journal may end between any two facts. What follows from the last fact is decided again here; deciding
 *     twice is harmless, because planners and checks are functions of the durable state.
 * E2. Workers are absent until they join again; nobody's work is lost before the grace is over.
 */

import { failJobWith } from "./ending.js";
import { hasEnded, type Job } from "./job-table.js";
import { askPlanner, checkConservation } from "./planning.js";
import { reopenMissing, stopUselessReruns } from "./reopening.js";
import { isComplete } from "./task-table.js";
import type { Turn } from "./turn.js";

export function masterStarted(turn: Turn, epoch: number): void {
  turn.record({ at: turn.at, kind: "master-started", epoch });
  turn.reign.rejoinUntil = turn.at + turn.limits.rejoinGraceMs;
  turn.reign.noWorkersSince = null;
  turn.reign.lastTickAt = turn.at;
  for (const job of turn.state.jobs.active()) resume(turn, job);
}

function resume(turn: Turn, job: Job): void {
  if (job.state.kind === "publishing") {
    turn.send({ kind: "publish", job: job.spec.id });
    return;
  }
  for (const stage of job.stages) {
    reopenMissing(turn, stage);
    if (hasEnded(job)) return;
    if (!isComplete(stage)) continue;
    const broken = checkConservation(stage);
    if (broken !== null) {
      failJobWith(turn, job, broken);
      return;
    }
    for (const from of stage.shuffleFrom) stopUselessReruns(turn, from);
  }
  askPlanner(turn, job);
}

/**
 * The start of one attempt: the fact, the command, and what a reader has to know.
 *
 * Owns: nothing. Talks to: turn, sources. Who, where and why is decided by those who call.
 */

import type { AttemptCause } from "./fact.js";
import type { Placement } from "./placement.js";
import { tellReader } from "./sources.js";
import type { Stage } from "./task-table.js";
import type { Turn } from "./turn.js";

export function startAttempt(
  turn: Turn,
  stage: Stage,
  index: number,
  cause: AttemptCause,
  placement: Placement,
): void {
  const task = stage.tasks[index];
  if (task === undefined) return;
  const { worker, incarnation } = placement.worker.info;
  const attempt = {
    job: stage.job.spec.id,
    stage: stage.spec.name,
    index,
    attempt: task.attempts + 1,
  };
  turn.record({
    at: turn.at,
    kind: "attempt-started",
    attempt,
    worker,
    incarnation,
    cause,
    placement: placement.reason,
  });
  turn.send({ kind: "assign", worker, incarnation, attempt });
  const live = task.state.kind === "running" ? task.state.attempts.at(-1) : undefined;
  if (live !== undefined) tellReader(turn, live);
}

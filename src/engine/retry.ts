/**
 * How much trouble a task may have before its job fails. Data in, data out.
 *
 * Owns: the budgets of failures, losses, unreadable sources and reopenings, checked in this one place.
 *
 * R1. Failed and lost are counted apart: a dead machine never uses up the attempts of the user's code.
 * R2. Every budget has an end: nothing is retried for ever.
 */

import { type ErrorRecord, MrError } from "./error.js";
import type { AttemptFailure } from "./graph.js";
import { type TaskRef, taskName } from "./ids.js";
import type { EngineLimits } from "./limits.js";
import type { Troubles } from "./task-table.js";

export interface GiveUp {
  readonly error: ErrorRecord;
  readonly where: string | null;
}

/** Null: try again. */
export function judgeFailure(
  task: TaskRef,
  troubles: Troubles | null,
  failure: AttemptFailure,
  maxAttempts: number,
  limits: EngineLimits,
): GiveUp | null {
  if (troubles === null) return null;
  switch (failure.kind) {
    case "stopped":
      return null;
    case "failed":
      if (troubles.failures < maxAttempts && isWorthRetrying(failure.error)) return null;
      return { error: failure.error, where: failure.where };
    case "lost":
      if (troubles.losses < limits.maxLosses) return null;
      return {
        error: new MrError(
          "MR_WORKER_LOST",
          `${taskName(task)} lost its worker ${troubles.losses} times, last: ${failure.error.message}`,
          {
            hint: "See whether the task takes its workers down with it (memory, disk), or the workers die by themselves.",
          },
        ).toRecord(),
        where: null,
      };
    case "fetch-failed":
      if (troubles.fetchFailures < limits.maxFetchFailures) return null;
      return { error: failure.error, where: null };
  }
}

/** Null: make the output again. */
export function judgeReopen(
  task: TaskRef,
  troubles: Troubles | null,
  limits: EngineLimits,
): GiveUp | null {
  if (troubles === null || troubles.reopens < limits.maxReopens) return null;
  const error = new MrError(
    "MR_WORKER_LOST",
    `the output of ${taskName(task)} went away ${troubles.reopens} times`,
    { hint: "Workers die faster than the job can read what they leave behind." },
  );
  return { error: error.toRecord(), where: null };
}

/** Some errors say of themselves that no other attempt can do better. */
function isWorthRetrying(error: ErrorRecord): boolean {
  return error.code === "MR_INTERNAL" || MrError.fromRecord(error).retryable;
}

/**
 * How much trouble a task may have before its job fails. Data in, data out.
 *
 * Owns: the budgets of failures, losses, unreadable sources and reopenings, checked in this one place.
 *
 * R1. Failed and lost are counted apart: a dead machine never uses up the attempts of the user's code.
 * R2. Every budget has an end: nothing is retried for ever.
 */

import { type ErrorCode, type ErrorRecord, MrError, unreachable } from "./error.js";
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
      return troubles.losses < limits.maxLosses
        ? null
        : tooManyLosses(task, troubles, failure.error);
    case "fetch-failed":
      return troubles.fetchFailures < limits.maxFetchFailures
        ? null
        : tooManyFetchFailures(task, troubles, failure.error);
    default:
      return unreachable(failure, "judgeFailure");
  }
}

function tooManyLosses(task: TaskRef, { losses }: Troubles, last: ErrorRecord): GiveUp {
  return giveUp(
    "MR_WORKER_LOST",
    `${taskName(task)} lost its worker ${losses} times, last: ${last.message}`,
    "See whether the task takes its workers down with it (memory, disk).",
  );
}

function tooManyFetchFailures(task: TaskRef, troubles: Troubles, last: ErrorRecord): GiveUp {
  const error = new MrError(
    "MR_FETCH_FAILED",
    `${taskName(task)} could not read its sources ${troubles.fetchFailures} times, last: ${last.message}`,
    {
      hint: "See whether workers can reach each other's data ports, and whether their disks are sound.",
    },
  );
  return { error: error.toRecord(), where: null };
}

/** Null: make the output again. */
export function judgeReopen(
  task: TaskRef,
  troubles: Troubles | null,
  limits: EngineLimits,
): GiveUp | null {
  if (troubles === null || troubles.reopens < limits.maxReopens) return null;
  return giveUp(
    "MR_WORKER_LOST",
    `the output of ${taskName(task)} went away ${troubles.reopens} times`,
    "Workers die faster than the job can read what they leave behind.",
  );
}

function giveUp(code: ErrorCode, message: string, hint: string): GiveUp {
  return { error: { code, message, hint }, where: null };
}

/** Some errors say of themselves that no other attempt can do better. */
function isWorthRetrying(error: ErrorRecord): boolean {
  return error.code === "MR_INTERNAL" || MrError.fromRecord(error).retryable;
}

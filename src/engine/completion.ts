/**
 * What follows when an attempt has ended, well or badly.
 *
 * Owns: one success wins; the charge for failures; non-deterministic maps; the limit of bad records.
 * Talks to: retry, reopening, sources, planning, ending.
 *
 * I1. A task is won once at a time: the winner's fact comes after the ends of all other attempts of the task.
 * I2. A map that writes other records than those that a finished reader has read fails the job.
 */

import { sameDigest } from "./digest-sum.js";
import { failJob, failJobWith } from "./ending.js";
import { type ErrorRecord, MrError } from "./error.js";
import type { AttemptFailure, TaskReport } from "./graph.js";
import { attemptName, taskName } from "./ids.js";
import { hasEnded } from "./job-table.js";
import { stageCompleted } from "./planning.js";
import { reopenUnreadable } from "./reopening.js";
import { judgeFailure } from "./retry.js";
import { outputFinished } from "./sources.js";
import { stopAttempt } from "./stopping.js";
import { isComplete, type LiveAttempt, refOf } from "./task-table.js";
import type { Turn } from "./turn.js";

export function attemptSucceeded(turn: Turn, live: LiveAttempt, report: TaskReport): void {
  const { stage, index } = live;
  const { job } = stage;
  const attempt = refOf(live);
  const wrong = checkReport(live, report);
  if (wrong !== null) {
    attemptFailed(turn, live, { kind: "failed", error: wrong, where: null });
    return;
  }
  const task = stage.tasks[index];
  const before = task?.receipt ?? null;
  const broken = checkDeterminism(live, report);
  if (task?.state.kind === "running") {
    for (const other of task.state.attempts) {
      if (other !== live) stopAttempt(turn, other, `${attemptName(attempt)} was faster`);
    }
  }
  turn.record({ at: turn.at, kind: "task-completed", attempt, report });
  if (broken !== null) {
    failJobWith(turn, job, broken, attempt);
    return;
  }
  const bad = checkSkipped(live);
  if (bad !== null) {
    failJobWith(turn, job, bad, attempt);
    return;
  }
  if (report.output.kind === "segments") outputFinished(turn, stage, before !== null);
  if (isComplete(stage)) stageCompleted(turn, stage);
}

/** The attempt is over without a report: charges it where it belongs, and gives up when it is too much. */
export function attemptFailed(turn: Turn, live: LiveAttempt, failure: AttemptFailure): void {
  turn.record({ at: turn.at, kind: "attempt-ended", attempt: refOf(live), failure });
  afterFailure(turn, live, failure);
}

/** The decisions that follow the fact; apart, because a lost worker has many facts before the first decision. */
export function afterFailure(turn: Turn, live: LiveAttempt, failure: AttemptFailure): void {
  const { stage, index } = live;
  const { job } = stage;
  if (hasEnded(job)) return;
  if (failure.kind === "fetch-failed") reopenUnreadable(turn, stage, failure);
  const attempt = refOf(live);
  const troubles = stage.tasks[index]?.troubles ?? null;
  const { maxAttempts } = job.spec.settings;
  const verdict = judgeFailure(attempt, troubles, failure, maxAttempts, turn.limits);
  if (verdict !== null) failJob(turn, job, verdict.error, attempt, verdict.where);
}

function checkReport(live: LiveAttempt, report: TaskReport): ErrorRecord | null {
  const { sink, name } = live.stage.spec;
  if (report.output.kind === sink.kind) return null;
  const what = `left ${report.output.kind} where ${name} leaves ${sink.kind}`;
  return { code: "MR_INTERNAL", message: `${attemptName(refOf(live))} ${what}` };
}

function checkDeterminism(live: LiveAttempt, report: TaskReport): MrError | null {
  const before = live.stage.tasks[live.index]?.receipt?.output;
  const { output } = report;
  if (before?.kind !== "segments" || output.kind !== "segments") return null;
  if (sameDigest(before.digest, output.digest)) return null;
  const reader = live.stage.readers.find((stage) => stage.done > 0);
  if (reader === undefined) return null;
  const was = `${before.digest.records} records (${before.digest.sum})`;
  const is = `${output.digest.records} records (${output.digest.sum})`;
  return new MrError(
    "MR_NONDETERMINISTIC",
    `${taskName(refOf(live))} ran again and wrote ${is}, not ${was} as before; ${reader.spec.name} has read both`,
    {
      hint: "Make the map depend on its records and parameters alone: no random numbers, no clock, no outside state.",
    },
  );
}

function checkSkipped(live: LiveAttempt): MrError | null {
  const { job } = live.stage;
  const { skipBadRecords } = job.spec.settings;
  if (job.skippedRecords <= skipBadRecords) return null;
  let first = "";
  for (const records of job.skipped.values()) {
    const record = records[0];
    if (record !== undefined) first = `; one is ${record.file}:${record.offset}: ${record.reason}`;
    if (first !== "") break;
  }
  return new MrError(
    "MR_TOO_MANY_BAD_RECORDS",
    `${job.skippedRecords} bad records, ${skipBadRecords} may be skipped${first}`,
    { hint: "Repair the input, or allow more with --skip-bad." },
  );
}

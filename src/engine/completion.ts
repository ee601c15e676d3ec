/**
 * What follows when an attempt has ended, well or badly.
 *
 * Owns: one success wins; the charge for failures; non-deterministic maps; the limit of bad records.
 * Talks to: retry, reopening, sources, planning, ending.
 *
 * I1. A task is won once at a time: the winner's fact comes after the ends of all other attempts of the task.
 * I2. A map that writes other records than those that a finished reader has read fails the job; readers that have not
 *     finished begin again, uncharged.
 */

import { BAD_RECORDS_SHOWN, skippedOf, tooManyBadRecords } from "./bad-records.js";
import { failJob, failJobWith } from "./ending.js";
import { type ErrorRecord, MrError } from "./error.js";
import type { AttemptFailure, TaskReport } from "./graph.js";
import { attemptName, taskName } from "./ids.js";
import { hasEnded } from "./job-table.js";
import { NONDETERMINISTIC_HINT, stageCompleted } from "./planning.js";
import { wroteOthers } from "./receipt.js";
import { reopenUnreadable } from "./reopening.js";
import { judgeFailure } from "./retry.js";
import { outputFinished } from "./sources.js";
import { stopAttempt } from "./stopping.js";
import { isComplete, type LiveAttempt, refOf } from "./task-table.js";
import { partLaidDown } from "./trimming.js";
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
  if (broken === null && before !== null && wroteOthers(before, report)) restartReaders(turn, live);
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
  if (report.output.kind === "part") partLaidDown(turn, stage.shuffleFrom);
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

/** They may have read what is no longer true. Before the new output is a fact: a crash in between costs time only. */
function restartReaders(turn: Turn, live: LiveAttempt): void {
  for (const reader of live.stage.readers) {
    for (const { state } of reader.tasks) {
      if (state.kind !== "running") continue;
      for (const reading of state.attempts) {
        stopAttempt(turn, reading, `${taskName(refOf(live))} has other records than before`);
      }
    }
  }
}

function checkDeterminism(live: LiveAttempt, report: TaskReport): MrError | null {
  if (live.stage.job.spec.settings.allowNondeterministic) return null;
  const receipt = live.stage.tasks[live.index]?.receipt ?? null;
  if (receipt === null || !wroteOthers(receipt, report)) return null;
  const before = receipt.output;
  const { output } = report;
  if (before.kind !== "segments" || output.kind !== "segments") return null;
  const reader = live.stage.readers.find((stage) => stage.done > 0);
  if (reader === undefined) return null;
  const was = `${before.digest.records} records (${before.digest.sum})`;
  const is = `${output.digest.records} records (${output.digest.sum})`;
  return new MrError(
    "MR_NONDETERMINISTIC",
    `${taskName(refOf(live))} ran again and wrote ${is}, not ${was} as before; ${reader.spec.name} has read both`,
    { hint: NONDETERMINISTIC_HINT },
  );
}

function checkSkipped(live: LiveAttempt): MrError | null {
  const { job } = live.stage;
  const { skipBadRecords } = job.spec.settings;
  const found = job.skippedPlaces.size;
  return found <= skipBadRecords
    ? null
    : tooManyBadRecords(found, skipBadRecords, skippedOf(job, BAD_RECORDS_SHOWN));
}

/**
 * What is kept of a winner's report, and the sums that its stage and job hold over all receipts.
 *
 * Owns: the making of receipts and their exact-once accounting. Talks to: task-table, job-table. Called by `apply` alone.
 *
 * R1. A receipt is counted once: the one it replaces is taken away in the same call.
 * R2. Receipts are small: empty parts are shared, what nobody asks for again is not kept.
 */

import { sameDigest } from "./digest-sum.js";
import { EMPTY_DIGEST, type PartFile, type SkippedRecord, type TaskReport } from "./graph.js";
import type { Receipt, Stage, Task } from "./task-table.js";

const NOTHING: { readonly [name: string]: number } = Object.freeze({});
const NONE: readonly SkippedRecord[] = Object.freeze([]);
const NO_FILES: readonly PartFile[] = Object.freeze([]);

export function makeReceipt(report: TaskReport): Receipt {
  return {
    output: report.output,
    counters: isEmpty(report.counters) ? NOTHING : report.counters,
    totals: isEmpty(report.totals) ? NOTHING : report.totals,
    inputRecords: report.inputRecords,
    inputBytes: report.inputBytes,
    shuffleDigest:
      report.shuffleDigest.records === 0 ? sharedWhenEmpty(report) : report.shuffleDigest,
    skipped: report.skipped.length === 0 ? NONE : report.skipped,
    skippedFiles: report.skippedFiles ?? NO_FILES,
  };
}

export function replaceReceipt(stage: Stage, index: number, task: Task, receipt: Receipt): void {
  const before = task.receipt;
  if (before !== null) {
    if (wroteOthers(before, receipt)) stage.changed += 1;
    account(stage, index, before, -1);
  }
  task.receipt = receipt;
  account(stage, index, receipt, 1);
}

function account(stage: Stage, index: number, receipt: Receipt, sign: 1 | -1): void {
  const { output, shuffleDigest } = receipt;
  if (output.kind === "segments") {
    stage.shuffleBytes += sign * output.sizeBytes;
    stage.shuffleRecords += sign * output.digest.records;
    if (sign > 0) stage.written.add(output.digest);
    else stage.written.subtract(output.digest);
  } else if (output.kind === "part") {
    for (const file of output.files) {
      stage.parts += sign;
      stage.partRecords += sign * file.records;
      stage.partBytes += sign * file.sizeBytes;
    }
  }
  if (shuffleDigest !== EMPTY_DIGEST) {
    if (sign > 0) stage.read.add(shuffleDigest);
    else stage.read.subtract(shuffleDigest);
  }
  stage.bytesDone += sign * (stage.spec.sizesBytes[index] ?? receipt.inputBytes);
  stage.recordsDone += sign * receipt.inputRecords;
  if (receipt.counters !== NOTHING) {
    for (const [name, amount] of Object.entries(receipt.counters)) {
      stage.counters.set(name, (stage.counters.get(name) ?? 0) + sign * amount);
    }
  }
  accountSkipped(stage, index, receipt, sign);
}

/** Whether a map that ran again has written other records than before. */
export function wroteOthers(
  before: Pick<Receipt, "output">,
  after: Pick<Receipt, "output">,
): boolean {
  if (before.output.kind !== "segments" || after.output.kind !== "segments") return false;
  return !sameDigest(before.output.digest, after.output.digest);
}

/** A record that several tasks have left out (a job may read its input in every round) is one bad record. */
function accountSkipped(stage: Stage, index: number, receipt: Receipt, sign: 1 | -1): void {
  if (receipt.skipped.length === 0) return;
  const key = `${stage.spec.name}/${index}`;
  const { skippedPlaces } = stage.job;
  for (const record of receipt.skipped) {
    const place = placeOf(record);
    const tasks = (skippedPlaces.get(place) ?? 0) + sign;
    if (tasks > 0) skippedPlaces.set(place, tasks);
    else skippedPlaces.delete(place);
  }
  if (sign > 0) stage.job.skipped.set(key, receipt.skipped);
  else stage.job.skipped.delete(key);
}

export function placeOf({ file, offset }: SkippedRecord): string {
  return `${offset}:${file}`;
}

function sharedWhenEmpty(report: TaskReport): TaskReport["shuffleDigest"] {
  return report.shuffleDigest.sum === EMPTY_DIGEST.sum ? EMPTY_DIGEST : report.shuffleDigest;
}

function isEmpty(record: { readonly [name: string]: number }): boolean {
  for (const _name in record) return false;
  return true;
}

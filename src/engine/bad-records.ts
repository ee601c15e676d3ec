/**
 * Bad records that a job leaves out: which they are, and the error when there are more than it may leave out.
 *
 * Owns: the words of that error; tasks, which see only their own records, use them too.
 *
 * B1. A record is named by its file and its offset: left out by several tasks it is still one.
 */

import { MrError } from "./error.js";
import type { SkippedRecord } from "./graph.js";
import type { Job } from "./job-table.js";
import { placeOf } from "./receipt.js";

/** So many of them are named in the error. */
export const BAD_RECORDS_SHOWN = 20;

/** The first `most` of those that finished tasks have left out, each once, in the order of the tasks' ends. */
export function skippedOf({ skipped }: Pick<Job, "skipped">, most: number): SkippedRecord[] {
  const found = new Map<string, SkippedRecord>();
  for (const records of skipped.values()) {
    for (const record of records) {
      if (found.size >= most) return [...found.values()];
      found.set(placeOf(record), record);
    }
  }
  return [...found.values()];
}

/** `records` are some or all of the `found` ones. */
export function tooManyBadRecords(
  found: number,
  allowed: number,
  records: readonly SkippedRecord[],
): MrError {
  const shown = records.slice(0, BAD_RECORDS_SHOWN).map(describeBadRecord);
  const more = found - shown.length;
  if (more > 0) shown.push(`and ${more} more`);
  return new MrError(
    "MR_TOO_MANY_BAD_RECORDS",
    `${found} bad records, ${allowed} may be skipped:\n${shown.map((line) => `    ${line}`).join("\n")}`,
    { hint: "Repair the input, or allow more with --skip-bad." },
  );
}

export function describeBadRecord({ file, offset, reason }: SkippedRecord): string {
  const place = `${file} at byte ${offset}: `;
  // Errors of the input name the place themselves.
  return place + (reason.startsWith(place) ? reason.slice(place.length) : reason);
}

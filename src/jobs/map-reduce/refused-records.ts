/**
 * Records whose map returned, but has emitted what cannot be a key or a value: bad records like those that throw.
 *
 * Owns: the reading of a task's input once more, without them.
 *
 * F1. By the time a pair is refused, others of the record may have gone on: what the task has made so far is thrown away.
 * F2. One reading finds all of them, up to one more than may be left out; the next leaves them out.
 */

import { type ErrorCode, MrError } from "../../engine/error.js";
import type { CondemnedRecord, RecordWatch, TaskEnvironment } from "../assignment.js";
import { LocatedError } from "./located-error.js";

export class RefusedRecords extends MrError {
  readonly records: readonly CondemnedRecord[];

  constructor(records: readonly CondemnedRecord[]) {
    super("MR_INTERNAL", `${records.length} records are to be left out by reading again`);
    this.records = records;
  }
}

const OF_A_PAIR: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "MR_USER_CODE",
  "MR_RECORD_TOO_LONG",
]);

/** Null when what `emit` threw is not about the pair: a later step, a combiner or a disk has failed. */
export function refusalOf(thrown: unknown): MrError | null {
  if (!(thrown instanceof MrError) || thrown instanceof LocatedError) return null;
  return OF_A_PAIR.has(thrown.code) ? thrown : null;
}

/** The same task, for a reading without these records. */
export function leavingOut(
  environment: TaskEnvironment,
  refused: readonly CondemnedRecord[],
): TaskEnvironment {
  const { watch } = environment;
  const careful: RecordWatch = {
    isRepeated: true,
    suspects: watch?.suspects ?? [],
    condemned: [...(watch?.condemned ?? []), ...refused],
    enterBlock: (span) => watch?.enterBlock(span),
    enterRecord: (range, record) => watch?.enterRecord(range, record),
    leaveRecord: () => watch?.leaveRecord(),
  };
  // Its getters make folders when they are asked: none is to be asked here.
  return Object.create(environment, { watch: { value: careful } }) as TaskEnvironment;
}

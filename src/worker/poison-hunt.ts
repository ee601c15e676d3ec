/**
 * Finds the records that end the process: from where earlier processes of the attempt ended, to those to be left out.
 *
 * Owns: the judgement, for one attempt. Data in, data out.
 *
 * The first process reads as usual and ends somewhere in a block. The second notes each record of that block and ends
 * again, in one of them. Two deaths that agree condemn that record, and the third process leaves it out.
 *
 * P1. A record is condemned by two processes that ended in it (or in its block, then in it): one that was shot from
 *     outside, or by a machine short of memory, condemns nothing.
 * P2. What ended between records (a spill, a combiner, a later step) is no record's fault.
 * P3. It ends: at most MOST_BARREN deaths in a row that condemn nothing, then the attempt has failed like others.
 * P4. The price of a record is two more readings of the task's input up to it, and for one that hangs two task
 *     timeouts; none of them counts as an attempt.
 */

import type { ErrorCode, ErrorRecord } from "../engine/error.js";
import type { AttemptFailure } from "../engine/graph.js";
import type { CondemnedRecord, RecordSpan } from "../jobs/assignment.js";
import type { CarefulReading, RecordMark } from "./record-mark.js";

/** The ends of a process that a record may have brought about. */
const DEATHS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "MR_RUNNER_CRASHED",
  "MR_TASK_TIMEOUT",
  "MR_OUT_OF_MEMORY",
]);

const MOST_BARREN = 3;

export class PoisonHunt {
  /** Processes so far that were not the attempt's last. */
  deaths = 0;
  readonly #suspects: RecordSpan[] = [];
  readonly #condemned: CondemnedRecord[] = [];
  #last: RecordMark | null = null;
  #barren = 0;

  /** What the attempt's next process must know; null: no record is to blame, the attempt has failed. */
  next(failure: AttemptFailure, mark: RecordMark | null): CarefulReading | null {
    if (failure.kind !== "failed" || !DEATHS.has(failure.error.code)) return null;
    if (mark === null || mark.kind === "between") return null;
    this.deaths += 1;
    this.#barren += 1;
    if (mark.kind === "block") this.#suspects.push(mark.span);
    else if (this.#last !== null && agrees(this.#last, mark)) this.#condemn(mark, failure);
    this.#last = mark;
    if (this.#barren > MOST_BARREN) return null;
    return { suspects: [...this.#suspects], condemned: [...this.#condemned] };
  }

  #condemn(
    { span, record }: Extract<RecordMark, { kind: "record" }>,
    { error }: Extract<AttemptFailure, { kind: "failed" }>,
  ): void {
    this.#condemned.push({ range: span.range, record, error: reasonOf(error) });
    this.#barren = 0;
  }
}

/** What is kept with the record: without anything in which two runs of a job differ. */
function reasonOf({ code, message }: ErrorRecord): ErrorRecord {
  switch (code) {
    case "MR_TASK_TIMEOUT":
      return { code, message: "the map did not return and was stopped" };
    case "MR_OUT_OF_MEMORY":
      return { code, message: "the map took too much memory" };
    default:
      return {
        code,
        message: `the process ${/: its process ([^;\n]*)/.exec(message)?.[1] ?? "ended"}`,
      };
  }
}

function agrees(before: RecordMark, mark: Extract<RecordMark, { kind: "record" }>): boolean {
  if (before.span.range !== mark.span.range) return false;
  if (before.kind === "record") return before.record === mark.record;
  return before.span.start < mark.span.end && mark.span.start < before.span.end;
}

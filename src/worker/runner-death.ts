/**
 * Says why a runner died, in words for the person whose job it was.
 *
 * K1. A crash or a hang of user code is `failed`: the job's fault, counted against its attempts.
 */

import { MrError } from "../engine/error.js";
import type { AttemptFailure } from "../engine/graph.js";
import { attemptName } from "../engine/ids.js";
import { formatSize } from "../config/sizes.js";
import type { Assignment } from "../jobs/assignment.js";
import type { MemoryUse } from "./memory-watch.js";

export interface CrashReport {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Set when the process could not even be started. */
  readonly cause: string | null;
  /** The end of what it printed to stderr. */
  readonly lastLines: readonly string[];
}

/** Stacks that Node itself prints when it is brought down: long, and of no use to the job's author. */
const DUMP_LINE =
  /^\s*$|^\s*\d+: (0x[0-9a-f]+ |.*\(?(file|node):)|^-{3,} .* stack trace -{3,}$|^<--- .* --->$|^\[\d+:0x[0-9a-f]+\]\s+\d+ ms: /;

/** Worth being among the last words of a process. */
export function isTelling(line: string): boolean {
  return !DUMP_LINE.test(line);
}

const MEMORY_HINT =
  "The job keeps too many objects alive: emit instead of collecting, or stream the values of a key.";
const SKIP_HINT = "If single records of the input are to blame, --skip-bad N leaves out up to N.";
const OUT_OF_HEAP = /JavaScript heap out of memory|Reached heap limit/;

export function crashFailure(
  { attempt, stage }: Pick<Assignment, "attempt" | "stage">,
  report: CrashReport,
): Extract<AttemptFailure, { kind: "failed" }> {
  const text = report.lastLines.join("\n");
  const words = text === "" ? "" : `; last words on stderr:\n${text}`;
  const error = new MrError(
    OUT_OF_HEAP.test(text) ? "MR_OUT_OF_MEMORY" : "MR_RUNNER_CRASHED",
    `task ${attemptName(attempt)} (${stage.name}): its process ${describeExit(report, text)}${words}`,
    { hint: hintFor(report, text) },
  );
  return { kind: "failed", error: error.withoutStack(), where: null };
}

export function memoryFailure(
  { attempt, stage }: Pick<Assignment, "attempt" | "stage">,
  { bytes, processes }: MemoryUse,
  limitBytes: number,
): AttemptFailure {
  const who = processes === 1 ? "" : ` (its ${processes} processes together)`;
  const error = new MrError(
    "MR_OUT_OF_MEMORY",
    `task ${attemptName(attempt)} (${stage.name}) took ${formatSize(bytes)} of memory${who}, more than its ${formatSize(limitBytes)}, and was stopped`,
    { hint: `${MEMORY_HINT} Or raise --task-memory.` },
  );
  return { kind: "failed", error: error.withoutStack(), where: null };
}

export function timeoutFailure(
  { attempt, stage }: Pick<Assignment, "attempt" | "stage">,
  limitMs: number,
): AttemptFailure {
  const error = new MrError(
    "MR_TASK_TIMEOUT",
    `task ${attemptName(attempt)} (${stage.name}) made no progress for ${limitMs / 1_000} s and was stopped`,
    {
      hint: "Look for an endless loop or a call that never returns in the job's functions, or raise the task timeout.",
    },
  );
  return { kind: "failed", error: error.withoutStack(), where: null };
}

/** For a task that reads input, where no bad record may be left out. */
export function withSkipHint(
  failure: AttemptFailure,
  { payload, spec }: Pick<Assignment, "payload" | "spec">,
): AttemptFailure {
  const readsInput = typeof payload === "object" && payload !== null && "ranges" in payload;
  if (failure.kind !== "failed" || !readsInput || spec.settings.skipBadRecords > 0) return failure;
  const hint = [failure.error.hint, SKIP_HINT].filter((text) => text !== undefined).join(" ");
  return { ...failure, error: { ...failure.error, hint } };
}

function describeExit(report: CrashReport, text: string): string {
  if (report.cause !== null) return `could not be started: ${report.cause}`;
  if (OUT_OF_HEAP.test(text)) return "ran out of JavaScript heap";
  if (report.signal !== null) return `was ended by signal ${report.signal}`;
  return `ended by itself with exit code ${report.exitCode}`;
}

function hintFor(report: CrashReport, text: string): string {
  if (report.cause !== null) return "Check this machine's process and memory limits.";
  if (OUT_OF_HEAP.test(text)) {
    return MEMORY_HINT;
  }
  if (report.signal === "SIGKILL") {
    return "The system or another program killed it; a machine short of memory does that.";
  }
  if (report.signal !== null) return "A native module or the job itself brought the process down.";
  return "A job's functions must return or throw; they must not call process.exit().";
}

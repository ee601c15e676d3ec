/**
 * What `--json` prints: one document a command, each with a versioned format name.
 *
 * J1. A field never changes its meaning within a version; times are milliseconds since 1970, sizes are bytes.
 */

import type { MrError } from "../../engine/error.js";
import type { JobView } from "../../engine/view.js";
import { stateWord } from "./words.js";

/** `mr run --json`, `mr wait --json`. */
export function runDocument(view: JobView, exitCode: number): object {
  const outcome = view.state.kind === "ended" ? view.state.outcome : null;
  return {
    format: "mr-run/1",
    job: view.id,
    name: view.name,
    state: stateWord(view),
    exitCode,
    elapsedMs: Math.max(0, (view.endedAt ?? view.submittedAt) - view.submittedAt),
    input: { files: view.inputFiles, bytes: view.inputBytes, records: view.inputRecords },
    output: {
      path: view.outputPath,
      parts: view.outputParts,
      records: view.outputRecords,
      bytes: view.outputBytes,
    },
    shuffle: { records: view.shuffleRecords, bytes: view.shuffleBytes, spills: view.spills },
    stages: view.stages,
    counters: view.counters,
    attempts: view.attempts,
    skipped: view.skipped,
    skippedRecords: view.skippedRecords,
    changedOutputs: view.changedOutputs,
    workers: view.workers,
    peakMemoryBytes: view.peakMemoryBytes,
    cpuMs: view.cpuMs,
    error: outcome?.kind === "failed" ? failureOf(outcome) : null,
  };
}

function failureOf(outcome: {
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string };
  readonly task: unknown;
  readonly where: string | null;
}): object {
  const { code, message, hint } = outcome.error;
  return { code, message, hint: hint ?? null, task: outcome.task, where: outcome.where };
}

/** The same command when it ended before there was a job. */
export function refusedDocument(error: MrError): object {
  return {
    format: "mr-run/1",
    job: null,
    state: "refused",
    exitCode: error.exitCode,
    error: { code: error.code, message: error.message, hint: error.hint ?? null },
  };
}

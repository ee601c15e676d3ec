/**
 * Counts and states in words, the same in progress, summaries and tables.
 */

import type { JobOutcome } from "../../engine/fact.js";
import type { JobView, StageView } from "../../engine/view.js";

/** `1 234 567`: groups of three, with blanks that no language reads as a decimal point. */
export function formatCount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, " ");
}

/** `1 file`, `2 files`. */
export function counted(value: number, noun: string): string {
  return `${formatCount(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** One word for a job's state, as tables and `--json` print it. */
export function stateWord(
  view: JobView,
): JobOutcome["kind"] | "planning" | "running" | "publishing" {
  return view.state.kind === "ended" ? view.state.outcome.kind : view.state.kind;
}

/** From 0 to 1; by bytes where they are known, since tasks differ in size. */
export function stageFraction(stage: StageView): number {
  if (stage.tasks > 0 && stage.done === stage.tasks) return 1;
  if (stage.bytesTotal > 0) return Math.min(0.999, stage.bytesDone / stage.bytesTotal);
  return stage.tasks === 0 ? 0 : stage.done / stage.tasks;
}

/** Attempts beyond the first of each task that the job needed: failures, losses and failed fetches. */
export function retries(view: JobView): number {
  const { failed, lost, fetchFailed, reruns } = view.attempts;
  return failed + lost + fetchFailed + reruns;
}

/** Local time, to the second. */
export function formatTime(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

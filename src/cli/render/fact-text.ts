/**
 * A fact of the journal as one line for people.
 */

import { formatSize } from "../../config/sizes.js";
import { unreachable } from "../../engine/error.js";
import type { Fact } from "../../engine/fact.js";
import type { AttemptFailure } from "../../engine/graph.js";
import { attemptName, taskName } from "../../engine/ids.js";
import { counted } from "./words.js";

export function factText(fact: Fact): string {
  switch (fact.kind) {
    case "master-started":
      return `master started, epoch ${fact.epoch}`;
    case "job-accepted":
      return `job ${fact.spec.name} accepted, output ${fact.spec.output.path}`;
    case "input-planned":
      return `input planned: ${counted(fact.input.files, "file")}, ${formatSize(fact.input.sizeBytes)}, ${counted(fact.input.splits.length, "split")}`;
    case "stage-added":
      return `stage ${fact.stage.name} added with ${counted(fact.stage.payloads.length, "task")}`;
    case "worker-joined":
      return `worker ${fact.info.worker} joined with ${counted(fact.info.slots, "slot")}`;
    case "worker-left":
      return `worker ${fact.worker} left: ${fact.reason}`;
    case "attempt-started":
      return `${attemptName(fact.attempt)} started on ${fact.worker} (${fact.cause}; ${fact.placement})`;
    case "attempt-ended":
      return `${attemptName(fact.attempt)} ${failureText(fact.failure)}`;
    case "task-completed":
      return `${attemptName(fact.attempt)} completed its task`;
    case "task-reopened":
      return `${taskName(fact.task)} must run again: ${fact.reason}`;
    case "task-restored":
      return `${attemptName(fact.attempt)} counts: its output is back with ${fact.worker}`;
    case "job-publishing":
      return `publishing ${fact.stages.join(", ")}`;
    case "job-ended":
      return `job ended: ${outcomeText(fact)}`;
    default:
      return unreachable(fact, "factText");
  }
}

function failureText(failure: AttemptFailure): string {
  switch (failure.kind) {
    case "failed":
      return `failed: ${failure.error.message}${failure.where === null ? "" : ` at ${failure.where}`}`;
    case "lost":
      return `was lost: ${failure.error.message}`;
    case "fetch-failed":
      return `could not fetch from ${failure.stage}: ${failure.error.message}`;
    case "stopped":
      return "was stopped";
  }
}

function outcomeText({ outcome }: Extract<Fact, { kind: "job-ended" }>): string {
  switch (outcome.kind) {
    case "done":
      return "done";
    case "failed":
      return `failed: ${outcome.error.message}`;
    case "cancelled":
      return `cancelled: ${outcome.reason}`;
  }
}

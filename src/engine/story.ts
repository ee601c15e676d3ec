/**
 * The latest facts, so that an error can tell what had happened to its task.
 *
 * Owns: a bounded ring of facts and how one fact reads as a line. Talks to: nobody.
 *
 * Y1. Keeping a fact costs one store; lines are made only when somebody asks.
 * Y2. Bounded: old facts fall out. The journal has them all.
 */

import { unreachable } from "./error.js";
import type { Fact } from "./fact.js";
import type { AttemptFailure } from "./graph.js";
import { attemptName, type TaskRef, taskName } from "./ids.js";

export class Story {
  private readonly ring: Fact[] = [];
  private readonly limit: number;
  private next = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  add(fact: Fact): void {
    if (this.ring.length < this.limit) {
      this.ring.push(fact);
    } else {
      this.ring[this.next] = fact;
    }
    this.next = (this.next + 1) % this.limit;
  }

  of(task: TaskRef): readonly string[] {
    const start = this.ring.length < this.limit ? 0 : this.next;
    const lines: string[] = [];
    for (let i = 0; i < this.ring.length; i += 1) {
      const fact = this.ring[(start + i) % this.ring.length];
      if (fact !== undefined && concerns(fact, task))
        lines.push(`${fact.at} ${describeFact(fact)}`);
    }
    return lines;
  }
}

function concerns(fact: Fact, task: TaskRef): boolean {
  switch (fact.kind) {
    case "attempt-started":
    case "attempt-ended":
    case "task-completed":
    case "task-restored":
      return isTask(fact.attempt, task);
    case "task-reopened":
      return isTask(fact.task, task);
    case "stage-added":
      return fact.job === task.job && fact.stage.name === task.stage;
    case "job-publishing":
    case "job-ended":
      return fact.job === task.job;
    case "master-started":
      return true;
    case "job-accepted":
    case "input-planned":
    case "worker-joined":
    case "worker-left":
      return false;
    default:
      return unreachable(fact, "story");
  }
}

function isTask(ref: TaskRef, task: TaskRef): boolean {
  return ref.index === task.index && ref.stage === task.stage && ref.job === task.job;
}

/** One fact as a person would say it. */
export function describeFact(fact: Fact): string {
  switch (fact.kind) {
    case "master-started":
      return `master started, epoch ${fact.epoch}`;
    case "job-accepted":
      return `job ${fact.spec.id} accepted: ${fact.spec.name}`;
    case "input-planned":
      return `input of ${fact.job}: ${fact.input.files} files, ${fact.input.splits.length} splits`;
    case "stage-added":
      return `stage ${fact.stage.name} of ${fact.job}: ${fact.stage.payloads.length} tasks`;
    case "worker-joined":
      return `worker ${fact.info.worker} joined with ${fact.info.slots} slots`;
    case "worker-left":
      return `worker ${fact.worker} left: ${fact.reason}`;
    case "attempt-started":
      return `${attemptName(fact.attempt)} started on ${fact.worker} (${fact.cause}; ${fact.placement})`;
    case "attempt-ended":
      return `${attemptName(fact.attempt)} ${describeFailure(fact.failure)}`;
    case "task-completed":
      return `${attemptName(fact.attempt)} won`;
    case "task-reopened":
      return `${taskName(fact.task)} reopened: ${fact.reason}`;
    case "task-restored":
      return `${attemptName(fact.attempt)} is back with its output, on ${fact.worker}`;
    case "job-publishing":
      return `job ${fact.job} publishes ${fact.stages.join(", ")}`;
    case "job-ended":
      return `job ${fact.job} ended: ${fact.outcome.kind}`;
    default:
      return unreachable(fact, "describeFact");
  }
}

export function describeFailure(failure: AttemptFailure): string {
  switch (failure.kind) {
    case "stopped":
      return "stopped";
    case "failed":
    case "lost":
      return `${failure.kind}: ${failure.error.code} ${failure.error.message}`;
    case "fetch-failed":
      return `could not read ${failure.stage} ${failure.sources.map((s) => s.index).join(",")}`;
    default:
      return unreachable(failure, "describeFailure");
  }
}

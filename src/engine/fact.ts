/**
 * Facts: what the engine has decided or learnt and must not forget. The journal is a list of facts,
 * and the durable state is their fold: state = facts.reduce(apply, empty).
 *
 * F1. `apply` is the only thing that changes durable state; it never decides.
 * F2. A fact is plain JSON and is never changed in meaning; new needs get new kinds.
 * F3. Heartbeats and progress are not facts.
 */

import type { ErrorRecord } from "./error.js";
import type { AttemptFailure, StageSpec, TaskReport } from "./graph.js";
import type { AttemptRef, JobId, TaskRef, WorkerId, Incarnation } from "./ids.js";
import type { JobSpec } from "./job.js";
import type { WorkerInfo } from "./event.js";
import type { InputPlan } from "./planner.js";

export type JobOutcome =
  | { readonly kind: "done" }
  | {
      readonly kind: "failed";
      readonly error: ErrorRecord;
      readonly task: TaskRef | null;
      readonly where: string | null;
    }
  | { readonly kind: "cancelled"; readonly reason: string };

/** Why an attempt was started, in one word for history and summary. */
export type AttemptCause = "first" | "retry" | "rerun" | "backup";

export type Fact = { readonly at: number } & (
  | { readonly kind: "master-started"; readonly epoch: number }
  | { readonly kind: "job-accepted"; readonly spec: JobSpec }
  | { readonly kind: "input-planned"; readonly job: JobId; readonly input: InputPlan }
  | { readonly kind: "stage-added"; readonly job: JobId; readonly stage: StageSpec }
  | { readonly kind: "worker-joined"; readonly info: WorkerInfo }
  | {
      readonly kind: "worker-left";
      readonly worker: WorkerId;
      readonly incarnation: Incarnation;
      readonly reason: string;
    }
  | {
      readonly kind: "attempt-started";
      readonly attempt: AttemptRef;
      readonly worker: WorkerId;
      readonly incarnation: Incarnation;
      readonly cause: AttemptCause;
      /** Why this worker, in words. */
      readonly placement: string;
    }
  | {
      readonly kind: "attempt-ended";
      readonly attempt: AttemptRef;
      readonly failure: AttemptFailure;
    }
  | { readonly kind: "task-completed"; readonly attempt: AttemptRef; readonly report: TaskReport }
  /** A finished task's output went away and somebody still needs it. */
  | { readonly kind: "task-reopened"; readonly task: TaskRef; readonly reason: string }
  /** The output with which the attempt had won is there (again), on this worker. */
  | {
      readonly kind: "task-restored";
      readonly attempt: AttemptRef;
      readonly worker: WorkerId;
      readonly incarnation: Incarnation;
    }
  | { readonly kind: "job-publishing"; readonly job: JobId; readonly stages: readonly string[] }
  | { readonly kind: "job-ended"; readonly job: JobId; readonly outcome: JobOutcome }
);

/**
 * A job type is a planner: from the job and what has happened so far it names the next stages.
 *
 * Owns: the interface between the engine and job types. Planners are ours and pure; a user's function never runs here.
 *
 * P1. `plan` is a function of its arguments alone: replaying a journal asks the same questions and gets the same answers.
 * P2. It is asked when the job is accepted, when its input is planned, whenever a stage completes, and once more for
 *     every running job when a master has started.
 * P3. Task i of a stage with a shuffle edge reads partition i: the stage has as many tasks as the sink has partitions.
 */

import type { ErrorRecord } from "./error.js";
import type { StageSpec } from "./graph.js";
import type { JobSpec, Json } from "./job.js";

export interface InputPlan {
  /** One opaque split a map task; `input` is the index of the named input it belongs to. */
  readonly splits: readonly {
    readonly input: number;
    readonly sizeBytes: number;
    readonly payload: Json;
  }[];
  readonly files: number;
  readonly sizeBytes: number;
}

export interface StageOutcome {
  readonly name: string;
  readonly tasks: number;
  readonly complete: boolean;
  /** Once complete: base64 results of a `result` sink in task order, else empty. */
  readonly results: readonly string[];
  /** Once complete: totals folded in task order. */
  readonly totals: { readonly [name: string]: number };
  readonly counters: { readonly [name: string]: number };
}

export interface JobProgress {
  /** Null until the input is planned. */
  readonly input: InputPlan | null;
  /** In the order in which they were added. */
  readonly stages: readonly StageOutcome[];
}

export type PlanDecision =
  | { readonly kind: "plan-input" }
  | { readonly kind: "add"; readonly stages: readonly StageSpec[] }
  | { readonly kind: "wait" }
  /** Everything is there: publish the `part` outputs of these stages. */
  | { readonly kind: "publish"; readonly stages: readonly string[] }
  | { readonly kind: "fail"; readonly error: ErrorRecord };

export interface Planner {
  readonly type: string;
  plan(job: JobSpec, progress: JobProgress): PlanDecision;
}

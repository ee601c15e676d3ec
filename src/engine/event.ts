/**
 * Everything that can happen to the engine. Shells make events; `step` is their one door.
 *
 * V1. Every event carries `at`: milliseconds of the shell's monotonic-enough clock. The engine has no other time.
 * V2. Events that come from a worker carry its incarnation; stale ones are counted and dropped in one place.
 */

import type { ErrorRecord } from "./error.js";
import type { AttemptFailure, TaskReport } from "./graph.js";
import type { AttemptRef, Incarnation, JobId, WorkerId } from "./ids.js";
import type { JobSpec } from "./job.js";
import type { InputPlan } from "./planner.js";

/** What a worker says of itself when it joins. */
export interface WorkerInfo {
  readonly worker: WorkerId;
  readonly incarnation: Incarnation;
  readonly slots: number;
  /** Same id = same files: segments are opened instead of fetched. */
  readonly hostId: string;
  /** host:port where the worker serves its segments. */
  readonly dataAddress: string;
  readonly processId: number;
}

/** A finished output of segments that a worker still has when it joins, whatever became of its former life. */
export interface KeptOutput {
  readonly attempt: AttemptRef;
  readonly path: string;
  readonly sizeBytes: number;
  /** As the file itself says, under its checksums. */
  readonly records: number;
}

/** What a worker's machine can have too little of. */
export type Shortage = "memory" | "disk";

export interface AttemptProgress {
  readonly attempt: AttemptRef;
  /** Of the attempt's input, so far. */
  readonly bytes: number;
  readonly records: number;
}

export type Event = {
  readonly at: number;
} /** First event of every reign, after the journal was replayed: workers are unknown until they join again. */ & (
  | { readonly kind: "master-started"; readonly epoch: number }
  | { readonly kind: "job-submitted"; readonly spec: JobSpec }
  | { readonly kind: "input-planned"; readonly job: JobId; readonly input: InputPlan }
  | { readonly kind: "input-failed"; readonly job: JobId; readonly error: ErrorRecord }
  | { readonly kind: "job-cancelled"; readonly job: JobId; readonly reason: string }
  /**
   * The same incarnation again adopts what it runs and keeps. `running` names the attempts that the worker still has
   * (running, or finished and not yet reported); without it every running attempt is assigned once more, see C4.
   * `kept` names the outputs that are still there: those that count are not made again. `shortOf` is as in a heartbeat.
   */
  | {
      readonly kind: "worker-joined";
      readonly info: WorkerInfo;
      readonly running?: readonly AttemptRef[];
      readonly kept?: readonly KeptOutput[];
      readonly shortOf?: Shortage | null;
    }
  | {
      readonly kind: "worker-heartbeat";
      readonly worker: WorkerId;
      readonly incarnation: Incarnation;
      readonly progress: readonly AttemptProgress[];
      readonly peakMemoryBytes: number;
      /** Its machine is short of it: new tasks go to others, see shortage.ts. */
      readonly shortOf: Shortage | null;
    }
  | {
      readonly kind: "worker-left";
      readonly worker: WorkerId;
      readonly incarnation: Incarnation;
      readonly reason: string;
    }
  | {
      readonly kind: "worker-draining";
      readonly worker: WorkerId;
      readonly incarnation: Incarnation;
    }
  | {
      readonly kind: "attempt-succeeded";
      readonly worker: WorkerId;
      readonly incarnation: Incarnation;
      readonly attempt: AttemptRef;
      readonly report: TaskReport;
    }
  | {
      readonly kind: "attempt-ended";
      readonly worker: WorkerId;
      readonly incarnation: Incarnation;
      readonly attempt: AttemptRef;
      readonly failure: AttemptFailure;
    }
  | { readonly kind: "published"; readonly job: JobId }
  | { readonly kind: "publish-failed"; readonly job: JobId; readonly error: ErrorRecord }
  /** Time passed; sent at least once a second. */
  | { readonly kind: "tick" }
);

/**
 * What the outside may know of the engine's state: plain JSON for status, progress, summaries and `--json`.
 *
 * W1. Views are copies; changing one changes nothing. W2. Field names are stable: `--json` prints them.
 */

import type { Shortage } from "./event.js";
import type { SkippedRecord, StageSpec } from "./graph.js";
import type { Incarnation, JobId, WorkerId } from "./ids.js";
import type { JobSpec, Json } from "./job.js";
import type { JobOutcome } from "./fact.js";

export interface StageView {
  readonly name: string;
  readonly tasks: number;
  readonly waiting: number;
  readonly running: number;
  readonly done: number;
  readonly bytesTotal: number;
  /** Finished tasks and the progress of running ones. */
  readonly bytesDone: number;
  readonly recordsDone: number;
}

export interface AttemptCounts {
  readonly started: number;
  readonly failed: number;
  readonly lost: number;
  /** Stopped by the master: preempted, losing backups, cancelled. */
  readonly stopped: number;
  readonly fetchFailed: number;
  readonly backups: number;
  /** Attempts of tasks that had already been completed once. */
  readonly reruns: number;
}

export type JobState =
  | { readonly kind: "planning" }
  | { readonly kind: "running" }
  | { readonly kind: "publishing" }
  | { readonly kind: "ended"; readonly outcome: JobOutcome };

export interface JobView {
  readonly id: JobId;
  readonly name: string;
  readonly state: JobState;
  readonly submittedAt: number;
  readonly endedAt: number | null;
  readonly inputFiles: number;
  readonly inputBytes: number;
  readonly stages: readonly StageView[];
  readonly counters: { readonly [name: string]: number };
  readonly attempts: AttemptCounts;
  /** The first thousand of them. */
  readonly skipped: readonly SkippedRecord[];
  /** All of them, each counted once. */
  readonly skippedRecords: number;
  /** Map outputs that came out different when they were made again: the result may mix both. */
  readonly changedOutputs: number;
  readonly inputRecords: number;
  readonly outputPath: string;
  readonly outputParts: number;
  readonly outputRecords: number;
  readonly outputBytes: number;
  /** Bytes in segment files of finished tasks. */
  readonly shuffleBytes: number;
  readonly shuffleRecords: number;
  readonly spills: number;
  /** Largest resident set that any runner reported. */
  readonly peakMemoryBytes: number;
  readonly cpuMs: number;
  readonly workers: number;
}

export interface WorkerView {
  readonly worker: WorkerId;
  readonly incarnation: Incarnation;
  readonly state: "ready" | "suspect" | "draining" | "excluded";
  /** What its machine has too little of: new tasks go to others. */
  readonly shortOf: Shortage | null;
  readonly slots: number;
  readonly busy: number;
  readonly hostId: string;
  readonly dataAddress: string;
  readonly processId: number;
  readonly lastHeartbeatAt: number;
  readonly tasksDone: number;
  readonly peakMemoryBytes: number;
}

/** A stage as a worker knows it: without the other tasks' payloads. */
export type AssignedStage = Omit<StageSpec, "payloads" | "sizesBytes">;

/** What the shell needs to carry out an `assign`. */
export interface TaskView {
  readonly spec: JobSpec;
  readonly stage: StageSpec;
  readonly payload: Json;
  /** Results and totals of every stage that this one has an edge to, by stage name. */
  readonly upstream: {
    readonly [stage: string]: {
      readonly tasks: number;
      readonly results: readonly string[];
      readonly totals: { readonly [name: string]: number };
    };
  };
}

/**
 * The jobs that the engine knows, in the order in which they were accepted.
 *
 * Owns: Job and the table. Talks to: task-table (a job's stages).
 *
 * B1. `open` holds the stages that are not complete, upstream first: schedulers look at these alone.
 * B2. Numbers of a job (attempts, counters, ...) are kept while it runs and stay readable after it has ended.
 */

import type { InputPlan } from "./planner.js";
import type { JobSpec } from "./job.js";
import type { JobId, WorkerId } from "./ids.js";
import type { SkippedRecord } from "./graph.js";
import type { Stage } from "./task-table.js";
import type { AttemptCounts, JobState } from "./view.js";
import type { Worker } from "./worker-table.js";

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Failures of one job's tasks on one worker. */
export interface WorkerFailures {
  /** Different tasks. */
  readonly tasks: number;
  readonly lastAt: number;
}

export interface Job {
  readonly spec: JobSpec;
  /** Order of acceptance. */
  readonly sequence: number;
  state: JobState;
  /** Stages whose parts are published; empty until then. */
  publishing: readonly string[];
  readonly submittedAt: number;
  endedAt: number | null;
  input: InputPlan | null;
  readonly stages: Stage[];
  readonly byName: Map<string, Stage>;
  open: Stage[];
  running: number;
  readonly attempts: Mutable<AttemptCounts>;
  /** Everybody who ever ran something of the job, and so may keep something of it. */
  readonly workers: Set<Worker>;
  /** The first task that failed on each worker, as `stage/index`. */
  readonly firstFailure: Map<WorkerId, string>;
  /** What failed on each worker, in order of the first failure. */
  readonly failedTasks: Map<WorkerId, WorkerFailures>;
  /** By `stage/index`, winners only. */
  readonly skipped: Map<string, readonly SkippedRecord[]>;
  /** Which bad records those are, and how many tasks have left each out. */
  readonly skippedPlaces: Map<string, number>;
  spills: number;
  cpuMs: number;
  peakMemoryBytes: number;
  /** Not durable: the shell was asked for the input plan. */
  inputAsked: boolean;
  /** Not durable: stopped attempts that still hold a slot. */
  stopping: number;
}

export class JobTable {
  private readonly byId = new Map<JobId, Job>();
  private readonly byKey = new Map<string, JobId>();
  private readonly unfinished = new Set<Job>();

  /** In order of acceptance. */
  all(): IterableIterator<Job> {
    return this.byId.values();
  }

  /** Jobs that have not ended, in order of acceptance. */
  active(): ReadonlySet<Job> {
    return this.unfinished;
  }

  find(id: JobId): Job | undefined {
    return this.byId.get(id);
  }

  findByKey(idempotencyKey: string): JobId | undefined {
    return this.byKey.get(idempotencyKey);
  }

  add(spec: JobSpec, at: number): Job {
    const job: Job = {
      spec,
      sequence: this.byId.size,
      state: { kind: "planning" },
      publishing: [],
      submittedAt: at,
      endedAt: null,
      input: null,
      stages: [],
      byName: new Map(),
      open: [],
      running: 0,
      attempts: {
        started: 0,
        failed: 0,
        lost: 0,
        stopped: 0,
        fetchFailed: 0,
        backups: 0,
        reruns: 0,
      },
      workers: new Set(),
      firstFailure: new Map(),
      failedTasks: new Map(),
      skipped: new Map(),
      skippedPlaces: new Map(),
      spills: 0,
      cpuMs: 0,
      peakMemoryBytes: 0,
      inputAsked: false,
      stopping: 0,
    };
    this.byId.set(spec.id, job);
    this.byKey.set(spec.idempotencyKey, spec.id);
    this.unfinished.add(job);
    return job;
  }

  end(job: Job): void {
    this.unfinished.delete(job);
  }
}

export function hasEnded(job: Job): boolean {
  return job.state.kind === "ended";
}

/**
 * The tasks of one stage: their states, their counts, and the queue of those that wait.
 *
 * Owns: TaskState, Task, LiveAttempt, Stage, and every change of a task's state (called by `apply` alone).
 * Talks to: worker-table (who runs what), job-table (the job's own counts).
 *
 * T1. A task's state is one tagged union; counts, queue and the workers' running sets change in the same call.
 * T2. `receipt` is what the last winner reported. It outlives a reopening, so that sums over a stage always count
 *     every finished task once; a new winner replaces it in one go.
 * T3. No operation on one task looks at another.
 */

import type { SourceLocation } from "./command.js";
import { DigestSum } from "./digest-sum.js";
import { DurationHistogram } from "./duration-histogram.js";
import type { AttemptCause } from "./fact.js";
import type { PartFile, RecordDigest, SkippedRecord, StageSpec, TaskOutput } from "./graph.js";
import type { AttemptRef, TaskRef, WorkerId } from "./ids.js";
import { IndexedHeap } from "./indexed-heap.js";
import type { Job } from "./job-table.js";
import type { StageOutcome } from "./planner.js";
import type { Worker } from "./worker-table.js";

/** An attempt that has started and not ended. */
export interface LiveAttempt {
  readonly stage: Stage;
  readonly index: number;
  readonly attempt: number;
  readonly worker: Worker;
  readonly startedAt: number;
  readonly cause: AttemptCause;
  /** Not durable: what heartbeats said last, and when that last changed. */
  bytes: number;
  records: number;
  progressAt: number;
}

export type TaskState =
  | { readonly kind: "waiting" }
  /** One attempt, or two when a backup runs. */
  | { readonly kind: "running"; readonly attempts: readonly LiveAttempt[] }
  | DoneState;

export interface DoneState {
  readonly kind: "done";
  readonly attempt: number;
  readonly worker: Worker;
}

export const WAITING: TaskState = { kind: "waiting" };

/** What went wrong with a task so far; absent for almost all of them. */
export interface Troubles {
  failures: number;
  losses: number;
  fetchFailures: number;
  reopens: number;
  /** Readers that could not read the present output. */
  unreadable: number;
  /** Workers to stay away from, for a while: it failed or was lost there. */
  readonly failedOn: WorkerId[];
  lastAt: number;
}

/** What is kept of a winner's report. */
export interface Receipt {
  readonly output: TaskOutput;
  readonly counters: { readonly [name: string]: number };
  readonly totals: { readonly [name: string]: number };
  readonly inputRecords: number;
  readonly inputBytes: number;
  readonly shuffleDigest: RecordDigest;
  readonly skipped: readonly SkippedRecord[];
  readonly skippedFiles: readonly PartFile[];
}

export interface Task {
  state: TaskState;
  /** Attempts started so far; the next one has the next number. */
  attempts: number;
  troubles: Troubles | null;
  receipt: Receipt | null;
}

/** The latest slice of a stage's log, as it was told. `end` and `done` together say whether it is still true. */
export interface News {
  readonly start: number;
  readonly end: number;
  readonly done: number;
  readonly batches: readonly (readonly SourceLocation[])[];
}

export interface Stage {
  readonly job: Job;
  /** Payloads are dropped when the job ends. */
  spec: StageSpec;
  readonly size: number;
  /** Among the job's stages. */
  readonly position: number;
  tasks: Task[];
  readonly queue: IndexedHeap;
  running: number;
  done: number;
  /** Was complete at some time: planners and broadcast readers build on it, reopened tasks or not. */
  completedOnce: boolean;
  /** When all upstream stages were last complete; a reader's time before that is waiting, not work. */
  readyAt: number;
  /** When they were first: readers from then on may have read everything before something went away. */
  firstReadyAt: number | null;
  readonly shuffleFrom: readonly Stage[];
  readonly broadcastFrom: readonly Stage[];
  /** Stages with a shuffle edge from this one. */
  readonly readers: Stage[];
  /** Sums over receipts. */
  readonly written: DigestSum;
  readonly read: DigestSum;
  /** How often a task that ran again wrote other records than before. */
  changed: number;
  readonly counters: Map<string, number>;
  /** Sum of the sizes; 0 when unknown. */
  readonly bytesTotal: number;
  bytesDone: number;
  recordsDone: number;
  shuffleBytes: number;
  shuffleRecords: number;
  parts: number;
  partRecords: number;
  partBytes: number;
  /** Finished outputs in the order in which they were finished: index and attempt, flat. */
  log: number[];
  /** Not durable. */
  news: News | null;
  /** Not durable: from here on all readers of its partitions are done (trimming.ts). */
  readFrom: number;
  /** Not durable: from here on workers were told to give them up. */
  trimmedFrom: number;
  /** Workers that run readers of this stage, and how many attempts each. */
  readonly audience: Map<Worker, number>;
  readonly durations: DurationHistogram;
  /** How long tasks took lately: a moving average, the latest counting most. */
  recentMs: number;
  /** What planners and broadcast readers see of the stage; made when asked for, dropped when a task completes. */
  outcome: StageOutcome | null;
  /** Progress of running attempts (not durable). */
  bytesRunning: number;
  recordsRunning: number;
}

export function createStage(job: Job, spec: StageSpec, at: number): Stage {
  const size = spec.payloads.length;
  const upstream = (kind: "shuffle" | "broadcast") =>
    spec.edges
      .filter((edge) => edge.kind === kind)
      .map((edge) => job.byName.get(edge.from))
      .filter((stage) => stage !== undefined);
  const stage: Stage = {
    job,
    spec,
    size,
    position: job.stages.length,
    tasks: [],
    queue: createQueue(spec),
    running: 0,
    done: 0,
    completedOnce: size === 0,
    readyAt: at,
    firstReadyAt: upstream("shuffle").length === 0 ? at : null,
    shuffleFrom: upstream("shuffle"),
    broadcastFrom: upstream("broadcast"),
    readers: [],
    written: new DigestSum(),
    read: new DigestSum(),
    changed: 0,
    counters: new Map(),
    bytesTotal: spec.sizesBytes.reduce((sum, sizeBytes) => sum + sizeBytes, 0),
    bytesDone: 0,
    recordsDone: 0,
    shuffleBytes: 0,
    shuffleRecords: 0,
    parts: 0,
    partRecords: 0,
    partBytes: 0,
    log: [],
    news: null,
    readFrom: partitionsOf(spec),
    trimmedFrom: partitionsOf(spec),
    audience: new Map(),
    durations: new DurationHistogram(),
    recentMs: 0,
    outcome: null,
    bytesRunning: 0,
    recordsRunning: 0,
  };
  for (let index = 0; index < size; index += 1) {
    stage.tasks.push({ state: WAITING, attempts: 0, troubles: null, receipt: null });
    stage.queue.add(index);
  }
  for (const from of stage.shuffleFrom) from.readers.push(stage);
  return stage;
}

function partitionsOf({ sink }: StageSpec): number {
  return sink.kind === "segments" ? sink.partitions : 0;
}

/** Index order, or the largest first when sizes are known. Partitions are read from the last to the first (trimming.ts). */
function createQueue(spec: StageSpec): IndexedHeap {
  const size = spec.payloads.length;
  if (spec.edges.some(({ kind }) => kind === "shuffle"))
    return new IndexedHeap((a, b) => a > b, size);
  if (spec.sizesBytes.length !== size) return new IndexedHeap((a, b) => a < b, size);
  const sizes = Float64Array.from(spec.sizesBytes);
  return new IndexedHeap((a, b) => {
    const difference = (sizes[a] ?? 0) - (sizes[b] ?? 0);
    return difference !== 0 ? difference > 0 : a < b;
  }, size);
}

export function isComplete(stage: Stage): boolean {
  return stage.done === stage.size;
}

/** Whether its tasks still matter: never complete so far, or somebody has yet to read its outputs. */
export function isNeeded(stage: Stage): boolean {
  return !stage.completedOnce || stage.readers.some((reader) => !isComplete(reader));
}

export function refOf(live: LiveAttempt): AttemptRef {
  const { stage, index, attempt } = live;
  return { job: stage.job.spec.id, stage: stage.spec.name, index, attempt };
}

/** Shared by tasks in the same state: almost all are done at the first attempt. */
export function doneAt(worker: Worker, attempt: number): DoneState {
  if (worker.latestDone?.attempt === attempt) return worker.latestDone;
  worker.latestDone = { kind: "done", attempt, worker };
  return worker.latestDone;
}

export function taskRefOf(stage: Stage, index: number): TaskRef {
  return { job: stage.job.spec.id, stage: stage.spec.name, index };
}

export function findLive(task: Task, attempt: number): LiveAttempt | null {
  if (task.state.kind !== "running") return null;
  for (const live of task.state.attempts) if (live.attempt === attempt) return live;
  return null;
}

export function troublesOf(task: Task): Troubles {
  task.troubles ??= {
    failures: 0,
    losses: 0,
    fetchFailures: 0,
    reopens: 0,
    unreadable: 0,
    failedOn: [],
    lastAt: 0,
  };
  return task.troubles;
}

/**
 * What travels between processes, in the house's own types. `codec.ts` turns these into wire messages and back;
 * nobody else sees generated types.
 *
 * M1. Every message that concerns an attempt names job, stage, index and attempt; a session belongs to one incarnation and one epoch.
 * M2. A job and a stage are sent to a worker once a session, before the first assignment that needs them.
 */

import type { SourceLocation } from "../engine/command.js";
import type { AttemptProgress, KeptOutput, Shortage, WorkerInfo } from "../engine/event.js";
import type { AttemptFailure, TaskReport } from "../engine/graph.js";
import type { AttemptRef, JobId } from "../engine/ids.js";
import type { JobSpec, Json } from "../engine/job.js";
import type { AssignedStage, JobView, TaskView, WorkerView } from "../engine/view.js";
import type { ErrorRecord } from "../engine/error.js";
import type { Fact } from "../engine/fact.js";

/** Raised when the wire changes in a way that an older side cannot follow. */
export const PROTOCOL_VERSION = 2;

export type WorkerMessage =
  /** First message of a session. */
  | {
      readonly kind: "hello";
      readonly info: WorkerInfo;
      /** What it runs at this moment, from earlier sessions. */
      readonly running: readonly AttemptRef[];
      /** Finished outputs that it has, from earlier sessions or an earlier life. */
      readonly kept: readonly KeptOutput[];
      readonly shortOf: Shortage | null;
      readonly version: string;
      readonly protocol: number;
    }
  | {
      readonly kind: "heartbeat";
      readonly progress: readonly AttemptProgress[];
      readonly peakMemoryBytes: number;
      /** New tasks had better go to others. */
      readonly shortOf: Shortage | null;
    }
  | { readonly kind: "succeeded"; readonly attempt: AttemptRef; readonly report: TaskReport }
  | { readonly kind: "ended"; readonly attempt: AttemptRef; readonly failure: AttemptFailure }
  | { readonly kind: "log"; readonly attempt: AttemptRef; readonly lines: readonly string[] }
  | { readonly kind: "draining" }
  | { readonly kind: "goodbye"; readonly reason: string };

export type MasterMessage =
  | {
      readonly kind: "welcome";
      readonly epoch: number;
      readonly version: string;
      readonly heartbeatIntervalMs: number;
      /** Workers show this to each other's data ports. */
      readonly dataToken: string;
    }
  /** The session will be closed by the master: bad version, name taken, dismissed. */
  | { readonly kind: "rejected"; readonly error: ErrorRecord }
  | { readonly kind: "job"; readonly spec: JobSpec }
  | {
      readonly kind: "stage";
      readonly job: JobId;
      readonly stage: AssignedStage;
      readonly upstream: TaskView["upstream"];
    }
  | { readonly kind: "assign"; readonly attempt: AttemptRef; readonly payload: Json }
  | { readonly kind: "stop"; readonly attempt: AttemptRef; readonly reason: string }
  | {
      readonly kind: "sources";
      readonly job: JobId;
      readonly stage: string;
      readonly tasks: number;
      readonly outputs: readonly SourceLocation[];
    }
  | { readonly kind: "trim"; readonly job: JobId; readonly stage: string; readonly from: number }
  | { readonly kind: "discard"; readonly job: JobId }
  | { readonly kind: "drain" }
  /** Over how long the workers of a large cluster are to spread their dials; each new one replaces the last. */
  | { readonly kind: "redial-window"; readonly windowMs: number };

export interface MasterInfo {
  readonly version: string;
  readonly protocol: number;
  readonly epoch: number;
  readonly workers: number;
  readonly slots: number;
  readonly jobsRunning: number;
  readonly startedAt: number;
}

export interface LogLine {
  readonly at: number;
  readonly task: string;
  readonly attempt: number;
  readonly worker: string;
  readonly text: string;
}

/** All that a client may ask of a master: served over gRPC, and directly by an embedded master. */
export interface MasterClient {
  info(): Promise<MasterInfo>;
  /** Stores a bundle under its sha256; repeating it is harmless. */
  putBundle(sha256: string, bytes: Uint8Array): Promise<void>;
  /** Resolves when the job is journaled. Errors: MR_OUTPUT_EXISTS, MR_OUTPUT_UNWRITABLE, MR_VERSION_SKEW, ... */
  submit(spec: JobSpec): Promise<JobId>;
  /** A view now, one at most five times a second while the job changes, and a last one when it has ended. */
  watch(job: JobId): AsyncIterable<JobView>;
  job(job: JobId): Promise<JobView>;
  jobs(): Promise<readonly JobView[]>;
  workers(): Promise<readonly WorkerView[]>;
  cancel(job: JobId, reason: string): Promise<void>;
  drain(worker: string): Promise<void>;
  /** The job's facts, oldest first. */
  history(job: JobId): Promise<readonly Fact[]>;
  /** Ends at the job's end when `follow`, else with what is there. */
  logs(job: JobId, follow: boolean): AsyncIterable<LogLine>;
  close(): Promise<void>;
}

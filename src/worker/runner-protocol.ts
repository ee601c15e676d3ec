/**
 * What an agent and its runners say to each other over a pipe (message-pipe.ts), as tagged unions of JSON.
 *
 * Owns: the messages. Data never travels here: records go through files, only names, numbers and reports are sent.
 *
 * U1. Every message about an attempt carries its key, so that a late word about an earlier attempt is recognised.
 * U2. A runner sends exactly one `succeeded` or `ended` for each `run`, unless it dies first.
 * U3. Progress and log lines are batched by the runner: at most five messages a second of each kind.
 */

import type { SourceLocation } from "../engine/command.js";
import type { AttemptFailure, TaskReport } from "../engine/graph.js";
import type { Assignment } from "../jobs/assignment.js";
import type { CarefulReading } from "./record-mark.js";

/** Places in a runner's stdio: of this pipe, and of the one that ends with its agent (lifeline.ts). */
export const CHANNEL = 3;
export const LIFELINE = 4;

/** Runners speak at most this often about progress and logs. */
export const REPORT_INTERVAL_MS = 200;

export interface RunRequest {
  readonly assignment: Assignment;
  /** Where the checked bundle lies; null for library jobs. */
  readonly bundlePath: string | null;
  /** To the agent's runner process the job's folder, to the runner its own one in there, made when it is needed. */
  readonly directory: string;
  readonly segmentPath: string;
  /** The worker's own folder: a full disk below it is the machine's fault, not the job's. */
  readonly workDirectory: string;
  readonly hostId: string;
  readonly dataToken: string;
  /** Not null when earlier processes of the attempt have ended over records that may be left out. */
  readonly careful: CarefulReading | null;
}

/** Beside the runner's folder: where it is in its input. */
export function markPath({ directory }: Pick<RunRequest, "directory">): string {
  return `${directory}.mark`;
}

export type ToRunner =
  | { readonly kind: "run"; readonly request: RunRequest }
  | {
      readonly kind: "sources";
      readonly attempt: string;
      readonly stage: string;
      readonly tasks: number;
      readonly outputs: readonly SourceLocation[];
    };

export type FromRunner =
  /** `watcher`: the process that watches its lifeline, which is no task's. */
  | { readonly kind: "ready"; readonly watcher: number | null }
  | {
      readonly kind: "progress";
      readonly attempt: string;
      readonly bytes: number;
      readonly records: number;
      readonly memoryBytes: number;
      /** The task waits for outputs of other tasks: standing still is not its fault. */
      readonly waiting: boolean;
    }
  /** The attempt's code starts its first process. */
  | { readonly kind: "spawned"; readonly attempt: string }
  | { readonly kind: "want-sources"; readonly attempt: string; readonly stage: string }
  | { readonly kind: "log"; readonly attempt: string; readonly lines: readonly string[] }
  | { readonly kind: "succeeded"; readonly attempt: string; readonly report: TaskReport }
  | {
      readonly kind: "ended";
      readonly attempt: string;
      readonly failure: AttemptFailure;
      /** False: user code may have left anything behind, the process must not be used again. */
      readonly reusable: boolean;
    };

/** How an attempt ended, as the agent sees it. */
export type AttemptOutcome =
  | { readonly kind: "succeeded"; readonly report: TaskReport }
  | AttemptFailure;

/**
 * Everything the shell must do. `step` returns facts and commands together:
 *
 * C1. The facts are journaled and fsynced before any command of the same step is performed.
 * C2. Every command that can fail ends in exactly one event, success or failure; the shell never throws across the border.
 *     plan-input -> input-planned | input-failed; publish -> published | publish-failed;
 *     assign -> attempt-succeeded | attempt-ended, or worker-left.
 * C3. sources, trim, discard and announce need no answer; repeating any command is harmless. A stopped attempt still ends in
 *     its one event and holds its slot until then; a worker that never had it, or has not finished it, says `stopped`.
 * C4. After a worker has joined again in the same incarnation, its running attempts may be assigned once more: it
 *     ignores those that it runs, and reports again those that it has finished.
 */

import type { AttemptRef, Incarnation, JobId, WorkerId } from "./ids.js";

/** Where one finished map output can be read. */
export interface SourceLocation {
  readonly index: number;
  readonly attempt: number;
  readonly worker: WorkerId;
  readonly incarnation: Incarnation;
  readonly hostId: string;
  readonly dataAddress: string;
  readonly path: string;
  readonly sizeBytes: number;
}

export type Command =
  | { readonly kind: "plan-input"; readonly job: JobId }
  /** The shell adds the job's spec, the stage's body and the task's payload, found through the engine's view. */
  | {
      readonly kind: "assign";
      readonly worker: WorkerId;
      readonly incarnation: Incarnation;
      readonly attempt: AttemptRef;
    }
  | {
      readonly kind: "stop";
      readonly worker: WorkerId;
      readonly incarnation: Incarnation;
      readonly attempt: AttemptRef;
      readonly reason: string;
    }
  /** Tells one worker of new (or moved) outputs of `stage`; each output is sent to a worker once, in batches. */
  | {
      readonly kind: "sources";
      readonly worker: WorkerId;
      readonly incarnation: Incarnation;
      readonly job: JobId;
      readonly stage: string;
      /** Number of tasks of `stage`: the worker knows all when it holds one location for each index. */
      readonly tasks: number;
      readonly outputs: readonly SourceLocation[];
    }
  | { readonly kind: "publish"; readonly job: JobId }
  /** Partitions from `from` on of the stage's outputs have been read for good: the worker may drop them. */
  | {
      readonly kind: "trim";
      readonly worker: WorkerId;
      readonly incarnation: Incarnation;
      readonly job: JobId;
      readonly stage: string;
      readonly from: number;
    }
  /** The job has ended: the worker drops everything it keeps for it. */
  | {
      readonly kind: "discard";
      readonly worker: WorkerId;
      readonly incarnation: Incarnation;
      readonly job: JobId;
    }
  /** The job has ended: tell waiting clients, remove staging folders. */
  | { readonly kind: "announce"; readonly job: JobId }
  /** The worker is dead to us: close its session. */
  | {
      readonly kind: "dismiss";
      readonly worker: WorkerId;
      readonly incarnation: Incarnation;
      readonly reason: string;
    };

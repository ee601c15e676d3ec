/**
 * What a runner needs to run one attempt, and what it is offered while it does.
 *
 * Owns: the border between the worker's shell and the task bodies of the job types.
 *
 * A1. A task body writes only below `directory` and to staged output names that contain the attempt's name.
 * A2. It ends in a report or throws an MrError (or a FetchFailure); everything it opened is closed either way.
 */

import type { SourceLocation } from "../engine/command.js";
import type { ErrorRecord, MrError } from "../engine/error.js";
import type { TaskReport } from "../engine/graph.js";
import type { AttemptRef } from "../engine/ids.js";
import type { JobSpec, Json } from "../engine/job.js";
import type { AssignedStage, TaskView } from "../engine/view.js";
import type { JobDefinition } from "./definition.js";

export interface Assignment {
  readonly attempt: AttemptRef;
  readonly epoch: number;
  readonly spec: JobSpec;
  readonly stage: AssignedStage;
  readonly payload: Json;
  readonly upstream: TaskView["upstream"];
}

export interface TaskEnvironment {
  readonly assignment: Assignment;
  /** Built with the job's parameters. */
  readonly definition: JobDefinition;
  /** Private to the attempt; exists and is empty: it is made when it is asked for. What is left in it is removed. */
  readonly directory: string;
  /** Where the finished segment file must be renamed to. */
  readonly segmentPath: string;
  readonly memoryBytes: number;
  readonly hostId: string;
  /** Proves to other workers' data ports that we may read. */
  readonly dataToken: string;
  /** Set where bad records may be left out: also those that end the process. */
  readonly watch: RecordWatch | null;
  readonly signal: AbortSignal;
  /**
   * Locations of the outputs of `stage`, in batches as they become known; ends when there is one for each task.
   * A moved output comes again with a higher attempt number: the last one counts.
   */
  sources(stage: string): AsyncIterable<readonly SourceLocation[]>;
  /** Totals of the attempt so far. Cheap: called once a block. */
  progress(bytes: number, records: number): void;
  log(message: string): void;
}

/** Bytes of the input of one attempt; ranges count from 0, offsets are those of the (decompressed) file. */
export interface RecordSpan {
  readonly range: number;
  readonly start: number;
  readonly end: number;
}

/** A record that has ended processes of this attempt, by its number in its range. */
export interface CondemnedRecord {
  readonly range: number;
  readonly record: number;
  /** Why the process ended. */
  readonly error: ErrorRecord;
}

/**
 * Where an attempt is in its input, noted so that it can be read when the process is gone, and what is known from
 * processes of the same attempt that are.
 */
export interface RecordWatch {
  /** True when this is not the first process of the attempt. */
  readonly isRepeated: boolean;
  /** Where earlier processes ended: here each record is noted. */
  readonly suspects: readonly RecordSpan[];
  readonly condemned: readonly CondemnedRecord[];
  enterBlock(span: RecordSpan): void;
  /** User code gets the record, and gives control back. */
  enterRecord(range: number, record: number): void;
  leaveRecord(): void;
}

/** Thrown when segments cannot be read: names the outputs so that just those maps run again. */
export interface FetchFailure {
  readonly error: MrError;
  readonly stage: string;
  readonly sources: readonly { readonly index: number; readonly attempt: number }[];
}

export type TaskBody = (environment: TaskEnvironment) => Promise<TaskReport>;

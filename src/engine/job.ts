/**
 * What a submitter asks for, as plain data: it travels in the submit call and is journaled as it is.
 *
 * Owns: the job's specification. Talks to: nobody.
 *
 * J1. Everything here is JSON; code is named (library name or bundle hash), never carried.
 * J2. Paths are absolute, or relative to `baseDirectory`; labels are what the user typed and what is printed.
 */

import type { JobId } from "./ids.js";

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Where the job's code comes from. */
export type CodeRef =
  | { readonly kind: "library"; readonly name: string }
  | {
      readonly kind: "bundle";
      /** Lower-case hex sha256 of the bundle's bytes. */
      readonly sha256: string;
      readonly sizeBytes: number;
      /** The user's file, for messages. */
      readonly file: string;
    };

/** One named input of the job: the n-th entry belongs to the program's n-th input. */
export interface InputSpec {
  readonly name: string;
  /** Files, folders, globs, as given by the user. */
  readonly paths: readonly string[];
}

export type OutputFormat = "text" | "jsonl" | "csv" | "raw";
export type OutputCompression = "none" | "gzip";

export interface OutputSpec {
  /** Absolute folder that publishing makes visible. */
  readonly path: string;
  readonly format: OutputFormat;
  readonly compression: OutputCompression;
  readonly overwrite: boolean;
}

export interface JobSettings {
  /** R; null lets the planner choose from the input's size. */
  readonly partitions: number | null;
  /** Null: what fits the job and the size of its input. */
  readonly splitSizeBytes: number | null;
  /** Data budget of one slot. */
  readonly memoryBytes: number;
  /** Failed attempts of one task before the job fails. */
  readonly maxAttempts: number;
  /** Bad records that the whole job may leave out. */
  readonly skipBadRecords: number;
  /** Map outputs that come out different when they are made again are mixed with what was read before, not refused. */
  readonly allowNondeterministic: boolean;
  /** A longer record is an error. */
  readonly recordLimitBytes: number;
  /** A task without progress for this long is stopped and counts as failed. */
  readonly taskTimeoutMs: number;
  /** Resident memory of a task and its processes at which it is stopped; null: the worker decides. */
  readonly taskMemoryBytes: number | null;
}

export interface JobSpec {
  readonly id: JobId;
  /** For people: `wordcount`, or the job file's name. */
  readonly name: string;
  /** Which planner and task bodies: `map-reduce`. */
  readonly type: string;
  readonly code: CodeRef;
  /** The job type's own description of the job; the engine never looks inside. */
  readonly program: Json;
  readonly params: { readonly [name: string]: Json };
  readonly inputs: readonly InputSpec[];
  readonly baseDirectory: string;
  /** The file that the path `-` means; without it `-` is a name like others. */
  readonly standardInput?: string;
  readonly output: OutputSpec;
  readonly settings: JobSettings;
  /** Submitting again with the same key gives the same job. */
  readonly idempotencyKey: string;
}

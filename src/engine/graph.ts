/**
 * A job as a graph: stages of equal tasks, joined by edges. Planners write it, the engine schedules it.
 *
 * Owns: the vocabulary of stages, edges and sinks, and what a finished task reports.
 *
 * G1. Stages are only ever added, in an order in which every edge points to an earlier stage.
 * G2. A task's payload and its stage's body are opaque to the engine; the job type's task body reads them.
 */

import type { ErrorRecord } from "./error.js";
import type { Json } from "./job.js";

export type Edge =
  /** Task i reads partition i of every task of `from`; starts while `from` still runs. */
  | { readonly kind: "shuffle"; readonly from: string }
  /** Every task reads the results of all tasks of `from`; starts when `from` is complete. */
  | { readonly kind: "broadcast"; readonly from: string };

/** What one task leaves behind, and so what is lost when its worker goes away. */
export type Sink =
  /** One file with `partitions` segments, kept on the worker. Lost with the worker. */
  | { readonly kind: "segments"; readonly partitions: number }
  /** Output files under attempt names in the job's staging folder. Survives the worker. */
  | { readonly kind: "part" }
  /** Bytes carried in the report, at most RESULT_LIMIT_BYTES. Survives the worker. */
  | { readonly kind: "result" };

/** A result travels through the master's journal: it is for cut points and small states, not for data. */
export const RESULT_LIMIT_BYTES = 1 << 20;

export interface StageSpec {
  /** Unique in the job, a name (D2): `map`, `reduce`, `round-3`. */
  readonly name: string;
  readonly edges: readonly Edge[];
  readonly sink: Sink;
  /** What every task of the stage does. */
  readonly body: Json;
  /** One entry a task. */
  readonly payloads: readonly Json[];
  /** Input bytes of each task, for progress and for placing the largest first; empty when unknown. */
  readonly sizesBytes: readonly number[];
}

/** Order-free summary of a set of records: equal sets give equal digests (counts and 64-bit hash sums). */
export interface RecordDigest {
  readonly records: number;
  /** Sum modulo 2^64 of the records' hashes, 16 hex digits. */
  readonly sum: string;
}

export const EMPTY_DIGEST: RecordDigest = { records: 0, sum: "0000000000000000" };

export type TaskOutput =
  | {
      readonly kind: "segments";
      /** Absolute path on the worker. */
      readonly path: string;
      readonly sizeBytes: number;
      /** Of all records in the file. */
      readonly digest: RecordDigest;
    }
  | { readonly kind: "part"; readonly files: readonly PartFile[] }
  /** `bytes` is base64. */
  | { readonly kind: "result"; readonly bytes: string };

/** One finished output file of an attempt, still under its attempt name. */
export interface PartFile {
  /** Absolute path in the staging folder. */
  readonly stagedPath: string;
  /** Name in the published folder: `part-r-00003`. */
  readonly name: string;
  readonly records: number;
  readonly sizeBytes: number;
  /** Algorithm and value over the file's bytes as they are on disk: `crc32:1c291ca3`. */
  readonly checksum: string;
}

export interface SkippedRecord {
  readonly file: string;
  readonly offset: number;
  readonly reason: string;
}

/** What a finished attempt tells the master. */
export interface TaskReport {
  readonly output: TaskOutput;
  /** Users' and the engine's counters: integers, added up exactly once a task. */
  readonly counters: { readonly [name: string]: number };
  /** Users' totals: numbers, folded in task order so that the sum has one value. */
  readonly totals: { readonly [name: string]: number };
  /** Records and (decompressed) bytes read from splits; 0 for a shuffle source. */
  readonly inputRecords: number;
  readonly inputBytes: number;
  /** Of all records read from segments; EMPTY_DIGEST for a split source. */
  readonly shuffleDigest: RecordDigest;
  readonly skipped: readonly SkippedRecord[];
  /** The bytes of the skipped records and a list of them, staged like parts; absent when nothing was skipped. */
  readonly skippedFiles?: readonly PartFile[];
  readonly spills: number;
  readonly peakMemoryBytes: number;
  readonly cpuMs: number;
}

/** Why an attempt ended without a report. `failed` is the job's fault, `lost` is the machine's. */
export type AttemptFailure =
  | {
      readonly kind: "failed";
      readonly error: ErrorRecord;
      /** Where in the data: input file and offset, or key, as far as known. */
      readonly where: string | null;
    }
  | { readonly kind: "lost"; readonly error: ErrorRecord }
  /** Could not read these map outputs; the attempt itself is not to blame. */
  | {
      readonly kind: "fetch-failed";
      readonly error: ErrorRecord;
      readonly stage: string;
      readonly sources: readonly { readonly index: number; readonly attempt: number }[];
    }
  /** Ended because the master asked for it. */
  | { readonly kind: "stopped" };

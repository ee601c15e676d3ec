/** Job specs, input plans and reports for tests of the engine. */

import {
  type AttemptFailure,
  EMPTY_DIGEST,
  type RecordDigest,
  type TaskReport,
} from "../../src/engine/graph.js";
import { sumDigests } from "../../src/engine/digest-sum.js";
import type { WorkerInfo } from "../../src/engine/event.js";
import {
  type AttemptRef,
  attemptName,
  type Incarnation,
  type JobId,
  type WorkerId,
} from "../../src/engine/ids.js";
import type { JobSettings, JobSpec, Json } from "../../src/engine/job.js";
import type { ErrorCode } from "../../src/engine/error.js";
import type { InputPlan } from "../../src/engine/planner.js";

export function fakeJob(
  id: string,
  type: string,
  program: { readonly [name: string]: Json },
  settings: Partial<JobSettings> = {},
): JobSpec {
  return {
    id: id as JobId,
    name: id,
    type,
    code: { kind: "library", name: id },
    program,
    params: {},
    inputs: [{ name: "input", paths: ["data"] }],
    baseDirectory: "/base",
    output: { path: `/out/${id}`, format: "text", compression: "none", overwrite: false },
    settings: {
      partitions: null,
      splitSizeBytes: 1 << 26,
      memoryBytes: 1 << 26,
      maxAttempts: 4,
      skipBadRecords: 0,
      allowNondeterministic: false,
      taskMemoryBytes: null,
      recordLimitBytes: 1 << 26,
      taskTimeoutMs: 600_000,
      ...settings,
    },
    idempotencyKey: `key-${id}`,
  };
}

export function fakeInput(splits: number): InputPlan {
  return {
    splits: Array.from({ length: splits }, (_, index) => ({
      input: 0,
      sizeBytes: 100,
      payload: index,
    })),
    files: splits,
    sizeBytes: splits * 100,
  };
}

export function fakeWorker(name: string, life: number, slots: number): WorkerInfo {
  return {
    worker: name as WorkerId,
    incarnation: `${name}.${life}` as Incarnation,
    slots,
    hostId: `host-${name}`,
    dataAddress: `${name}:7000`,
    processId: life,
  };
}

/** `count` records whose hashes sum to the same for the same seed. */
export function fakeDigest(count: number, seed: number): RecordDigest {
  if (count === 0) return EMPTY_DIGEST;
  const low = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  const high = Math.imul(seed + 7, 0x85ebca6b) >>> 0;
  const hex = (half: number) => half.toString(16).padStart(8, "0");
  return { records: count, sum: hex(high) + hex(low) };
}

export const NO_REPORT: Omit<TaskReport, "output"> = {
  counters: {},
  totals: {},
  inputRecords: 0,
  inputBytes: 0,
  shuffleDigest: EMPTY_DIGEST,
  skipped: [],
  spills: 0,
  peakMemoryBytes: 1_000,
  cpuMs: 1,
};

export function segmentsReport(attempt: AttemptRef, digest: RecordDigest): TaskReport {
  const path = `/segments/${attemptName(attempt)}`;
  return { ...NO_REPORT, output: { kind: "segments", path, sizeBytes: 50, digest } };
}

export function partReport(attempt: AttemptRef): TaskReport {
  const name = `part-${attempt.stage}-${attempt.index}`;
  const stagedPath = `/staging/${attemptName(attempt)}.${name}`;
  const file = { stagedPath, name, records: 1, sizeBytes: 20, checksum: "crc32:00000000" };
  return { ...NO_REPORT, output: { kind: "part", files: [file] } };
}

export function failed(code: ErrorCode, message: string): AttemptFailure {
  return { kind: "failed", error: { code, message }, where: "data/a.txt:17" };
}

/** What task `index` of `stage` writes for all partitions together. */
export function rowDigest(stage: string, index: number, partitions: number): RecordDigest {
  return sumDigests(Array.from({ length: partitions }, (_, p) => cell(stage, index, p)));
}

/** What a reader of `partition` reads from all tasks of `stage` together. */
export function columnDigest(stage: string, tasks: number, partition: number): RecordDigest {
  return sumDigests(Array.from({ length: tasks }, (_, index) => cell(stage, index, partition)));
}

function cell(stage: string, index: number, partition: number): RecordDigest {
  const seed = stage.length * 1_000_003 + index * 1_009 + partition;
  return fakeDigest(1 + (seed % 5), seed);
}

/**
 * The published test kit, `mr-engine/testing`: runs a job on a few records, in this process, without a cluster.
 *
 * ```ts
 * const { output } = await runLocal(job, ["The cat and the hat."]);
 * assert.deepEqual(output, [["and", 1], ["cat", 1], ["hat", 1], ["the", 2]]);
 * ```
 */

import type { SkippedRecord } from "./engine/graph.js";
import type { Json } from "./engine/job.js";
import type { Job } from "./jobs/api/map-reduce.js";
import type { JobDefinition, ParametrisedJob } from "./jobs/definition.js";
import { buildDefinition } from "./jobs/load.js";
import { type LocalInputs, planLocalInput } from "./jobs/local/local-input.js";
import { LOCAL_JOB, LocalRun, withTemporaryFolder } from "./jobs/local/local-run.js";
import { resolveParams } from "./jobs/params.js";
import { describeProgram } from "./jobs/program.js";

export type { LocalInput, LocalInputs } from "./jobs/local/local-input.js";

export interface LocalOptions {
  /** By name, as values or as the command line's text. Default: the parameters' defaults. */
  readonly params?: { readonly [name: string]: unknown };
  /** Default: the job's, else one. */
  readonly partitions?: number;
  /** Default 64 MiB. A small one makes the job spill, which must not change the output. */
  readonly memoryBytes?: number;
  /** Default 64 MiB. A small one makes several map tasks of a small input. */
  readonly splitSizeBytes?: number;
  /** Default 0. */
  readonly skipBadRecords?: number;
  /** Default 64 MiB. */
  readonly recordLimitBytes?: number;
  /** Where relative paths of inputs and commands start. Default: the working directory. */
  readonly baseDirectory?: string;
}

export interface LocalResult<O = readonly [unknown, unknown]> {
  /** The pairs that the job writes, part after part. */
  readonly output: O[];
  /** The same, part by part. */
  readonly parts: O[][];
  /** What went to `context.output(name)`, by name. */
  readonly outputs: { readonly [name: string]: (readonly [unknown, unknown])[] };
  readonly counters: { readonly [name: string]: number };
  readonly skipped: readonly SkippedRecord[];
  /** Lines of `context.log`, and of commands' stderr. */
  readonly log: readonly string[];
  readonly inputRecords: number;
}

const MEBIBYTE = 1024 * 1024;

/**
 * `inputs`: text, an array of lines, bytes, `{ files: { "a.txt": "..." } }` or `{ paths: ["data"] }`; for a job with
 * several inputs an object with one of these for each.
 */
export async function runLocal<O>(
  job: Job<O> | ParametrisedJob,
  inputs: LocalInputs,
  options: LocalOptions = {},
): Promise<LocalResult<O>> {
  const params = await resolveParams(job.params, options.params ?? {});
  const definition = await buildDefinition(job, params);
  return withTemporaryFolder(async (directory) => {
    const spec = specOf(definition, params, options, directory);
    const log: string[] = [];
    const run = new LocalRun({
      definition,
      spec,
      directory,
      log: (_task, message) => log.push(message),
      planInput: () =>
        planLocalInput(inputs, {
          formats: definition.inputs,
          directory,
          baseDirectory: spec.baseDirectory,
          splitSizeBytes: spec.settings.splitSizeBytes,
        }),
    });
    return { ...(await run.run()), log } as unknown as LocalResult<O>;
  });
}

function specOf(
  definition: JobDefinition,
  params: { readonly [name: string]: Json },
  options: LocalOptions,
  directory: string,
) {
  return {
    id: LOCAL_JOB,
    name: "local",
    type: definition.type,
    code: { kind: "library", name: "local" },
    program: describeProgram(definition) as unknown as Json,
    params,
    inputs: [],
    baseDirectory: options.baseDirectory ?? process.cwd(),
    // Records are kept as they are; the format only says that commands' lines are to be taken apart.
    output: { path: directory, format: "jsonl", compression: "none", overwrite: false },
    settings: {
      partitions: options.partitions ?? null,
      splitSizeBytes: options.splitSizeBytes ?? 64 * MEBIBYTE,
      memoryBytes: options.memoryBytes ?? 64 * MEBIBYTE,
      maxAttempts: 1,
      skipBadRecords: options.skipBadRecords ?? 0,
      allowNondeterministic: false,
      taskMemoryBytes: null,
      recordLimitBytes: options.recordLimitBytes ?? 64 * MEBIBYTE,
      taskTimeoutMs: 0,
    },
    idempotencyKey: "",
  } as const;
}

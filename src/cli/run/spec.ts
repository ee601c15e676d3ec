/**
 * Puts together what is submitted: job, inputs, output and settings as plain data.
 */

import { randomBytes, randomUUID } from "node:crypto";
import type { Options } from "../../config/options.js";
import type { JobId } from "../../engine/ids.js";
import type { CodeRef, InputSpec, JobSpec, Json } from "../../engine/job.js";
import type { Program } from "../../jobs/program.js";

const CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
const ID_BYTES = 16;
const ID_DIGITS = 26;

export function makeJobId(): JobId {
  let bits = BigInt(`0x${randomBytes(ID_BYTES).toString("hex")}`);
  let text = "";
  for (let digit = 0; digit < ID_DIGITS; digit++) {
    text = (CROCKFORD[Number(bits & 31n)] ?? "0") + text;
    bits >>= 5n;
  }
  return `j${text}` as JobId;
}

export interface SpecParts {
  readonly id: JobId;
  readonly name: string;
  readonly code: CodeRef;
  readonly program: Program;
  readonly params: { readonly [name: string]: Json };
  readonly inputs: readonly InputSpec[];
  readonly baseDirectory: string;
  readonly standardInput?: string;
  readonly outputPath: string;
  readonly overwrite: boolean;
  readonly allowNondeterministic: boolean;
  readonly options: Options;
}

export function makeSpec(parts: SpecParts): JobSpec {
  const { options, program } = parts;
  return {
    id: parts.id,
    name: parts.name,
    type: program.type,
    code: parts.code,
    program: program as unknown as Json,
    params: parts.params,
    inputs: parts.inputs,
    baseDirectory: parts.baseDirectory,
    ...(parts.standardInput === undefined ? {} : { standardInput: parts.standardInput }),
    output: {
      path: parts.outputPath,
      format: options.format ?? program.output.format ?? "text",
      compression: options.compression ?? program.output.compression ?? "none",
      overwrite: parts.overwrite,
    },
    settings: {
      partitions: options.reducers ?? program.partitions,
      splitSizeBytes: options.splitSizeBytes,
      memoryBytes: options.memoryBytes,
      maxAttempts: options.maxAttempts,
      skipBadRecords: options.skipBadRecords,
      allowNondeterministic: parts.allowNondeterministic,
      recordLimitBytes: options.recordLimitBytes,
      taskTimeoutMs: options.taskTimeoutMs,
      taskMemoryBytes: options.taskMemoryBytes,
    },
    idempotencyKey: randomUUID(),
  };
}

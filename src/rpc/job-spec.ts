/**
 * A job's specification as it arrives: every field that the engine or the shells rely on is checked here, once.
 *
 * Owns: the shape of JobSpec on the wire and in the journal. `program` and `params` belong to the job type.
 */

import { unreachable } from "../engine/error.js";
import type { CodeRef, InputSpec, JobSettings, JobSpec, Json, OutputSpec } from "../engine/job.js";
import * as check from "./check.js";
import { decodeJson } from "./json.js";

/** Errors: MR_PROTOCOL. */
export function decodeJobSpec(bytes: unknown): JobSpec {
  return checkJobSpec(decodeJson(bytes, "job"));
}

export function checkJobSpec(value: unknown): JobSpec {
  const spec = check.object(value, "job");
  return {
    id: check.jobId(spec.id, "job.id"),
    name: check.filledText(spec.name, "job.name"),
    type: check.name(spec.type, "job.type"),
    code: checkCode(spec.code),
    program: (spec.program ?? null) as Json,
    params: check.object(spec.params, "job.params") as JobSpec["params"],
    inputs: check.list(spec.inputs, "job.inputs", checkInput),
    baseDirectory: check.filledText(spec.baseDirectory, "job.baseDirectory"),
    ...(spec.standardInput === undefined
      ? {}
      : { standardInput: check.filledText(spec.standardInput, "job.standardInput") }),
    output: checkOutput(spec.output),
    settings: checkSettings(spec.settings),
    idempotencyKey: check.filledText(spec.idempotencyKey, "job.idempotencyKey"),
  };
}

function checkCode(value: unknown): CodeRef {
  const code = check.object(value, "job.code");
  const kind = check.oneOf(code.kind, ["library", "bundle"], "job.code.kind");
  switch (kind) {
    case "library":
      return { kind, name: check.name(code.name, "job.code.name") };
    case "bundle":
      return {
        kind,
        sha256: check.sha256Name(code.sha256, "job.code.sha256"),
        sizeBytes: check.count(code.sizeBytes, "job.code.sizeBytes"),
        file: check.text(code.file, "job.code.file"),
      };
    default:
      return unreachable(kind, "checkCode");
  }
}

function checkInput(value: unknown, where: string): InputSpec {
  const input = check.object(value, where);
  return {
    name: check.text(input.name, `${where}.name`),
    paths: check.list(input.paths, `${where}.paths`, check.text),
  };
}

function checkOutput(value: unknown): OutputSpec {
  const output = check.object(value, "job.output");
  return {
    path: check.filledText(output.path, "job.output.path"),
    format: check.oneOf(output.format, ["text", "jsonl", "csv", "raw"], "job.output.format"),
    compression: check.oneOf(output.compression, ["none", "gzip"], "job.output.compression"),
    overwrite: check.flag(output.overwrite, "job.output.overwrite"),
  };
}

function checkSettings(value: unknown): JobSettings {
  const settings = check.object(value, "job.settings");
  const where = (name: string) => `job.settings.${name}`;
  return {
    partitions:
      settings.partitions === null
        ? null
        : check.positive(settings.partitions, where("partitions")),
    splitSizeBytes:
      settings.splitSizeBytes === null
        ? null
        : check.positive(settings.splitSizeBytes, where("splitSizeBytes")),
    memoryBytes: check.count(settings.memoryBytes, where("memoryBytes")),
    maxAttempts: check.positive(settings.maxAttempts, where("maxAttempts")),
    skipBadRecords: check.count(settings.skipBadRecords, where("skipBadRecords")),
    allowNondeterministic: check.flag(
      settings.allowNondeterministic ?? false,
      where("allowNondeterministic"),
    ),
    recordLimitBytes: check.count(settings.recordLimitBytes, where("recordLimitBytes")),
    taskTimeoutMs: check.count(settings.taskTimeoutMs, where("taskTimeoutMs")),
    taskMemoryBytes:
      (settings.taskMemoryBytes ?? null) === null
        ? null
        : check.positive(settings.taskMemoryBytes, where("taskMemoryBytes")),
  };
}

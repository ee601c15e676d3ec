/**
 * A finished attempt's report and an ended attempt's failure, to the wire and back. Rules K1 and K2 of codec-parts.ts.
 */

import { unreachable } from "../engine/error.js";
import {
  RESULT_LIMIT_BYTES,
  type AttemptFailure,
  type PartFile,
  type SkippedRecord,
  type TaskOutput,
  type TaskReport,
} from "../engine/graph.js";
import * as check from "./check.js";
import { decodeDigest, decodeError, encodeDigest, encodeError } from "./codec-parts.js";
import type * as wire from "./wire.js";

export function encodeReport(report: TaskReport): wire.TaskReportInput {
  return {
    ...encodeOutput(report.output),
    counters: Object.entries(report.counters).map(([name, value]) => ({
      name,
      value: check.integer(value, `counter ${name}`),
    })),
    totals: Object.entries(report.totals).map(([name, value]) => ({ name, value })),
    inputRecords: check.count(report.inputRecords, "report.inputRecords"),
    inputBytes: check.count(report.inputBytes, "report.inputBytes"),
    shuffleDigest: encodeDigest(report.shuffleDigest, "report.shuffleDigest"),
    skipped: report.skipped.map((record) => ({
      ...record,
      offset: check.count(record.offset, "report.skipped.offset"),
    })),
    skippedFiles: (report.skippedFiles ?? []).map(encodePart),
    spills: check.count(report.spills, "report.spills"),
    peakMemoryBytes: check.count(report.peakMemoryBytes, "report.peakMemoryBytes"),
    cpuMs: report.cpuMs,
  };
}

function encodeOutput(
  output: TaskOutput,
): Pick<wire.TaskReportInput, "output" | "segments" | "part" | "result"> {
  switch (output.kind) {
    case "segments":
      return {
        output: "segments",
        segments: {
          path: output.path,
          sizeBytes: check.count(output.sizeBytes, "report.output.sizeBytes"),
          digest: encodeDigest(output.digest, "report.output.digest"),
        },
      };
    case "part":
      return { output: "part", part: { files: output.files.map(encodePart) } };
    case "result":
      return { output: "result", result: { bytes: output.bytes } };
    default:
      return unreachable(output, "encodeOutput");
  }
}

function encodePart(file: PartFile): wire.PartFileInput {
  return {
    ...file,
    records: check.count(file.records, `${file.name}.records`),
    sizeBytes: check.count(file.sizeBytes, `${file.name}.sizeBytes`),
  };
}

export function decodeReport(value: wire.TaskReport | null): TaskReport {
  const report = check.present(value, "report");
  return {
    output: decodeOutput(report),
    // fromEntries defines its members: a counter may be called `__proto__`.
    counters: Object.fromEntries(
      report.counters.map((item) => [item.name, check.integer(item.value, `counter ${item.name}`)]),
    ),
    totals: Object.fromEntries(
      report.totals.map((item) => [item.name, check.number(item.value, `total ${item.name}`)]),
    ),
    inputRecords: check.count(report.inputRecords, "report.inputRecords"),
    inputBytes: check.count(report.inputBytes, "report.inputBytes"),
    shuffleDigest: decodeDigest(report.shuffleDigest, "report.shuffleDigest"),
    skipped: report.skipped.map(decodeSkipped),
    ...(report.skippedFiles.length === 0
      ? {}
      : { skippedFiles: report.skippedFiles.map(decodePart) }),
    spills: check.count(report.spills, "report.spills"),
    peakMemoryBytes: check.count(report.peakMemoryBytes, "report.peakMemoryBytes"),
    cpuMs: check.number(report.cpuMs, "report.cpuMs"),
  };
}

function decodeOutput(report: wire.TaskReport): TaskOutput {
  switch (report.output) {
    case "segments": {
      const segments = check.present(report.segments, "report.segments");
      return {
        kind: "segments",
        path: check.filledText(segments.path, "report.segments.path"),
        sizeBytes: check.count(segments.sizeBytes, "report.segments.sizeBytes"),
        digest: decodeDigest(segments.digest, "report.segments.digest"),
      };
    }
    case "part":
      return {
        kind: "part",
        files: check.present(report.part, "report.part").files.map(decodePart),
      };
    case "result":
      return { kind: "result", bytes: decodeResult(check.present(report.result, "report.result")) };
    default:
      throw check.protocolError("report.output", "is of a kind that this version does not know");
  }
}

function decodeResult({ bytes }: { bytes: string }): string {
  const limit = Math.ceil(RESULT_LIMIT_BYTES / 3) * 4;
  if (bytes.length > limit) {
    throw check.protocolError("report.result", `is longer than ${RESULT_LIMIT_BYTES} bytes`);
  }
  return bytes;
}

function decodePart(file: wire.PartFile): PartFile {
  return {
    stagedPath: check.filledText(file.stagedPath, "part.stagedPath"),
    name: check.fileName(file.name, "part.name"),
    records: check.count(file.records, "part.records"),
    sizeBytes: check.count(file.sizeBytes, "part.sizeBytes"),
    checksum: check.filledText(file.checksum, "part.checksum"),
  };
}

function decodeSkipped(record: wire.SkippedRecord): SkippedRecord {
  return {
    file: record.file,
    offset: check.count(record.offset, "skipped.offset"),
    reason: record.reason,
  };
}

export function encodeFailure(failure: AttemptFailure): Omit<wire.EndedInput, "attempt"> {
  switch (failure.kind) {
    case "failed":
      return {
        failure: "failed",
        failed: {
          error: encodeError(failure.error),
          ...(failure.where === null ? {} : { where: failure.where }),
        },
      };
    case "lost":
      return { failure: "lost", lost: { error: encodeError(failure.error) } };
    case "fetch-failed":
      return {
        failure: "fetchFailed",
        fetchFailed: {
          error: encodeError(failure.error),
          stage: failure.stage,
          sources: failure.sources.map(({ index, attempt }) => ({ index, attempt })),
        },
      };
    case "stopped":
      return { failure: "stopped", stopped: {} };
    default:
      return unreachable(failure, "encodeFailure");
  }
}

export function decodeFailure(ended: wire.Ended): AttemptFailure {
  switch (ended.failure) {
    case "failed": {
      const failed = check.present(ended.failed, "failed");
      return {
        kind: "failed",
        error: decodeError(failed.error, "failed.error"),
        where: failed.where ?? null,
      };
    }
    case "lost":
      return {
        kind: "lost",
        error: decodeError(check.present(ended.lost, "lost").error, "lost.error"),
      };
    case "fetchFailed": {
      const failed = check.present(ended.fetchFailed, "fetchFailed");
      return {
        kind: "fetch-failed",
        error: decodeError(failed.error, "fetchFailed.error"),
        stage: check.name(failed.stage, "fetchFailed.stage"),
        sources: failed.sources.map((source) => ({
          index: check.smallCount(source.index, "fetchFailed.sources.index"),
          attempt: check.positive(source.attempt, "fetchFailed.sources.attempt"),
        })),
      };
    }
    case "stopped":
      return { kind: "stopped" };
    default:
      throw check.protocolError("ended.failure", "is of a kind that this version does not know");
  }
}

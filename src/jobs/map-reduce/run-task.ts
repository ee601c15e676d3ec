/**
 * One map-reduce task from assignment to report.
 */

import { openPartWriter } from "../../output/part-writer.js";
import { stagingDirectory } from "../../output/staging.js";
import { EMPTY_DIGEST, type TaskReport } from "../../engine/graph.js";
import { MrError, unreachable } from "../../engine/error.js";
import type { TaskEnvironment } from "../assignment.js";
import { locate } from "./located-error.js";
import { leavingOut, RefusedRecords } from "./refused-records.js";
import { runPipeline } from "./pipeline.js";
import type { OpenPart } from "./sinks.js";
import type { OpenSkipped } from "./skip-list.js";
import type { StageBody, UntilBody, UntilResult } from "./stage-body.js";
import { TaskFrame } from "./task-frame.js";
import { resultOf } from "./task-result.js";

/** Where a task's files go; the test kit keeps records instead. */
export interface TaskFiles {
  readonly openPart: OpenPart;
  readonly openSkipped: OpenSkipped | null;
}

type Report = Omit<TaskReport, "peakMemoryBytes" | "cpuMs">;

export async function runMapReduceTask(
  environment: TaskEnvironment,
  files: TaskFiles = stagedFiles(environment),
): Promise<TaskReport> {
  const before = process.cpuUsage();
  const body = environment.assignment.stage.body as unknown as StageBody;
  const report = await readUntilTaken(environment, body, files);
  const { user, system } = process.cpuUsage(before);
  return {
    ...report,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
    cpuMs: Math.round((user + system) / 1000),
  };
}

/** Each further reading leaves out more records, of which there are at most as many as --skip-bad allows. */
async function readUntilTaken(
  environment: TaskEnvironment,
  body: StageBody,
  files: TaskFiles,
): Promise<Report> {
  for (let reading = environment; ; ) {
    try {
      return await runBody(reading, body, files);
    } catch (error) {
      if (!(error instanceof RefusedRecords)) throw error;
      reading = leavingOut(reading, error.records);
    }
  }
}

function runBody(
  environment: TaskEnvironment,
  body: StageBody,
  { openPart, openSkipped }: TaskFiles,
): Promise<Report> | Report {
  switch (body.kind) {
    case "pipeline":
      return runPipeline(new TaskFrame(environment, body, openSkipped), body, openPart);
    case "until":
      return decide(new TaskFrame(environment, body), body);
    default:
      return unreachable(body, "runBody");
  }
}

/** Below the attempt's name in the staging folder; what an earlier process of the attempt left there is replaced. */
function stagedFiles({ assignment, watch }: TaskEnvironment): TaskFiles {
  const { attempt, spec } = assignment;
  const { format, compression } = spec.output;
  const place = {
    stagingDirectory: stagingDirectory(spec.output, attempt.job),
    attempt,
    replace: watch?.isRepeated ?? false,
  };
  return {
    openPart: (name) => openPartWriter({ ...place, name, format, compression }),
    openSkipped: (name, ofSkipped) =>
      openPartWriter({ ...place, name, format: ofSkipped, compression: "none" }),
  };
}

function decide(frame: TaskFrame, { round }: UntilBody): Report {
  const { flow } = frame.environment.definition;
  if (flow.kind !== "iterate" || flow.until === null) {
    throw new MrError("MR_INTERNAL", "the job has no until");
  }
  let done: unknown;
  try {
    done = flow.until(frame.context({ round, phase: "collect" }));
    if (typeof done !== "boolean") {
      throw new MrError("MR_USER_CODE", "until did not return true or false");
    }
  } catch (error) {
    throw locate(error, () => "until");
  }
  const result = { done } as UntilResult;
  const { counters, totals } = frame.tally;
  return {
    output: resultOf(result, "the answer of until"),
    counters,
    totals,
    inputRecords: 0,
    inputBytes: 0,
    shuffleDigest: EMPTY_DIGEST,
    skipped: [],
    spills: 0,
  };
}

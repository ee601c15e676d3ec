/**
 * Goes on with a local run that was killed: its journal is replayed, its workers offer what their former lives had
 * finished, and the rest is done as if nothing had happened.
 *
 * G1. A folder is taken over by one process: its lock is held until the folder is gone.
 */

import { MrError } from "../../engine/error.js";
import { lockState } from "../../master/state-lock.js";
import { stagingDirectory } from "../../output/staging.js";
import type { CliContext } from "../context.js";
import { temporaryRoots } from "../sweep-roots.js";
import { removeNow } from "../temporary-root.js";
import { followLocal } from "./follow-local.js";
import { inCluster } from "./in-cluster.js";
import type { ProgressRequest } from "./open-progress.js";
import { isWorthKeeping, lastSign, readResumeRecord, type ResumeRecord } from "./resume-record.js";

export interface InterruptedRun {
  readonly folder: string;
  readonly record: ResumeRecord;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
}

/** Runs of this user and machine that were killed and can be gone on with, newest last. */
export async function interruptedRuns(): Promise<InterruptedRun[]> {
  const runs: InterruptedRun[] = [];
  for (const { path, isOver } of await temporaryRoots()) {
    const record = isOver && isWorthKeeping(path) ? readResumeRecord(path) : null;
    if (record !== null) runs.push({ folder: path, record, endedAt: lastSign(path) });
  }
  return runs.sort((a, b) => a.endedAt - b.endedAt);
}

/** Returns the exit code. Errors: MR_STATE_LOCKED, and what the run itself may meet. */
export async function resumeLocal(
  request: ProgressRequest,
  { folder, record }: InterruptedRun,
): Promise<number> {
  const { spec, output, workers, slots } = record;
  const lock = lockState(folder);
  try {
    const options = { ...request.options, workers, slots };
    return await inCluster({ ...request, options }, folder, async (cluster, progress, stopping) => {
      cluster.keep(0);
      cluster.doom(stagingDirectory(spec.output, spec.id));
      cluster.expectWork();
      progress.note(`going on with ${spec.name} (${spec.id})`);
      const client = await stopping.orInterrupted(cluster.client());
      const prepared = { spec, bundle: null, output };
      return followLocal({ request, prepared, cluster, client, progress, stopping });
    });
  } finally {
    lock.release();
  }
}

/** Nobody wants to go on with it. */
export function forgetRun(context: CliContext, { folder, record }: InterruptedRun): void {
  const lock = lockState(folder);
  for (const path of [stagingDirectory(record.spec.output, record.spec.id), folder]) {
    const error = removeNow(path);
    if (error !== null) context.io.stderr.write(`${path} could not be removed: ${error.message}\n`);
  }
  lock.release();
}

/** `text`: `last`, or the beginning of a job's id; undefined is right when there is but one. */
export function chooseRun(
  runs: readonly InterruptedRun[],
  text: string | undefined,
): InterruptedRun {
  const matching =
    text === undefined ? runs : runs.filter(({ record }) => record.spec.id.startsWith(text));
  const chosen = text === "last" ? runs.at(-1) : matching[0];
  if (chosen === undefined) {
    throw new MrError("MR_UNKNOWN_JOB", "there is no interrupted run to go on with", {
      hint: "Runs that were killed are kept when they had worked for 30 s, or were started with --resume.",
    });
  }
  if (text !== "last" && matching.length > 1) {
    const ids = matching.map(({ record }) => `${record.spec.id} (${record.spec.name})`);
    throw new MrError(
      "MR_USAGE",
      `there are ${matching.length} interrupted runs: ${ids.join(", ")}`,
      {
        hint: "Name one by the beginning of its id, or `last`.",
      },
    );
  }
  return chosen;
}

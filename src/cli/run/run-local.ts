/**
 * A run on this machine: a cluster for the length of the job, which is gone afterwards whatever happened.
 *
 * U1. Ctrl-C cancels the job and waits until everything is put away; pressed again it leaves at once.
 * U2. Standard output carries the result alone.
 * U3. After kill -9 nothing of it stays but, of a run that had worked for a while, its folder: see resume-local.ts.
 */

import { readdirSync, type Stats, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { JobSpec } from "../../engine/job.js";
import { mostUncutBytes } from "../../input/plan-splits.js";
import { findJob } from "../../jobs/find-job.js";
import { splitSizeOf } from "../../jobs/split-size.js";
import { stagingDirectory } from "../../output/staging.js";
import type { LocalCluster } from "../local-cluster.js";
import type { Progress } from "../render/progress.js";
import type { RunFlags } from "./flags.js";
import { followLocal } from "./follow-local.js";
import { inCluster } from "./in-cluster.js";
import type { ProgressRequest } from "./open-progress.js";
import { prepare, type PreparedJob } from "./prepare.js";
import { KEEP_AFTER_MS, writeResumeRecord } from "./resume-record.js";
import { makeJobId } from "./spec.js";
import type { Stopping } from "./stopping.js";

export interface RunRequest extends ProgressRequest {
  readonly job: string;
  readonly words: readonly string[];
  readonly flags: RunFlags;
}

export async function runLocal(request: RunRequest): Promise<number> {
  // A misspelt job is noticed before anything but the head start is there for it.
  findJob(request.job, request.context.io.cwd);
  if (request.flags.resume === true) {
    const { interruptedRuns, resumeLocal } = await import("./resume-local.js");
    const command = commandOf(request);
    const run = (await interruptedRuns()).findLast(({ record }) => record.command === command);
    if (run !== undefined) return resumeLocal(request, run);
  }
  return inCluster(request, undefined, (cluster, progress, stopping) =>
    runIn(cluster, request, progress, stopping),
  );
}

async function runIn(
  cluster: LocalCluster,
  request: RunRequest,
  progress: Progress,
  stopping: Stopping,
): Promise<number> {
  const { jobLoader } = await import("./job-loader.js");
  const prepared = await stopping.orInterrupted(
    prepare({
      ...request,
      loader: jobLoader,
      id: makeJobId(),
      scratchFolder: cluster.folder,
      streamFolder: cluster.folder,
      checkInputs: true,
    }),
  );
  const { spec, bundle } = prepared;
  if (spec.inputs.length > 1 || !isOneSplit(spec)) cluster.expectWork();
  cluster.doom(stagingDirectory(spec.output, spec.id));
  const client = await stopping.orInterrupted(cluster.client());
  if (bundle !== null) {
    await stopping.orInterrupted(client.putBundle(bundle.sha256, bundle.bytes));
  }
  await stopping.orInterrupted(client.submit(spec));
  makeResumable(cluster, request, prepared);
  return followLocal({ request, prepared, cluster, client, progress, stopping });
}

/** From here on a kill -9 loses what runs, not what is done. */
function makeResumable(cluster: LocalCluster, request: RunRequest, prepared: PreparedJob): void {
  const { workers, slots } = request.options;
  const { spec, output } = prepared;
  const asked = request.flags.resume === true;
  const command = commandOf(request);
  const startedAt = Date.now();
  const record = { command, startedAt, asked, workers, slots, spec, output };
  writeResumeRecord(cluster.folder, record);
  cluster.keep(asked ? 0 : KEEP_AFTER_MS);
}

/** What was asked for, apart from how it is shown. */
function commandOf({ context, job, words, flags }: RunRequest): string {
  const { resume: _resume, quiet: _quiet, json: _json, progress: _progress, ...asked } = flags;
  return JSON.stringify([context.io.cwd, job, words, context.literals, asked]);
}

/** A folder with more files is not looked at: the look must cost less than the runner that it may save. */
const FEW_FILES = 16;

/** As far as a look at sizes tells: small files, named one by one or few in a folder. */
function isOneSplit(spec: JobSpec): boolean {
  const { inputs, baseDirectory } = spec;
  try {
    const paths = inputs.flatMap((input) => input.paths);
    const found = paths.flatMap((path) => lookAt(resolve(baseDirectory, path)));
    const sizeBytes = found.reduce((sum, { size }) => sum + size, 0);
    const splitSizeBytes = splitSizeOf(spec, sizeBytes);
    const mostBytes = found.length === 1 ? mostUncutBytes(splitSizeBytes) : splitSizeBytes;
    return found.every((one) => one.isFile()) && sizeBytes <= mostBytes;
  } catch {
    // A pattern, or something that the master will complain of: nothing is known.
    return false;
  }
}

function lookAt(path: string): Stats[] {
  const found = statSync(path);
  if (!found.isDirectory()) return [found];
  const names = readdirSync(path);
  return names.length > FEW_FILES ? [found] : names.map((name) => statSync(join(path, name)));
}

/**
 * A run on this machine: a cluster for the length of the job, which is gone afterwards whatever happened.
 *
 * U1. Ctrl-C cancels the job and waits until everything is put away; pressed again it leaves at once.
 * U2. Standard output carries the result alone.
 */

import { readdirSync, type Stats, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Options } from "../../config/options.js";
import { processEnvironment } from "../../config/resolve.js";
import type { JobSpec } from "../../engine/job.js";
import { findJob } from "../../jobs/find-job.js";
import { stagingDirectory } from "../../output/staging.js";
import { errorColors, type CliContext } from "../context.js";
import { showJobLog } from "../render/job-log.js";
import { follow } from "../follow.js";
import { LocalCluster } from "../local-cluster.js";
import { createProgress, type Progress } from "../render/progress.js";
import type { PeakMemory } from "../render/summary.js";
import { listenForStop } from "../stop-signals.js";
import type { RunFlags } from "./flags.js";
import { finishRun } from "./finish-run.js";
import { prepare } from "./prepare.js";
import { makeJobId } from "./spec.js";
import { Stopping } from "./stopping.js";

export interface RunRequest {
  readonly context: CliContext;
  readonly job: string;
  readonly words: readonly string[];
  readonly flags: RunFlags;
  readonly options: Options;
}

export async function runLocal(request: RunRequest): Promise<number> {
  const { context, flags, options } = request;
  const { io } = context;
  // A misspelt job is noticed before anything but the head start is there for it.
  findJob(request.job, io.cwd);
  let progress: Progress | null = null;
  const say = (text: string) => {
    if (progress !== null) progress.note(text);
    else if (flags.quiet !== true) io.stderr.write(`${text}\n`);
  };
  const stopping = new Stopping();
  let cluster: LocalCluster | null = null;
  const stop = listenForStop(io, {
    first(signal) {
      say("stopping (again to leave now)");
      cluster?.expectEnd();
      stopping.request(signal);
    },
    second(exitCode) {
      cluster?.destroyNow();
      io.exitNow(exitCode);
    },
  });
  try {
    cluster = new LocalCluster({
      workers: options.workers,
      slots: options.slots,
      environment: processEnvironment(),
      note: say,
      log: (line) => {
        if (context.verbose) say(line);
      },
    });
    progress = await openProgress(request);
    return await Promise.race([runIn(cluster, request, progress, stopping), cluster.broken]);
  } catch (error) {
    const exitCode = stop.exitCode();
    // Whatever fails while we are stopping is not news.
    if (exitCode !== null) return exitCode;
    throw error;
  } finally {
    progress?.end();
    await cluster?.close();
    stop.release();
  }
}

export function openProgress({ context, flags, options }: RunRequest): Promise<Progress> {
  return createProgress(flags.quiet === true ? "none" : options.progress, {
    stream: context.io.stderr,
    colors: errorColors(context),
    now: Date.now,
  });
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
  const id = await stopping.orInterrupted(client.submit(spec));
  // From here on the job is cancelled, not abandoned: the master puts away what it has begun.
  const cancel = () => void client.cancel(id, "interrupted by the user").catch(() => {});
  stopping.signal.addEventListener("abort", cancel, { once: true });
  if (stopping.signal.aborted) cancel();
  const log = showJobLog(client, id, progress);
  const view = await follow(client, id, { progress });
  await log;
  progress.end();
  if (view === null) return stopping.exitCodeFor(0);
  const peak = peakMemory(cluster);
  return stopping.exitCodeFor(await finishRun(request, { prepared, client, view, peak }));
}

/** A folder with more files is not looked at: the look must cost less than the runner that it may save. */
const FEW_FILES = 16;

/** As far as a look at sizes tells: small files, named one by one or few in a folder. */
function isOneSplit({ inputs, baseDirectory, settings }: JobSpec): boolean {
  try {
    const paths = inputs.flatMap((input) => input.paths);
    const found = paths.flatMap((path) => lookAt(resolve(baseDirectory, path)));
    const sizeBytes = found.reduce((sum, { size }) => sum + size, 0);
    return found.every((one) => one.isFile()) && sizeBytes <= settings.splitSizeBytes;
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

function peakMemory(cluster: LocalCluster): PeakMemory {
  return {
    ownBytes: process.resourceUsage().maxRSS * 1024,
    workerBytes: cluster.peakWorkerBytes(),
  };
}

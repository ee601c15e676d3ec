/**
 * From the locations of map outputs to sorted runs on this machine.
 *
 * X1. Same host, readable path of the expected size and sound index: the file is opened in place. Else the partition is
 *     pulled from the worker's data port into `directory`, and every block is verified on arrival.
 * X2. Each output is tried `tries` times with growing pauses. What still cannot be read ends in one FetchError that
 *     names all such outputs, so that they are run again together.
 * X3. Trouble of our own (disk full, abort) is no FetchError: the sources are not to blame.
 * X4. Empty partitions give no run.
 * X5. Where a link proves slow, segments are asked for compressed (link-speeds.ts).
 */

import type { SourceLocation } from "../engine/command.js";
import { MrError } from "../engine/error.js";
import { type AttemptRef, attemptName, type JobId } from "../engine/ids.js";
import { FetchError } from "./fetch-error.js";
import { LinkSpeeds } from "./link-speeds.js";
import { PullFile } from "./pull-file.js";
import { type LocalRun, readEntry } from "./segment-file.js";
import { NO_PROGRESS_MS } from "./segment-protocol.js";

/** Workers that are pulled from at the same time. */
const PARALLEL_PULLS = 4;
/** What this process learnt of its links; a runner pulls for many tasks. */
const LINKS = new LinkSpeeds();

export interface ResolveOptions {
  readonly job: JobId;
  /** Of the map tasks. */
  readonly stage: string;
  readonly locations: readonly SourceLocation[];
  readonly partition: number;
  readonly hostId: string;
  readonly dataToken: string;
  /** For what is pulled; exists. */
  readonly directory: string;
  readonly signal: AbortSignal;
  /** Shorter in tests. */
  readonly tries?: number;
  readonly firstPauseMs?: number;
  readonly noProgressMs?: number;
  readonly links?: LinkSpeeds;
}

interface Failure {
  readonly location: SourceLocation;
  readonly error: MrError;
}

export async function resolveRuns(options: ResolveOptions): Promise<LocalRun[]> {
  options.signal.throwIfAborted();
  const runs: LocalRun[] = [];
  const remote = new Map<string, SourceLocation[]>();
  for (const location of options.locations) {
    const run = openInPlace(location, options);
    if (run !== null) runs.push(run);
    else {
      const others = remote.get(location.dataAddress);
      if (others === undefined) remote.set(location.dataAddress, [location]);
      else others.push(location);
    }
  }
  const failures: Failure[] = [];
  const waiting = [...remote];
  const pullNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await pullAll(next[0], next[1], options, runs, failures);
    }
  };
  const pulls = Array.from({ length: Math.min(PARALLEL_PULLS, waiting.length) }, pullNext);
  // All have ended before anything is thrown: nobody writes into `directory` afterwards.
  for (const outcome of await Promise.allSettled(pulls)) {
    if (outcome.status === "rejected") throw outcome.reason;
  }
  options.signal.throwIfAborted();
  if (failures.length > 0) throw fetchError(options.stage, failures);
  return runs.filter((run) => run.digest.records > 0);
}

/** Null when the file is not ours to open, or not as it was reported. */
function openInPlace(location: SourceLocation, options: ResolveOptions): LocalRun | null {
  if (location.hostId !== options.hostId) return null;
  try {
    const entry = readEntry(location.path, options.partition, location.sizeBytes);
    return { ...entry, path: location.path, source: sourceOf(location, options.stage) };
  } catch (cause) {
    // Another file system behind the same host id, or a damaged file: its worker has the last word.
    if (cause instanceof MrError) return null;
    throw cause;
  }
}

/** Pulls everything from one worker over one connection. */
async function pullAll(
  address: string,
  locations: readonly SourceLocation[],
  options: ResolveOptions,
  runs: LocalRun[],
  failures: Failure[],
): Promise<void> {
  const pull = new PullFile({
    address,
    token: options.dataToken,
    directory: options.directory,
    noProgressMs: options.noProgressMs ?? NO_PROGRESS_MS,
    signal: options.signal,
    links: options.links ?? LINKS,
  });
  try {
    for (const [position, location] of locations.entries()) {
      const outcome = await pullOne(pull, location, options);
      if (!(outcome instanceof MrError)) runs.push(outcome);
      else {
        failures.push({ location, error: outcome });
        // A worker that cannot be reached has none of the others either.
        if (outcome.code !== "MR_UNREACHABLE") continue;
        for (const other of locations.slice(position + 1)) {
          failures.push({ location: other, error: outcome });
        }
        return;
      }
    }
  } finally {
    pull.close();
  }
}

/** The run, or why it could not be had in the end. */
async function pullOne(
  pull: PullFile,
  location: SourceLocation,
  options: ResolveOptions,
): Promise<LocalRun | MrError> {
  const { job, stage, partition, signal } = options;
  const attempt: AttemptRef = { job, stage, index: location.index, attempt: location.attempt };
  const request = { job, name: attemptName(attempt), partition, sizeBytes: location.sizeBytes };
  const tries = options.tries ?? 3;
  let pauseMs = options.firstPauseMs ?? 500;
  for (let tried = 1; ; tried++) {
    try {
      return await pull.fetch(request, sourceOf(location, stage));
    } catch (cause) {
      signal.throwIfAborted();
      const error = MrError.from(cause, "MR_UNREACHABLE");
      if (error.code === "MR_DISK_FULL" || error.code === "MR_SCRATCH_IO") throw error;
      if (tried === tries || error.code === "MR_UNAUTHENTICATED") return error;
    }
    await pause(pauseMs * (0.75 + Math.random() / 2), signal);
    pauseMs *= 2;
  }
}

function pause(timeMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, timeMs);
    signal.addEventListener("abort", abort, { once: true });
  });
}

function fetchError(stage: string, failures: readonly Failure[]): FetchError {
  const [{ error, location }] = failures;
  const others = failures.length === 1 ? "" : ` (and ${failures.length - 1} more)`;
  const first = `output of ${stage} task ${location.index}, attempt ${location.attempt}`;
  const code = error.code === "MR_SEGMENT_CORRUPT" ? "MR_SEGMENT_CORRUPT" : "MR_FETCH_FAILED";
  const summary = new MrError(code, `cannot read the ${first}${others}: ${error.message}`, {
    cause: error,
    hint: error.hint ?? "The outputs that cannot be read are made again.",
  });
  const sources = failures.map(({ location: { index, attempt } }) => ({ index, attempt }));
  return new FetchError(summary, stage, sources);
}

function sourceOf(
  { index, attempt }: SourceLocation,
  stage: string,
): NonNullable<LocalRun["source"]> {
  return { stage, index, attempt };
}

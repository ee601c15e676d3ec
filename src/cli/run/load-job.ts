/**
 * From a job's name or file and the words behind it to everything that is known of the job: code, parameters, program.
 *
 * D1. The program is described with the parameters given. Which words are parameters is only known from the
 *     description, so a guess is described first; when it was wrong, the job is described once more.
 */

import { MrError } from "../../engine/error.js";
import type { CodeRef } from "../../engine/job.js";
import type { DescribedJob } from "../../jobs/describe.js";
import type { Program } from "../../jobs/program.js";
import { guessArguments, sameArguments, sortArguments, type RawArguments } from "./arguments.js";

/** A bundle as it is uploaded. */
export interface JobBundle {
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/** Where jobs come from; the real one is job-loader.ts, tests hand in their own. */
export interface JobLoader {
  /** `scratchFolder` exists, is private, and may be written to until `close`. */
  open(job: string, cwd: string, scratchFolder: string): Promise<OpenedJob>;
}

export interface OpenedJob {
  /** For people: the library name, or the file's name without its ending. */
  readonly name: string;
  readonly code: CodeRef;
  readonly bundle: JobBundle | null;
  /** With null only the parameters are described. Errors: MR_PARAMETER, and whatever the job's file does. */
  describe(params: { readonly [name: string]: string } | null): Promise<DescribedJob>;
  close(): Promise<void>;
}

export interface LoadedJob {
  readonly name: string;
  readonly code: CodeRef;
  readonly bundle: JobBundle | null;
  readonly program: Program;
  /** For JobSpec.params. */
  readonly params: DescribedJob["params"];
  readonly paths: readonly string[];
}

export interface LoadRequest {
  readonly job: string;
  readonly raw: RawArguments;
  readonly cwd: string;
  readonly scratchFolder: string;
}

export async function loadJob(loader: JobLoader, request: LoadRequest): Promise<LoadedJob> {
  const { job, raw, cwd, scratchFolder } = request;
  const opened = await loader.open(job, cwd, scratchFolder);
  try {
    const { name, code, bundle } = opened;
    const { described, paths } = await describeSorted(opened, raw, job);
    const { program } = described.description;
    if (program === null) throw new MrError("MR_INTERNAL", `the job ${job} describes no program`);
    return { name, code, bundle, program, params: described.params, paths };
  } finally {
    await opened.close();
  }
}

async function describeSorted(
  opened: OpenedJob,
  raw: RawArguments,
  job: string,
): Promise<{ described: DescribedJob; paths: readonly string[] }> {
  const guess = guessArguments(raw);
  const { described, problem } = await describeGuess(opened, guess.params);
  const sorted = sortArguments(raw, described.description.params, job);
  const { paths } = sorted;
  if (!sameArguments(sorted, guess)) {
    return { described: await opened.describe(sorted.params), paths };
  }
  if (problem !== null) throw problem;
  return { described, paths };
}

/** Wrong parameters may be the guess's fault: then the bare description tells which there are. */
async function describeGuess(
  opened: OpenedJob,
  params: { readonly [name: string]: string },
): Promise<{ described: DescribedJob; problem: MrError | null }> {
  try {
    return { described: await opened.describe(params), problem: null };
  } catch (error) {
    const problem = MrError.from(error);
    if (problem.code !== "MR_PARAMETER") throw problem;
    return { described: await opened.describe(null), problem };
  }
}

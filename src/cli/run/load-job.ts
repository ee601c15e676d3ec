/**
 * From a job's name or file and the words behind it to everything that is known of the job: code, parameters, program.
 *
 * D1. The program is described with the parameters given. Which words are parameters is only known from the
 *     description, so a guess is described first; when it was wrong, the job is described once more.
 */

import { MrError } from "../../engine/error.js";
import type { CodeRef } from "../../engine/job.js";
import type { JobDescription, Program } from "../../jobs/program.js";
import {
  guessArguments,
  sameArguments,
  sortArguments,
  type JobArguments,
  type RawArguments,
} from "./arguments.js";

/** A bundle as it is uploaded. */
export interface JobBundle {
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/** Where jobs come from; the real one is job-loader.ts, tests hand in their own. */
export interface JobLoader {
  open(job: string, cwd: string): Promise<OpenedJob>;
}

export interface OpenedJob {
  /** For people: the library name, or the file's name without its ending. */
  readonly name: string;
  readonly code: CodeRef;
  readonly bundle: JobBundle | null;
  describe(params: { readonly [name: string]: string }): Promise<JobDescription>;
  close(): Promise<void>;
}

export interface LoadedJob {
  readonly name: string;
  readonly code: CodeRef;
  readonly bundle: JobBundle | null;
  readonly program: Program;
  readonly arguments: JobArguments;
}

export async function loadJob(
  loader: JobLoader,
  job: string,
  raw: RawArguments,
  cwd: string,
): Promise<LoadedJob> {
  const opened = await loader.open(job, cwd);
  try {
    const { name, code, bundle } = opened;
    const guess = guessArguments(raw);
    const { sorted, program } = await describeSorted(opened, guess, raw, job);
    return { name, code, bundle, program, arguments: sorted };
  } finally {
    await opened.close();
  }
}

async function describeSorted(
  opened: OpenedJob,
  guess: JobArguments,
  raw: RawArguments,
  job: string,
): Promise<{ sorted: JobArguments; program: Program }> {
  const guessed = await describeGuess(opened, guess.params);
  const sorted = sortArguments(raw, guessed.description.params, job);
  if (sameArguments(sorted, guess)) {
    if (guessed.problem !== null) throw guessed.problem;
    return { sorted, program: requireProgram(guessed.description, job) };
  }
  const description = await opened.describe(sorted.params);
  return { sorted, program: requireProgram(description, job) };
}

/** Wrong parameters may be the guess's fault: then the bare description tells which there are. */
async function describeGuess(
  opened: OpenedJob,
  params: JobArguments["params"],
): Promise<{ description: JobDescription; problem: MrError | null }> {
  try {
    return { description: await opened.describe(params), problem: null };
  } catch (error) {
    const problem = MrError.from(error);
    if (problem.code !== "MR_PARAMETER" || Object.keys(params).length === 0) throw problem;
    return { description: await describeBare(opened), problem };
  }
}

/** Only the list of parameters counts: required ones are missing, so there is no program. */
export async function describeBare(opened: OpenedJob): Promise<JobDescription> {
  return opened.describe({});
}

function requireProgram(description: JobDescription, job: string): Program {
  if (description.program !== null) return description.program;
  const missing = Object.entries(description.params)
    .filter(([, spec]) => spec.default === undefined)
    .map(([name]) => `--${name}`);
  throw new MrError("MR_PARAMETER", `the job ${job} needs ${missing.join(", ")}`, {
    hint: `\`mr run ${job} --help\` describes its parameters.`,
  });
}

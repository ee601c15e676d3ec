/**
 * Everything that comes before submitting: the job loaded, its words sorted, inputs and output placed, the
 * specification made. Shared by local and remote runs and by `mr plan`.
 *
 * P1. Nothing is written but a spooled standard input, and that only below `scratchFolder`.
 */

import { isAbsolute, relative } from "node:path";
import type { Options } from "../../config/options.js";
import { MrError } from "../../engine/error.js";
import type { JobId } from "../../engine/ids.js";
import type { InputSpec, JobSpec } from "../../engine/job.js";
import type { CliContext } from "../context.js";
import type { RawArguments } from "./arguments.js";
import type { RunFlags } from "./flags.js";
import {
  assignInputs,
  checkInputsExist,
  spoolStandardInput,
  usesStandardInput,
  type PlacedInputs,
} from "./inputs.js";
import { loadJob, type JobBundle, type JobLoader, type LoadedJob } from "./load-job.js";
import { placeOutput, type OutputPlace } from "./output-path.js";
import { makeSpec } from "./spec.js";

export interface PrepareRequest {
  readonly context: CliContext;
  readonly job: string;
  readonly words: readonly string[];
  readonly flags: RunFlags;
  readonly options: Options;
  readonly loader: JobLoader;
  readonly id: JobId;
  /** On this machine, for what is needed only while preparing, and for a copy of standard input. */
  readonly scratchFolder: string;
  /** Where the output of `-o -` passes through. */
  readonly streamFolder: string;
  /** Null: the paths are looked at by a master that may live elsewhere. */
  readonly checkInputs: boolean;
}

export interface PreparedJob {
  readonly spec: JobSpec;
  readonly bundle: JobBundle | null;
  readonly output: OutputPlace;
}

export function rawArguments(
  context: CliContext,
  words: readonly string[],
  flags: RunFlags,
): RawArguments {
  return { words, literals: context.literals, assignments: flags.param ?? [] };
}

export async function prepare(request: PrepareRequest): Promise<PreparedJob> {
  const { context, flags, options, id } = request;
  const { cwd } = context.io;
  const raw = rawArguments(context, request.words, flags);
  const { job, scratchFolder } = request;
  const loaded = await loadJob(request.loader, { job, raw, cwd, scratchFolder });
  const placed = await placeInputs(request, loaded);
  const output = placeOutput({
    given: flags.output,
    job: flags.name ?? loaded.name,
    cwd,
    now: new Date(),
    privateFolder: request.streamFolder,
  });
  refuseOutputInInput(output, placed, cwd);
  const spec = makeSpec({
    id,
    name: flags.name ?? loaded.name,
    code: loaded.code,
    program: loaded.program,
    params: loaded.params,
    ...placed,
    outputPath: output.path,
    overwrite: flags.overwrite === true,
    allowNondeterministic: flags.allowNondeterministic === true,
    // Streamed records are for the next program in the pipe: they are never compressed.
    options: output.kind === "stream" ? { ...options, compression: "none" } : options,
  });
  return { spec, bundle: loaded.bundle, output };
}

async function placeInputs(request: PrepareRequest, loaded: LoadedJob): Promise<PlacedInputs> {
  const { context, flags } = request;
  const { cwd } = context.io;
  const inputs: readonly InputSpec[] = assignInputs({
    names: loaded.program.inputs.map((input) => input.name),
    paths: loaded.paths,
    named: flags.input ?? [],
  });
  if (request.checkInputs) checkInputsExist(inputs, cwd);
  if (!usesStandardInput(inputs)) return { inputs, baseDirectory: cwd };
  return spoolStandardInput(inputs, request.scratchFolder, context.io);
}

/** An output below its own input would be read by the next run of the same command. */
function refuseOutputInInput(output: OutputPlace, placed: PlacedInputs, cwd: string): void {
  if (output.kind !== "named") return;
  const label = relative(cwd, output.path);
  for (const path of placed.inputs.flatMap((input) => input.paths)) {
    if (path === "-" || isAbsolute(path) || isAbsolute(label)) continue;
    if (label === path.replace(/\/+$/, "")) {
      throw new MrError("MR_USAGE", `${path} is both input and output`, {
        hint: "Choose another -o.",
      });
    }
  }
}

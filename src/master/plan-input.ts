/**
 * Carries out `plan-input`: finds a job's files and cuts them into splits.
 *
 * Always ends in exactly one event (C2 of engine/command.ts).
 */

import { MrError } from "../engine/error.js";
import type { JobSpec, Json } from "../engine/job.js";
import type { InputPlan } from "../engine/planner.js";
import { listInput } from "../input/inputs.js";
import { planSplits } from "../input/plan-splits.js";
import { resolveQuotes } from "../input/quote-parity.js";
import type { InputFile, Split } from "../input/split.js";
import type { InputFormat } from "../jobs/definition.js";
import type { Program } from "../jobs/program.js";
import { splitSizeOf } from "../jobs/split-size.js";
import type { EventBody } from "./loop.js";

export async function planInput(spec: JobSpec): Promise<EventBody> {
  try {
    return { kind: "input-planned", job: spec.id, input: await plan(spec) };
  } catch (error) {
    const { code, message, hint } = MrError.from(error, "MR_INPUT_UNREADABLE");
    const record = { code, message, ...(hint === undefined ? {} : { hint }) };
    return { kind: "input-failed", job: spec.id, error: record };
  }
}

async function plan(spec: JobSpec): Promise<InputPlan> {
  const formats = formatsOf(spec);
  if (spec.inputs.length !== formats.length) {
    throw new MrError(
      "MR_JOB_INVALID",
      `job ${spec.name} was given ${spec.inputs.length} inputs but reads ${formats.length}`,
      { hint: "Give each of the job's inputs, and only those." },
    );
  }
  const found: InputFile[][] = [];
  for (const { paths } of spec.inputs) {
    found.push(await listInput(paths, spec.baseDirectory, spec.standardInput));
  }
  const files = found.flat();
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const splitSizeBytes = splitSizeOf(spec, sizeBytes);
  const splits: Split[] = [];
  for (const [index, format] of formats.entries()) {
    const planned = planSplits(found[index] ?? [], index, format, { splitSizeBytes });
    for (const split of await resolveQuotes(planned, format)) splits.push(split);
  }
  return { splits: splits.map(describe), files: files.length, sizeBytes };
}

function describe(split: Split): InputPlan["splits"][number] {
  const payload = split as unknown as Json;
  return { input: split.input, sizeBytes: split.sizeBytes, payload };
}

/** The program is the job type's; every type that reads files says for each input how. */
function formatsOf(spec: JobSpec): readonly InputFormat[] {
  const program = spec.program as unknown as Program | null;
  const inputs = program?.inputs;
  if (!Array.isArray(inputs)) {
    throw new MrError("MR_JOB_INVALID", `job ${spec.name} does not say how its inputs are read`);
  }
  return inputs.map(({ format }: Program["inputs"][number]) => format);
}

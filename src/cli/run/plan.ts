/**
 * `mr plan` and `mr run --dry-run`: what would be read, cut and run, found out without running anything.
 *
 * L1. The same listing, splitting and planning as in a run, so that what is shown is what would happen.
 */

import { formatSize } from "../../config/sizes.js";
import { EXIT, MrError } from "../../engine/error.js";
import type { StageSpec } from "../../engine/graph.js";
import type { JobSpec } from "../../engine/job.js";
import type { InputPlan, StageOutcome } from "../../engine/planner.js";
import type { InputFile, Split } from "../../input/split.js";
import type { Program } from "../../jobs/program.js";
import { splitSizeOf } from "../../jobs/split-size.js";
import { resolve, type CliContext } from "../context.js";
import { print, printJson } from "../io.js";
import { tableLines } from "../render/table.js";
import { counted } from "../render/words.js";
import { makeTemporaryRoot, removeNow } from "../temporary-root.js";
import type { RunFlags } from "./flags.js";
import { prepare } from "./prepare.js";
import { showJobHelp } from "./show-job-help.js";
import { makeJobId } from "./spec.js";

interface PlannedInput {
  readonly name: string;
  readonly files: readonly InputFile[];
  readonly splits: readonly Split[];
}

const SHOWN_FILES = 20;

export async function plan(
  context: CliContext,
  job: string,
  words: readonly string[],
  flags: RunFlags,
): Promise<number> {
  if (flags.help === true) return showJobHelp(context, job);
  const options = resolve(context, flags);
  const { jobLoader: loader } = await import("./job-loader.js");
  const scratchFolder = makeTemporaryRoot();
  try {
    const id = makeJobId();
    const { spec, output } = await prepare({
      context,
      job,
      words,
      flags,
      options,
      loader,
      id,
      scratchFolder,
      streamFolder: scratchFolder,
      checkInputs: true,
    });
    const inputs = await planInputs(spec);
    const stages = await planStages(spec, inputs);
    if (flags.json === true) {
      await printJson(context.io.stdout, planDocument(spec, inputs, stages));
    } else {
      await print(context.io.stdout, planLines(spec, inputs, stages, output.label));
    }
    return EXIT.done;
  } finally {
    removeNow(scratchFolder);
  }
}

async function planInputs(spec: JobSpec): Promise<PlannedInput[]> {
  const [{ listInput }, { planSplits }] = await Promise.all([
    import("../../input/inputs.js"),
    import("../../input/plan-splits.js"),
  ]);
  const { inputs: formats } = spec.program as unknown as Program;
  const found: Omit<PlannedInput, "splits">[] = [];
  for (const { name, paths } of spec.inputs) {
    found.push({ name, files: await listInput(paths, spec.baseDirectory, spec.standardInput) });
  }
  const splitSizeBytes = splitSizeOf(spec, sizeOf(found));
  return found.map(({ name, files }, index) => {
    const format = formats[index]?.format;
    if (format === undefined) throw new MrError("MR_INTERNAL", `input ${name} has no format`);
    return { name, files, splits: planSplits(files, index, format, { splitSizeBytes }) };
  });
}

function sizeOf(inputs: readonly Pick<PlannedInput, "files">[]): number {
  const files = inputs.flatMap((input) => input.files);
  return files.reduce((sum, file) => sum + file.sizeBytes, 0);
}

async function planStages(
  spec: JobSpec,
  inputs: readonly PlannedInput[],
): Promise<readonly StageSpec[]> {
  const { planners } = await import("../../jobs/planners.js");
  const planner = planners.find((candidate) => candidate.type === spec.type);
  if (planner === undefined) throw new MrError("MR_INTERNAL", `no planner for ${spec.type}`);
  const { flow } = spec.program as unknown as Program;
  const stages: StageSpec[] = [];
  for (;;) {
    const outcomes = stages.map((stage) => asIfComplete(stage));
    const decision = planner.plan(spec, { input: inputPlan(inputs), stages: outcomes });
    if (decision.kind === "fail") throw MrError.fromRecord(decision.error);
    if (decision.kind !== "add") return stages;
    stages.push(...decision.stages);
    // Further rounds depend on what the first ones find.
    if (flow.kind !== "steps") return stages;
  }
}

/** A stage that ended without finding anything: enough to be told which stages follow a sample. */
function asIfComplete({ name, payloads }: StageSpec): StageOutcome {
  return { name, tasks: payloads.length, complete: true, results: [], totals: {}, counters: {} };
}

function inputPlan(inputs: readonly PlannedInput[]): InputPlan {
  return {
    splits: inputs.flatMap(({ splits }) =>
      splits.map(({ input, sizeBytes }) => ({ input, sizeBytes, payload: null })),
    ),
    files: inputs.reduce((sum, { files }) => sum + files.length, 0),
    sizeBytes: sizeOf(inputs),
  };
}

function planDocument(
  spec: JobSpec,
  inputs: readonly PlannedInput[],
  stages: readonly StageSpec[],
): object {
  return {
    format: "mr-plan/1",
    name: spec.name,
    inputs: inputs.map(({ name, files, splits }) => ({ name, files, splits })),
    stages: stages.map(({ name, payloads, edges, sink }) => ({
      name,
      tasks: payloads.length,
      edges,
      sink,
    })),
    output: spec.output,
    settings: spec.settings,
    params: spec.params,
  };
}

function planLines(
  spec: JobSpec,
  inputs: readonly PlannedInput[],
  stages: readonly StageSpec[],
  outputLabel: string,
): string[] {
  const lines = [`job      ${spec.name}`];
  for (const { name, files, splits } of inputs) {
    const bytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
    lines.push(
      `input    ${name}: ${counted(files.length, "file")}, ${formatSize(bytes)}, ${counted(splits.length, "split")}`,
    );
  }
  for (const stage of stages) {
    const from = stage.edges.map((edge) => edge.from);
    const source = from.length === 0 ? "" : `, reads ${from.join(", ")}`;
    lines.push(`stage    ${stage.name}: ${counted(stage.payloads.length, "task")}${source}`);
  }
  if ((spec.program as unknown as Program).flow.kind !== "steps") {
    lines.push("         further rounds are added as results come in");
  }
  const { format, compression } = spec.output;
  lines.push(
    `output   ${outputLabel}: ${format}${compression === "none" ? "" : `, ${compression}`}`,
  );
  lines.push("", ...fileTable(inputs));
  return lines;
}

function fileTable(inputs: readonly PlannedInput[]): string[] {
  const rows = inputs.flatMap(({ files, splits }) =>
    files
      .slice(0, SHOWN_FILES)
      .map((file) => [
        formatSize(file.sizeBytes),
        String(splits.filter(({ ranges }) => ranges.some(({ path }) => path === file.path)).length),
        file.compression,
        file.label,
      ]),
  );
  const hidden = inputs.reduce(
    (sum, { files }) => sum + Math.max(0, files.length - SHOWN_FILES),
    0,
  );
  const lines = tableLines(
    [
      { title: "SIZE", align: "right" },
      { title: "SPLITS", align: "right" },
      { title: "PACKED" },
      { title: "FILE" },
    ],
    rows,
  );
  return hidden === 0
    ? lines
    : [...lines, `and ${counted(hidden, "more file")} (--json lists all)`];
}

/** `mr resume [RUN]`: goes on with a local run that was killed. */

import type { Command } from "commander";
import { EXIT } from "../../engine/error.js";
import { jsonOption, type JsonFlag } from "../command-options.js";
import { resolve, type CliContext } from "../context.js";
import { print, printJson } from "../io.js";
import { tableLines } from "../render/table.js";
import { formatTime } from "../render/words.js";
import type { InterruptedRun } from "../run/resume-local.js";

interface ResumeFlags extends JsonFlag {
  readonly list?: boolean;
  readonly forget?: boolean;
  readonly quiet?: boolean;
  readonly progress?: string;
}

export function declareResume(program: Command, context: CliContext): void {
  const command = program
    .command("resume")
    .description("go on with a local run that was killed; what it had finished is not done again")
    .argument("[run]", "beginning of its id, or `last` (default: the only one there is)")
    .option("--list", "only show which runs can be gone on with")
    .option("--forget", "remove what it has left instead")
    .option("--progress <style>", "auto, tty, plain, json, none (default: auto)")
    .option("-q, --quiet", "print nothing but errors");
  jsonOption(command).action(async (run: string | undefined, flags: ResumeFlags) => {
    context.exitCode = await resume(context, run, flags);
  });
}

async function resume(
  context: CliContext,
  run: string | undefined,
  flags: ResumeFlags,
): Promise<number> {
  const { chooseRun, forgetRun, interruptedRuns, resumeLocal } = await import(
    "../run/resume-local.js"
  );
  const runs = await interruptedRuns();
  if (flags.list === true) return list(context, runs, flags);
  const chosen = chooseRun(runs, run);
  if (flags.forget === true) {
    forgetRun(context, chosen);
    return EXIT.done;
  }
  const options = resolve(
    context,
    flags.progress === undefined ? {} : { progress: flags.progress },
  );
  return resumeLocal({ context, flags, options }, chosen);
}

async function list(
  { io }: CliContext,
  runs: readonly InterruptedRun[],
  { json }: ResumeFlags,
): Promise<number> {
  const found = runs.map(({ folder, record, endedAt }) => ({
    ...{ job: record.spec.id, name: record.spec.name, output: record.output.label },
    ...{ startedAt: record.startedAt, endedAt, folder },
  }));
  if (json === true) await printJson(io.stdout, { format: "mr-interrupted/1", runs: found });
  else await print(io.stdout, table(found));
  return EXIT.done;
}

interface Row {
  readonly job: string;
  readonly name: string;
  readonly output: string;
  readonly endedAt: number;
  readonly folder: string;
}

function table(rows: readonly Row[]): string[] {
  return tableLines(
    [
      { title: "RUN" },
      { title: "NAME" },
      { title: "KILLED" },
      { title: "OUTPUT" },
      { title: "FOLDER" },
    ],
    rows.map(({ job, name, endedAt, output, folder }) => [
      job,
      name,
      formatTime(endedAt),
      output,
      folder,
    ]),
  );
}

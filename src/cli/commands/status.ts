/** `mr status JOB`: one job's state, stages, attempts and output. */

import type { Command } from "commander";
import { formatSize } from "../../config/sizes.js";
import type { JobView } from "../../engine/view.js";
import { jsonOption, masterOptions, type JsonFlag, type MasterFlags } from "../command-options.js";
import type { CliContext } from "../context.js";
import { print, printJson } from "../io.js";
import { findJobId, withMaster } from "../master-access.js";
import { elapsedOf } from "../render/progress.js";
import { tableLines } from "../render/table.js";
import { counted, formatCount, formatTime, stageFraction, stateWord } from "../render/words.js";

export function declareStatus(program: Command, context: CliContext): void {
  const command = program
    .command("status")
    .description("show one job: stages, attempts, counters, output")
    .argument("<job>", "id of the job, or its beginning");
  jsonOption(masterOptions(command)).action(async (job: string, flags: MasterFlags & JsonFlag) => {
    const view = await withMaster(context, flags, async (client) =>
      client.job(await findJobId(client, job)),
    );
    if (flags.json === true) {
      await printJson(context.io.stdout, { format: "mr-status/1", ...view });
    } else {
      await print(context.io.stdout, statusLines(view, Date.now()));
    }
  });
}

export function statusLines(view: JobView, now: number): string[] {
  const { attempts } = view;
  const lines = [
    `job        ${view.id}`,
    `name       ${view.name}`,
    `state      ${stateWord(view)}${reasonOf(view)}`,
    `submitted  ${formatTime(view.submittedAt)}, ${elapsedOf(view, now)}`,
    `input      ${counted(view.inputFiles, "file")}, ${formatSize(view.inputBytes)}, ${counted(view.inputRecords, "record")}`,
    `output     ${view.outputPath}, ${counted(view.outputRecords, "record")}, ${formatSize(view.outputBytes)}`,
    `attempts   ${formatCount(attempts.started)} started, ${formatCount(attempts.failed)} failed, ${formatCount(attempts.lost)} lost, ${formatCount(attempts.backups)} backups`,
  ];
  for (const [name, value] of Object.entries(view.counters)) {
    lines.push(`counter    ${name} = ${formatCount(value)}`);
  }
  return view.stages.length === 0 ? lines : [...lines, "", ...stageTable(view)];
}

function reasonOf({ state }: JobView): string {
  if (state.kind !== "ended" || state.outcome.kind === "done") return "";
  const { outcome } = state;
  return `: ${outcome.kind === "failed" ? outcome.error.message : outcome.reason}`;
}

function stageTable(view: JobView): string[] {
  return tableLines(
    [
      { title: "STAGE" },
      { title: "TASKS", align: "right" },
      { title: "WAITING", align: "right" },
      { title: "RUNNING", align: "right" },
      { title: "DONE", align: "right" },
      { title: "BYTES", align: "right" },
      { title: "%", align: "right" },
    ],
    view.stages.map((stage) => [
      stage.name,
      String(stage.tasks),
      String(stage.waiting),
      String(stage.running),
      String(stage.done),
      formatSize(stage.bytesDone),
      String(Math.floor(stageFraction(stage) * 100)),
    ]),
  );
}

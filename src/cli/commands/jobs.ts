/** `mr jobs`: the jobs that a master knows, newest last. */

import type { Command } from "commander";
import { formatSize } from "../../config/sizes.js";
import type { JobView } from "../../engine/view.js";
import { jsonOption, masterOptions, type JsonFlag, type MasterFlags } from "../command-options.js";
import type { CliContext } from "../context.js";
import { print, printJson } from "../io.js";
import { withMaster } from "../master-access.js";
import { elapsedOf } from "../render/progress.js";
import { tableLines } from "../render/table.js";
import { formatTime, stageFraction, stateWord } from "../render/words.js";

export function declareJobs(program: Command, context: CliContext): void {
  const command = program.command("jobs").description("list the jobs of a master");
  jsonOption(masterOptions(command)).action(async (flags: MasterFlags & JsonFlag) => {
    const views = await withMaster(context, flags, (client) => client.jobs());
    const sorted = [...views].sort((a, b) => a.submittedAt - b.submittedAt);
    if (flags.json === true) {
      await printJson(context.io.stdout, { format: "mr-jobs/1", jobs: sorted });
    } else {
      await print(context.io.stdout, jobTable(sorted, Date.now()));
    }
  });
}

export function jobTable(views: readonly JobView[], now: number): string[] {
  return tableLines(
    [
      { title: "JOB" },
      { title: "NAME" },
      { title: "STATE" },
      { title: "DONE", align: "right" },
      { title: "INPUT", align: "right" },
      { title: "TIME", align: "right" },
      { title: "SUBMITTED" },
    ],
    views.map((view) => [
      view.id,
      view.name,
      stateWord(view),
      `${percentDone(view)}%`,
      formatSize(view.inputBytes),
      elapsedOf(view, now),
      formatTime(view.submittedAt),
    ]),
  );
}

function percentDone(view: JobView): number {
  if (stateWord(view) === "done") return 100;
  const fractions = view.stages.map(stageFraction);
  const sum = fractions.reduce((total, fraction) => total + fraction, 0);
  return fractions.length === 0 ? 0 : Math.floor((sum / fractions.length) * 100);
}

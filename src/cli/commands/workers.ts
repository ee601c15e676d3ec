/** `mr workers`: who is connected to a master. */

import type { Command } from "commander";
import { formatDuration } from "../../config/durations.js";
import { formatSize } from "../../config/sizes.js";
import type { WorkerView } from "../../engine/view.js";
import { jsonOption, masterOptions, type JsonFlag, type MasterFlags } from "../command-options.js";
import type { CliContext } from "../context.js";
import { print, printJson } from "../io.js";
import { withMaster } from "../master-access.js";
import { tableLines } from "../render/table.js";

export function declareWorkers(program: Command, context: CliContext): void {
  const command = program.command("workers").description("list the workers of a master");
  jsonOption(masterOptions(command)).action(async (flags: MasterFlags & JsonFlag) => {
    const views = await withMaster(context, flags, (client) => client.workers());
    if (flags.json === true) {
      await printJson(context.io.stdout, { format: "mr-workers/1", workers: views });
    } else {
      await print(context.io.stdout, workerTable(views, Date.now()));
    }
  });
}

export function workerTable(views: readonly WorkerView[], now: number): string[] {
  return tableLines(
    [
      { title: "WORKER" },
      { title: "STATE" },
      { title: "BUSY", align: "right" },
      { title: "TASKS", align: "right" },
      { title: "PEAK", align: "right" },
      { title: "HEARD", align: "right" },
      { title: "DATA" },
    ],
    views.map((view) => [
      view.worker,
      view.shortOf === null ? view.state : `${view.state}, short of ${view.shortOf}`,
      `${view.busy}/${view.slots}`,
      String(view.tasksDone),
      formatSize(view.peakMemoryBytes),
      `${formatDuration(Math.max(0, now - view.lastHeartbeatAt))} ago`,
      view.dataAddress,
    ]),
  );
}

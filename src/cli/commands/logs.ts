/** `mr logs JOB`: what the job's tasks have logged. */

import type { Command } from "commander";
import { jsonOption, masterOptions, type JsonFlag, type MasterFlags } from "../command-options.js";
import type { CliContext } from "../context.js";
import { write } from "../io.js";
import { findJobId, withMaster } from "../master-access.js";
import type { LogLine } from "../../rpc/messages.js";

interface LogFlags extends MasterFlags, JsonFlag {
  readonly follow?: boolean;
}

export function declareLogs(program: Command, context: CliContext): void {
  const command = program
    .command("logs")
    .description("print what the tasks of a job have logged")
    .argument("<job>", "id of the job, or its beginning")
    .option("-f, --follow", "go on until the job ends");
  jsonOption(masterOptions(command)).action((job: string, flags: LogFlags) =>
    withMaster(context, flags, async (client) => {
      const id = await findJobId(client, job);
      for await (const line of client.logs(id, flags.follow === true)) {
        const text = flags.json === true ? JSON.stringify(line) : logText(line);
        if (!(await write(context.io.stdout, `${text}\n`))) return;
      }
    }),
  );
}

export function logText({ at, task, attempt, worker, text }: LogLine): string {
  return `${new Date(at).toISOString()} ${task}-a${attempt} ${worker} ${text}`;
}

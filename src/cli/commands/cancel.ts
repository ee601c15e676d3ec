/** `mr cancel JOB`: ends a job; its output is not published. */

import type { Command } from "commander";
import { masterOptions, type MasterFlags } from "../command-options.js";
import type { CliContext } from "../context.js";
import { print } from "../io.js";
import { findJobId, withMaster } from "../master-access.js";

interface CancelFlags extends MasterFlags {
  readonly reason?: string;
}

export function declareCancel(program: Command, context: CliContext): void {
  const command = program
    .command("cancel")
    .description("end a job; nothing of its output is published")
    .argument("<job>", "id of the job, or its beginning")
    .option("--reason <text>", "kept in the job's history (default: cancelled by the user)");
  masterOptions(command).action((job: string, flags: CancelFlags) =>
    withMaster(context, flags, async (client) => {
      const id = await findJobId(client, job);
      await client.cancel(id, flags.reason ?? "cancelled by the user");
      await print(context.io.stderr, [`cancelled ${id}`]);
    }),
  );
}

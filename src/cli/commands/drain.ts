/** `mr drain WORKER`: lets a worker finish what it runs and gives it nothing more. */

import type { Command } from "commander";
import { masterOptions, type MasterFlags } from "../command-options.js";
import type { CliContext } from "../context.js";
import { print } from "../io.js";
import { withMaster } from "../master-access.js";

export function declareDrain(program: Command, context: CliContext): void {
  const command = program
    .command("drain")
    .description("let a worker finish its tasks and give it no more")
    .argument("<worker>", "name of the worker, as `mr workers` prints it");
  masterOptions(command).action((worker: string, flags: MasterFlags) =>
    withMaster(context, flags, async (client) => {
      await client.drain(worker);
      await print(context.io.stderr, [`draining ${worker}`]);
    }),
  );
}

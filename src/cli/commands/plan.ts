/** `mr plan JOB INPUT...`: shows files, splits and stages of a job without running anything. */

import type { Command } from "commander";
import { EXIT } from "../../engine/error.js";
import { jobOptions, jsonOption } from "../command-options.js";
import type { CliContext } from "../context.js";
import type { RunFlags } from "../run/flags.js";

export function declarePlan(program: Command, context: CliContext): void {
  const command = program
    .command("plan")
    .description("show files, splits and stages of a job without running it")
    .usage("<job> <input...> [options] [parameters of the job]")
    .argument("[job]", "library job or .ts/.js file")
    .argument("[input...]", "files, folders, globs");
  jsonOption(jobOptions(command))
    .option("-h, --help", "show this, or with a job the job's parameters")
    .helpOption(false)
    .allowUnknownOption()
    .action(async (_job: string | undefined, _inputs: string[], flags: RunFlags) => {
      const [job, ...words] = command.args;
      if (job === undefined) {
        command.outputHelp(flags.help === true ? undefined : { error: true });
        context.exitCode = flags.help === true ? EXIT.done : EXIT.usage;
        return;
      }
      const { plan } = await import("../run/plan.js");
      context.exitCode = await plan(context, job, words, flags);
    });
}

/** `mr run JOB INPUT...`: runs a job, on this machine or on a master, and waits for it. */

import type { Command } from "commander";
import { EXIT } from "../../engine/error.js";
import { libraryJobs } from "../../jobs/library/index.js";
import { jobOptions, masterOptions } from "../command-options.js";
import type { CliContext } from "../context.js";
import type { RunFlags } from "../run/flags.js";

const NOTES = `
JOB is a .ts or .js file or one of the library jobs:
  ${libraryJobs().join(", ")}
The job's own parameters are options as well: mr run JOB --help lists them.
INPUT is any number of files, folders and globs; - is standard input.
Without -o a new folder below ./mr-output is used and the first lines are shown.

Ctrl-C on a local run cancels the job and leaves nothing behind; pressed again it leaves at once.
A local run that is killed otherwise can be gone on with, by \`mr resume\`, once it has worked for 30 s.
Ctrl-C on a run with --master detaches: the job goes on, \`mr wait\` follows it, \`mr cancel\` ends it.
`;

export function declareRun(program: Command, context: CliContext): void {
  const command = program
    .command("run")
    .description("run a job and wait for it")
    .usage("<job> <input...> [options] [parameters of the job]")
    .argument("[job]", "library job or .ts/.js file")
    .argument("[input...]", "files, folders, globs; - is standard input");
  jobOptions(command)
    .option("-w, --workers <n>", "local worker processes (default: 1)")
    .option("--slots <n>", "tasks that one worker runs at a time (default: cores / workers)");
  masterOptions(command)
    .option("--detach", "with --master: print the job's id and leave")
    .option(
      "--resume",
      "go on with this very run if it was killed; keep what is done from the start",
    )
    .option("--dry-run", "only show what would be done, like `mr plan`")
    .option("--json", "print one JSON document about the run on standard output")
    .option("--progress <style>", "auto, tty, plain, json, none (default: auto)")
    .option("-q, --quiet", "print nothing but errors")
    .option("-h, --help", "show this, or with a job the job's parameters")
    .helpOption(false)
    .allowUnknownOption()
    .addHelpText("after", NOTES)
    .action(async (_job: string | undefined, _inputs: string[], flags: RunFlags) => {
      const [job, ...words] = command.args;
      if (job === undefined) {
        command.outputHelp(flags.help === true ? undefined : { error: true });
        context.exitCode = flags.help === true ? EXIT.done : EXIT.usage;
        return;
      }
      const { run } = await import("../run/run.js");
      context.exitCode = await run(context, job, words, flags);
    });
}

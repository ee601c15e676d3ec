/**
 * The tree of commands: names, arguments, options and help. Each command's file declares itself.
 *
 * G1. Declaring is cheap; what a command needs is imported when it runs.
 * G2. docs/cli.md and the completion scripts are made from this tree.
 */

import { Command } from "commander";
import { version } from "../config/layout.js";
import { declareCancel } from "./commands/cancel.js";
import { declareCompletion } from "./commands/completion.js";
import { declareDoctor } from "./commands/doctor.js";
import { declareDrain } from "./commands/drain.js";
import { declareHistory } from "./commands/history.js";
import { declareInit } from "./commands/init.js";
import { declareJobs } from "./commands/jobs.js";
import { declareLogs } from "./commands/logs.js";
import { declareMaster } from "./commands/master.js";
import { declarePlan } from "./commands/plan.js";
import { declareReplay } from "./commands/replay.js";
import { declareResume } from "./commands/resume.js";
import { declareRun } from "./commands/run.js";
import { declareStatus } from "./commands/status.js";
import { declareTest } from "./commands/test.js";
import { declareVerify } from "./commands/verify.js";
import { declareWait } from "./commands/wait.js";
import { declareWorker } from "./commands/worker.js";
import { declareWorkers } from "./commands/workers.js";
import type { CliContext } from "./context.js";

type Declare = (program: Command, context: CliContext) => void;

const GROUPS: readonly (readonly [string, readonly Declare[]])[] = [
  [
    "Running jobs:",
    [declareRun, declareResume, declarePlan, declareVerify, declareInit, declareTest],
  ],
  [
    "Jobs of a master:",
    [
      declareJobs,
      declareStatus,
      declareWait,
      declareLogs,
      declareCancel,
      declareHistory,
      declareReplay,
    ],
  ],
  ["A cluster:", [declareMaster, declareWorker, declareWorkers, declareDrain]],
  ["This program:", [declareDoctor, declareCompletion]],
];

const EXAMPLES = `
Examples:
  mr run wordcount ./data                    count words, show the first lines
  mr run ./top.ts ./logs -o top --since 2026-01-01
  mr run grep ./logs --pattern 'error|fatal' -o - | head
  mr init top                                write a job of your own, with its test
`;

export function buildProgram(context: CliContext): Command {
  const { stdout, stderr } = context.io;
  const program = new Command("mr")
    .description("A distributed MapReduce engine: on this machine, or on a master with workers.")
    .version(version(), "-V, --version")
    .option("--verbose", "show the stack of an error")
    .option("--no-color", "no colours (NO_COLOR does the same)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // Usage errors are printed by main, in the form of all errors.
      outputError: () => {},
    })
    .configureHelp({ showGlobalOptions: false, sortSubcommands: false })
    .addHelpText("after", EXAMPLES);
  for (const [group, declarations] of GROUPS) {
    program.commandsGroup(group);
    for (const declare of declarations) declare(program, context);
  }
  program.helpCommand("help [command]", "show help for a command");
  return program;
}

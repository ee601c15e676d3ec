/** `mr wait JOB`: follows a job to its end; the exit code is the job's. */

import type { Command } from "commander";
import { EXIT } from "../../engine/error.js";
import { jsonOption, masterOptions, type JsonFlag, type MasterFlags } from "../command-options.js";
import { errorColors, resolve, type CliContext } from "../context.js";
import { follow } from "../follow.js";
import { findJobId, withMaster } from "../master-access.js";
import { tellOutcome } from "../outcome.js";
import { createProgress } from "../render/progress.js";
import { listenForStop } from "../stop-signals.js";

interface WaitFlags extends MasterFlags, JsonFlag {
  readonly quiet?: boolean;
  readonly progress?: string;
}

export function declareWait(program: Command, context: CliContext): void {
  const command = program
    .command("wait")
    .description("follow a job to its end; exits as the job does")
    .argument("<job>", "id of the job, or its beginning")
    .option("--progress <style>", "auto, tty, plain, json, none (default: auto)")
    .option("-q, --quiet", "print nothing but errors");
  jsonOption(masterOptions(command)).action(async (job: string, flags: WaitFlags) => {
    context.exitCode = await wait(context, job, flags);
  });
}

function wait(context: CliContext, job: string, flags: WaitFlags): Promise<number> {
  return withMaster(context, flags, async (client) => {
    const id = await findJobId(client, job);
    const quiet = flags.quiet === true;
    const progress = await createProgress(quiet ? "none" : resolve(context, flags).progress, {
      stream: context.io.stderr,
      colors: errorColors(context),
      now: Date.now,
    });
    const stopping = new AbortController();
    const stop = listenForStop(context.io, {
      first: () => stopping.abort(),
      second: (code) => context.io.exitNow(code),
    });
    try {
      const view = await follow(client, id, { progress, signal: stopping.signal });
      progress.end();
      if (view === null) return stop.exitCode() ?? EXIT.interrupted;
      return await tellOutcome(context, client, view, {
        json: flags.json === true,
        quiet,
        peak: { ownBytes: null, workerBytes: 0 },
        outputLabel: view.outputPath,
      });
    } finally {
      progress.end();
      stop.release();
    }
  });
}

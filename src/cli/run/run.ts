/**
 * `mr run`: decides where the job runs and what of it is shown.
 */

import { resolve, outColors, type CliContext } from "../context.js";
import { print, printJson } from "../io.js";
import { EXIT, MrError } from "../../engine/error.js";
import { refusedDocument } from "../render/documents.js";
import type { DescribedJob } from "../../jobs/describe.js";
import { makeTemporaryRoot, removeNow } from "../temporary-root.js";
import type { RunFlags } from "./flags.js";
import type { OpenedJob } from "./load-job.js";

export async function run(
  context: CliContext,
  job: string,
  words: readonly string[],
  flags: RunFlags,
): Promise<number> {
  if (flags.help === true) return jobHelp(context, job);
  if (flags.dryRun === true) return (await import("./plan.js")).plan(context, job, words, flags);
  try {
    const options = resolve(context, flags);
    refuseContradictions(flags, options.master);
    const request = { context, job, words, flags, options };
    if (options.master === null) return await (await import("./run-local.js")).runLocal(request);
    return await (await import("./run-remote.js")).runRemote(request);
  } catch (error) {
    const known = MrError.from(error);
    if (flags.json === true) await printJson(context.io.stdout, refusedDocument(known));
    throw known;
  }
}

function refuseContradictions(flags: RunFlags, master: string | null): void {
  if (flags.output === "-" && flags.json === true) {
    throw new MrError("MR_USAGE", "-o - and --json both want standard output", {
      hint: "Name an output folder to use --json.",
    });
  }
  if (flags.detach !== true) return;
  if (master === null) {
    throw new MrError("MR_USAGE", "--detach needs a master that lives on: this run is local", {
      hint: "Give --master host:port; `mr master` starts one.",
    });
  }
  if (flags.output === "-") {
    throw new MrError("MR_USAGE", "-o - cannot be used with --detach", {
      hint: "Name an output folder.",
    });
  }
}

export async function jobHelp(context: CliContext, job: string): Promise<number> {
  const [{ jobLoader }, { jobHelpLines }] = await Promise.all([
    import("./job-loader.js"),
    import("./job-help.js"),
  ]);
  const scratchFolder = makeTemporaryRoot();
  try {
    const opened = await jobLoader.open(job, context.io.cwd, scratchFolder);
    const { description } = await describeForHelp(opened);
    await print(context.io.stdout, jobHelpLines(job, description, outColors(context)));
    return EXIT.done;
  } finally {
    removeNow(scratchFolder);
  }
}

/** The names of the inputs are known only of a job whose parameters may all be left out. */
async function describeForHelp(opened: OpenedJob): Promise<DescribedJob> {
  try {
    return await opened.describe({});
  } catch (error) {
    if (MrError.from(error).code !== "MR_PARAMETER") throw error;
    return opened.describe(null);
  }
}

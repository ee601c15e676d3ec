/**
 * `mr run`: decides where the job runs and what of it is shown.
 */

import { resolve, type CliContext } from "../context.js";
import { printJson } from "../io.js";
import { MrError } from "../../engine/error.js";
import { refusedDocument } from "../render/documents.js";
import type { RunFlags } from "./flags.js";

export async function run(
  context: CliContext,
  job: string,
  words: readonly string[],
  flags: RunFlags,
): Promise<number> {
  if (flags.help === true) return (await import("./show-job-help.js")).showJobHelp(context, job);
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
  if (flags.resume === true && master !== null) {
    throw new MrError("MR_USAGE", "--resume is for local runs: a master's jobs outlive it", {
      hint: "`mr wait JOB` follows a job of a master.",
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

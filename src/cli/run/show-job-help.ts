/** `mr run JOB --help`: what the job does and which parameters it takes. */

import { EXIT, MrError } from "../../engine/error.js";
import type { DescribedJob } from "../../jobs/describe.js";
import { outColors, type CliContext } from "../context.js";
import { print } from "../io.js";
import { makeTemporaryRoot, removeNow } from "../temporary-root.js";
import type { OpenedJob } from "./load-job.js";

export async function showJobHelp(context: CliContext, job: string): Promise<number> {
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

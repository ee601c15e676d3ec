/**
 * Carries out `publish` and clears up after a job. Publishing is idempotent, so a repeated command is harmless.
 */

import { version } from "../config/layout.js";
import type { Engine } from "../engine/engine.js";
import { MrError } from "../engine/error.js";
import type { JobId } from "../engine/ids.js";
import type { Json } from "../engine/job.js";
import { discardStaging, publishOutput } from "../output/staging.js";
import type { EventBody } from "./loop.js";

/** Always ends in exactly one event (C2 of engine/command.ts). */
export async function publishJob(engine: Engine, job: JobId): Promise<EventBody> {
  try {
    const { output } = engine.inputOf(job);
    await publishOutput(
      output,
      job,
      engine.winners(job),
      aboutJob(engine, job),
      engine.skippedFiles(job),
    );
    return { kind: "published", job };
  } catch (error) {
    const { code, message, hint } = MrError.from(error, "MR_OUTPUT_UNWRITABLE");
    const record = { code, message, ...(hint === undefined ? {} : { hint }) };
    return { kind: "publish-failed", job, error: record };
  }
}

/** What the manifest tells of the job. No times and no machine names: equal runs give equal files but for the job's id. */
function aboutJob(engine: Engine, job: JobId): Json {
  const { name, type, params } = engine.inputOf(job);
  const view = engine.jobView(job);
  return {
    program: `mr ${version()}`,
    name,
    type,
    params,
    inputFiles: view?.inputFiles ?? 0,
    inputBytes: view?.inputBytes ?? 0,
    inputRecords: view?.inputRecords ?? 0,
    counters: view?.counters ?? {},
  };
}

export async function clearStaging(
  engine: Engine,
  job: JobId,
  log: (line: string) => void,
): Promise<void> {
  try {
    await discardStaging(engine.inputOf(job).output, job);
  } catch (error) {
    log(`job ${job}: its staging folder could not be removed: ${MrError.from(error).message}`);
  }
}

/**
 * What a job's tasks log, shown between the frames while a run waits for it.
 *
 * J1. A log line is data: what could move the cursor or colour the screen is not let through.
 */

import { MrError } from "../../engine/error.js";
import type { JobId } from "../../engine/ids.js";
import type { LogLine, MasterClient } from "../../rpc/messages.js";
import { harmless } from "./harmless.js";
import type { Progress } from "./progress.js";

/** Ends with the job; a master that went away ends it early, which the job's own news will tell. */
export async function showJobLog(
  client: MasterClient,
  job: JobId,
  progress: Progress,
): Promise<void> {
  try {
    for await (const line of client.logs(job, true)) progress.note(logNote(line));
  } catch (error) {
    const { code, message } = MrError.from(error);
    if (code !== "MR_UNREACHABLE") progress.note(`the job's log ends here: ${message}`);
  }
}

export function logNote({ task, text }: LogLine): string {
  return `${task}: ${harmless(text)}`;
}

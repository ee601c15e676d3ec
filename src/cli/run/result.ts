/**
 * The job's records on standard output: all of them for `-o -`, the first lines when no output was named.
 */

import type { OutputSpec } from "../../engine/job.js";
import { print, write, type Io } from "../io.js";
import { harmless } from "../render/harmless.js";

const PREVIEW_LINES = 10;

/** Ends early and quietly when the reader has seen enough. */
export async function streamResult(directory: string, io: Io): Promise<void> {
  const { readOutput } = await import("../../output/read-output.js");
  for await (const chunk of readOutput(directory)) {
    if (!(await write(io.stdout, chunk))) return;
  }
}

export async function showFirstLines(output: OutputSpec, io: Io): Promise<void> {
  if (output.format === "raw") return;
  const { previewOutput } = await import("../../output/read-output.js");
  const lines = await previewOutput(output.path, PREVIEW_LINES);
  await print(io.stdout, io.stdout.isTTY === true ? lines.map(harmless) : lines);
}

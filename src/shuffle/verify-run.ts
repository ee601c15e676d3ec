/**
 * Reads a run only to check it: every block, and in the end records and digest (run-blocks.ts).
 */

import { checkingMemory } from "./block-memory.js";
import { OpenFiles } from "./open-files.js";
import { RunBlocks } from "./run-blocks.js";
import type { LocalRun } from "./segment-file.js";

/** Fails when damage is found anywhere in the run. */
export function verifyRun(run: LocalRun): void {
  const files = new OpenFiles();
  const memory = checkingMemory(run.blockBytes);
  try {
    const blocks = new RunBlocks(run, files.open(run), memory);
    while (blocks.next());
  } finally {
    memory.close();
    files.close();
  }
}

/**
 * Cuts off the partitions of a finished segment file that nobody will read again (F5 of segment-file.ts).
 *
 * Y1. What is before `from` is not touched: whoever is reading it goes on.
 * Y2. Cutting again, or where nothing is left to cut, changes nothing.
 * Y3. The cut is another thread's work: it takes as long as freeing the memory takes, and waits for what the system is
 *     just writing to disk.
 */

import { truncate } from "node:fs/promises";
import { closeScratch, openScratch, scratchError } from "./scratch-io.js";
import { readIndex } from "./segment-file.js";

/** Partitions from `from` on go. Errors: MR_SCRATCH_IO, MR_SEGMENT_CORRUPT. */
export async function trimSegments(path: string, from: number): Promise<void> {
  const end = endOf(path, from);
  if (end === null) return;
  try {
    await truncate(path, end);
  } catch (cause) {
    throw scratchError(cause, "cut", path);
  }
}

/** Where the file ends without these partitions; null when it ends there already. */
function endOf(path: string, from: number): number | null {
  const file = openScratch(path, "r");
  try {
    const { entries, foundBytes } = readIndex(file, path);
    const end = entries[from]?.offset;
    return end === undefined || end >= foundBytes ? null : end;
  } finally {
    closeScratch(file, path);
  }
}

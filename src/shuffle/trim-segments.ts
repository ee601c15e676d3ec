/**
 * Cuts off the partitions of a finished segment file that nobody will read again (F5 of segment-file.ts).
 *
 * Y1. What is before `from` is not touched: whoever is reading it goes on.
 * Y2. Cutting again, or where nothing is left to cut, changes nothing.
 * Y3. The cut is another thread's work: it takes as long as freeing the memory takes, and waits for what the system is
 *     just writing to disk.
 */

import { ftruncate } from "node:fs";
import { promisify } from "node:util";
import { closeScratch, openScratch, scratchError } from "./scratch-io.js";
import { entryOf } from "./segment-file.js";

const cut = promisify(ftruncate);

/** Partitions from `from` on go. Errors: MR_SCRATCH_IO, MR_SEGMENT_CORRUPT. */
export async function trimSegments(path: string, from: number): Promise<void> {
  const file = openScratch(path, "r+");
  try {
    const { offset, foundBytes } = entryOf(file, path, from, null);
    if (offset < foundBytes) await cut(file, offset);
  } catch (cause) {
    throw scratchError(cause, "cut", path);
  } finally {
    closeScratch(file, path);
  }
}

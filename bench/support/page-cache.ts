/**
 * What is in the page cache when the measuring of a job begins: its inputs, and nothing that earlier jobs have left. In a
 * virtual machine whose memory is full of other files every new page is dearer, for the engine and its peers alike.
 *
 * P1. Only root may empty the cache; for others it stays as it is, and the inputs are read all the same.
 */

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Clean pages of files, which the system reads again when they are wanted. */
const PAGE_CACHE = "1";

export function cacheOnly(folders: readonly string[]): void {
  execFileSync("sync");
  try {
    writeFileSync("/proc/sys/vm/drop_caches", PAGE_CACHE);
  } catch {
    // P1; or not Linux.
  }
  for (const folder of new Set(folders)) {
    for (const name of readdirSync(folder)) readFileSync(join(folder, name));
  }
}

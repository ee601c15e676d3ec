/**
 * What is in the page cache when the measuring of a job begins: its inputs, and nothing that earlier jobs have left. In a
 * virtual machine whose memory is full of other files every new page is dearer, for the engine and its peers alike.
 *
 * P1. Only root may empty the cache; for others it stays as it is, and the inputs are read all the same.
 * P2. A system may give pages back that nobody has read for a minute, so inputs are read again before each command.
 */

import { execFileSync } from "node:child_process";
import { closeSync, openSync, readdirSync, readSync, writeFileSync } from "node:fs";
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
  for (const folder of new Set(folders)) readAll(folder);
}

const buffer = Buffer.allocUnsafe(1 << 20);

/** Reads the folder's files into the page cache. */
export function readAll(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = openSync(join(folder, name), "r");
    try {
      while (readSync(file, buffer) > 0);
    } finally {
      closeSync(file);
    }
  }
}

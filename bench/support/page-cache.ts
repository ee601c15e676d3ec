/**
 * What is in the page cache while a job is measured: its inputs, and nothing that earlier jobs have left. In a virtual machine
 * whose memory is full of other files every new page is dearer, for the engine and its peers alike.
 *
 * P1. It is emptied before a job is measured. Only root may do that; for others it stays as it is.
 * P2. Inputs are read before each command: a system may give pages back that nobody has read for a minute.
 */

import { execFileSync } from "node:child_process";
import { closeSync, openSync, readdirSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Clean pages of files, which the system reads again when they are wanted. */
const PAGE_CACHE = "1";

export function emptyCache(): void {
  execFileSync("sync");
  try {
    writeFileSync("/proc/sys/vm/drop_caches", PAGE_CACHE);
  } catch {
    // P1; or not Linux.
  }
}

const buffer = Buffer.allocUnsafe(1 << 20);

/** P2. */
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

/**
 * What memory holds when a command starts, for the engine and its peers alike: its inputs, nothing that earlier jobs have left,
 * and free pages that are there. In a virtual machine whose memory is full of other files every new page is dearer.
 *
 * P1. It is emptied before a job is measured. Only root may do that; for others it stays as it is.
 * P2. Inputs are read before each command, and while a job is measured a process has them mapped: a system may give pages back
 *     that are not used all the time. On one machine a command that had just read its inputs read up to 70 MB of 1 GiB from
 *     the disk. Without a C++ compiler they are read only.
 * P3. Before each command half as much memory again as its inputs take, at most half of what is free, is used and freed. A
 *     virtual machine may give free pages back to its host, and fetches them one by one when they are used: 1.6 s a GiB on one
 *     machine. What was free for a while is so, what a command has just left is not; a large job after small ones would pay
 *     for what others do not.
 */

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readdirSync, readSync, statSync, writeFileSync } from "node:fs";
import { freemem } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../src/config/layout.js";
import { compileNative } from "./native.js";

const HOLD_SOURCE = join(packageRoot(), "bench", "support", "hold.cpp");

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

/** P2. The answer lets go of them. */
export async function holdInputs(folders: Iterable<string>): Promise<() => Promise<void>> {
  const program = compileNative(HOLD_SOURCE);
  if (program === null) return () => Promise.resolve();
  const names = [...new Set(folders)].flatMap((folder) =>
    readdirSync(folder).map((name) => join(folder, name)),
  );
  const holder = spawn(program, names, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(holder, "exit");
  const [first] = await Promise.race([once(holder.stdout, "data"), ended]);
  if (!Buffer.isBuffer(first)) throw new Error(`${HOLD_SOURCE} ended with ${String(first)}`);
  return async () => {
    holder.stdin.end();
    await ended;
  };
}

/** P3. */
export function fetchMemory(folder: string): void {
  const program = compileNative(HOLD_SOURCE);
  if (program === null) return;
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  const wanted = 1.5 * sizes.reduce((sum, size) => sum + size, 0);
  execFileSync(program, [String(Math.ceil(Math.min(wanted, freemem() / 2)))]);
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

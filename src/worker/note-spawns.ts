/**
 * Notices that the code of a task starts a process, whichever function of node:child_process it uses.
 *
 * N1. Nothing else changes for the code; what starts processes by other means (native modules) is not noticed.
 */

import childProcess, { ChildProcess } from "node:child_process";
import { syncBuiltinESMExports } from "node:module";

type SyncName = "spawnSync" | "execSync" | "execFileSync";

export function noteSpawns(spawned: () => void): void {
  // All functions that do not wait end in this method.
  const prototype = ChildProcess.prototype as { spawn?: (...args: unknown[]) => unknown };
  const { spawn } = prototype;
  if (spawn !== undefined) {
    prototype.spawn = function noted(this: unknown, ...args: unknown[]) {
      spawned();
      return spawn.apply(this, args);
    };
  }
  const functions = childProcess as unknown as Record<SyncName, (...args: unknown[]) => unknown>;
  for (const name of ["spawnSync", "execSync", "execFileSync"] as const) {
    const original = functions[name];
    functions[name] = function noted(this: unknown, ...args: unknown[]) {
      spawned();
      return original.apply(this, args);
    };
  }
  syncBuiltinESMExports();
}

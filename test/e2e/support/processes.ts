/** Looking at processes from outside, and waiting with a bound. */

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Resolves when `condition` holds; throws, naming it, when it takes longer than `timeoutMs`. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 10_000,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain until ${what}`);
    await sleep(10);
  }
}

/** Dead children that nobody has waited for do not count. */
export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    const stat = readFileSync(`/proc/${processId}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
  } catch (error) {
    if (error instanceof Error && "code" in error) {
      // ESRCH: no such process; ENOENT: gone between the two calls; EPERM: it is there and not ours.
      return error.code === "EPERM";
    }
    throw error;
  }
}

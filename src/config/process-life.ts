/**
 * Whether a process still lives, and whether it is still the same one.
 *
 * P1. A zombie is dead: it holds nothing any more, however long nobody reaps it.
 */

import { readFileSync } from "node:fs";

/** Null: no such process. Otherwise a text that differs between two processes that got the same number. */
export function processStart(processId: number): string | null {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, "utf8");
    // The name in brackets may hold blanks; the state follows it, and 19 fields later the start in ticks since boot.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? null : (fields[19] ?? null);
  } catch {
    // No such process, or no /proc at all: then the process itself is asked.
    return answers(processId) ? "alive" : null;
  }
}

export function isAlive(processId: number): boolean {
  return processStart(processId) !== null;
}

function answers(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

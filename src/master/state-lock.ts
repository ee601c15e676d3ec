/**
 * One master a state directory: a lock file that names the process that holds it.
 *
 * L1. A lock whose process is gone is taken over; a process id that now belongs to another program is recognised by
 *     the time at which its process started, where the system tells it.
 * L2. Two starters that find the same dead lock cannot both win: the dead lock is moved away by an atomic rename, and
 *     the winner creates the new one exclusively.
 */

import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { processStart } from "../config/process-life.js";
import { MrError } from "../engine/error.js";

export interface StateLock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  /** See process-life.ts; null in locks that do not say. */
  readonly startedAt: string | null;
}

/** Errors: MR_STATE_LOCKED. */
export function lockState(directory: string): StateLock {
  const path = join(directory, "lock");
  const mine: Holder = { pid: process.pid, startedAt: processStart(process.pid) };
  for (let tries = 0; tries < 10; tries++) {
    if (create(path, mine)) return { release: () => rmSync(path, { force: true }) };
    const holder = read(path);
    if (holder !== null && isAlive(holder)) throw locked(directory, holder);
    moveAway(path, holder);
  }
  throw locked(directory, read(path));
}

function create(path: string, holder: Holder): boolean {
  try {
    writeFileSync(path, JSON.stringify(holder), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

/** Null for a lock that is gone or was never finished. */
function read(path: string): Holder | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof value !== "object" || value === null || !("pid" in value)) return null;
    const startedAt = "startedAt" in value ? value.startedAt : null;
    return {
      pid: Number(value.pid),
      startedAt: typeof startedAt === "string" ? startedAt : null,
    };
  } catch (error) {
    if (isCode(error, "ENOENT") || error instanceof SyntaxError) return null;
    throw error;
  }
}

function moveAway(path: string, dead: Holder | null): void {
  const aside = `${path}.dead.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  const moved = read(aside);
  if (moved !== null && JSON.stringify(moved) !== JSON.stringify(dead) && isAlive(moved)) {
    // Somebody was faster and this is the new lock: give it back.
    renameSync(aside, path);
    return;
  }
  rmSync(aside, { force: true });
}

function isAlive(holder: Holder): boolean {
  const found = processStart(holder.pid);
  return found !== null && (holder.startedAt === null || holder.startedAt === found);
}

function locked(directory: string, holder: Holder | null): MrError {
  const who = holder === null ? "another process" : `process ${holder.pid}`;
  return new MrError("MR_STATE_LOCKED", `the state directory ${directory} is used by ${who}`, {
    hint: "Stop that master first, or give this one a state directory of its own.",
  });
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

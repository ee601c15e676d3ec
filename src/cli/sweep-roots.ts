/**
 * The private folders of local runs whose process is gone: removed by whoever runs next, a week later when somebody may
 * want to go on with them.
 *
 * S1. Only folders of our own user and host: two containers may share a folder, and a process of the one looks dead to
 *     the other.
 */

import { lstat, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "../config/process-life.js";
import { stagingDirectory } from "../output/staging.js";
import { isWorthKeeping, readResumeRecord } from "./run/resume-record.js";
import { ownHost, ownUser, removeNow, ROOT_NAME } from "./temporary-root.js";

export interface TemporaryRoot {
  readonly path: string;
  /** The process that made it is gone. */
  readonly isOver: boolean;
}

/** Of this user and host. */
export async function temporaryRoots(folder: string = tmpdir()): Promise<TemporaryRoot[]> {
  const roots: TemporaryRoot[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const match = ROOT_NAME.exec(name);
    if (match === null || Number(match[1]) !== ownUser() || match[3] !== ownHost()) continue;
    const path = join(folder, name);
    const found = await lstat(path).catch(() => null);
    if (found === null || !found.isDirectory() || found.uid !== ownUser()) continue;
    roots.push({ path, isOver: !isAlive(Number(match[2])) });
  }
  return roots;
}

/** Removes the roots of runs that were killed and that nobody may go on with; failures leave them for the next time. */
export async function sweepTemporaryRoots(folder: string = tmpdir()): Promise<readonly string[]> {
  const swept: string[] = [];
  for (const { path, isOver } of await temporaryRoots(folder)) {
    if (!isOver || isWorthKeeping(path)) continue;
    const record = readResumeRecord(path);
    if (record !== null) removeNow(stagingDirectory(record.spec.output, record.spec.id));
    // Somebody else may be sweeping the same folder; whoever is later finds nothing.
    await rm(path, { recursive: true, force: true }).then(
      () => swept.push(path),
      () => undefined,
    );
  }
  return swept;
}

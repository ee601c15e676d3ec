/**
 * What a worker that was killed had finished: its folder is taken over by the next one, which offers these files.
 *
 * Q1. Only whole files count: segments get their name when they are complete, and say themselves how long they are.
 * Q2. Everything else in the folder goes.
 */

import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { KeptOutput } from "../engine/event.js";
import { isName, type JobId, parseAttemptName } from "../engine/ids.js";

const SUFFIX = ".segments";
const REMOVE = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;

/** Of a worker's folder, which nobody works in. */
export async function findKeptSegments(directory: string): Promise<KeptOutput[]> {
  const kept: KeptOutput[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    const found = entry.isDirectory() && isName(entry.name) ? await findIn(path, entry.name) : [];
    if (found.length === 0) await rm(path, REMOVE);
    else kept.push(...found);
  }
  return kept;
}

async function findIn(directory: string, job: string): Promise<KeptOutput[]> {
  const kept: KeptOutput[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    const name = entry.name.endsWith(SUFFIX) ? entry.name.slice(0, -SUFFIX.length) : "";
    const attempt = entry.isFile() ? parseAttemptName(job as JobId, name) : null;
    const file = attempt === null ? null : await describe(path);
    if (attempt === null || file === null) await rm(path, REMOVE);
    else kept.push({ attempt, ...file });
  }
  return kept;
}

/** Null for what is no whole segment file. */
async function describe(path: string): Promise<Omit<KeptOutput, "attempt"> | null> {
  const { describeSegmentFile } = await import("../shuffle/segment-file.js");
  try {
    return describeSegmentFile(path);
  } catch {
    // Cut short when the machine went down, or of another version: the task runs again.
    return null;
  }
}

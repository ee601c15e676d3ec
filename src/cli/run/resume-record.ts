/**
 * What a local run leaves in its folder so that it can be gone on with after kill -9: `resume.json`, beside the journal.
 *
 * Z1. Written once, when the job is in the journal; it goes away with the folder, however the run ends.
 * Z2. A folder is worth keeping when the person asked for it, or when there is work of half a minute in it; for a week.
 */

import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JobSpec } from "../../engine/job.js";
import type { OutputPlace } from "./output-path.js";

export const KEEP_AFTER_MS = 30_000;
const KEPT_MS = 7 * 86_400_000;
const FORMAT = "mr-resume/1";

export interface ResumeRecord {
  /** Equal for two runs that were asked the same in the same folder. */
  readonly command: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** `--resume`: to be kept however short it was. */
  readonly asked: boolean;
  readonly workers: number;
  readonly slots: number;
  readonly spec: JobSpec;
  readonly output: OutputPlace;
}

export function writeResumeRecord(folder: string, record: ResumeRecord): void {
  const text = JSON.stringify({ format: FORMAT, ...record });
  writeFileSync(pathIn(folder), text, { mode: 0o600 });
}

/** Null when there is none, or none that this version can read. */
export function readResumeRecord(folder: string): ResumeRecord | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(pathIn(folder), "utf8"));
    const isOurs = typeof parsed === "object" && parsed !== null && "format" in parsed;
    return isOurs && parsed.format === FORMAT ? (parsed as unknown as ResumeRecord) : null;
  } catch {
    // A run that had not come as far, or whose last moment this was.
    return null;
  }
}

/** When the run last did something; 0 when that cannot be told. */
export function lastSign(folder: string): number {
  const master = join(folder, "master");
  try {
    const journals = readdirSync(master).filter((name) => name.startsWith("journal-"));
    return Math.max(0, ...journals.map((name) => statSync(join(master, name)).mtimeMs));
  } catch {
    return 0; // There is no journal: nothing can be gone on with.
  }
}

/** Of a run whose process is gone. */
export function isWorthKeeping(folder: string, now = Date.now()): boolean {
  const record = readResumeRecord(folder);
  if (record === null) return false;
  const last = lastSign(folder);
  if (now - last > KEPT_MS) return false;
  return record.asked || last - record.startedAt >= KEEP_AFTER_MS;
}

function pathIn(folder: string): string {
  return join(folder, "resume.json");
}

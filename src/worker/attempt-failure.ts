/**
 * Turns whatever a task body threw into the attempt's failure: whose fault it was, and where in the data.
 *
 * Z1. `lost` only when this machine is to blame: a full disk below the worker's own folder.
 * Z2. A full disk below the output's staging folder is the job's trouble: MR_DISK_FULL.
 * Z3. What is no MrError came out of user code: MR_USER_CODE, with the user's own stack.
 * Z4. Never throws, whatever was thrown: user code may throw proxies, getters that throw, or null.
 */

import { statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { type ErrorRecord, MrError } from "../engine/error.js";
import type { AttemptFailure } from "../engine/graph.js";
import { attemptName } from "../engine/ids.js";
import type { Assignment } from "../jobs/assignment.js";

const TEXT_LIMIT = 16_384;
const DISK_CODES = new Set(["ENOSPC", "EDQUOT"]);

export interface FailurePlace {
  readonly assignment: Assignment;
  readonly workDirectory: string;
}

export function attemptFailure(thrown: unknown, place: FailurePlace): AttemptFailure {
  try {
    return mapFailure(thrown, place);
  } catch (error) {
    const odd = new MrError(
      "MR_USER_CODE",
      `the job threw something that cannot be read: ${error instanceof Error ? error.message : "?"}`,
      { hint: "Throw an Error." },
    );
    return { kind: "failed", error: odd.toRecord(), where: null };
  }
}

function mapFailure(thrown: unknown, place: FailurePlace): AttemptFailure {
  const chain = causes(thrown);
  for (const value of chain) {
    const fetch = fetchFailure(value);
    if (fetch !== null) return fetch;
  }
  const where = chain.map(locationOf).find((location) => location !== null) ?? null;
  const full = chain.find(isDiskFull);
  if (full !== undefined) return diskFailure(chain, place, where);
  return { kind: "failed", error: recordOf(thrown, chain), where };
}

/** The value, its cause, the cause's cause... */
function causes(thrown: unknown): unknown[] {
  const chain: unknown[] = [];
  let value = thrown;
  while (value !== undefined && value !== null && chain.length < 8) {
    chain.push(value);
    value = typeof value === "object" && "cause" in value ? value.cause : undefined;
  }
  return chain.length === 0 ? [thrown] : chain;
}

function fetchFailure(value: unknown): AttemptFailure | null {
  if (typeof value !== "object" || value === null) return null;
  if (!("stage" in value && "sources" in value && Array.isArray(value.sources))) return null;
  const error = "error" in value && value.error instanceof MrError ? value.error : value;
  if (!(error instanceof MrError)) return null;
  return {
    kind: "fetch-failed",
    error: clipped(error.toRecord()),
    stage: String(value.stage),
    sources: value.sources.map((source: { index: number; attempt: number }) => ({
      index: source.index,
      attempt: source.attempt,
    })),
  };
}

function locationOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("location" in value)) return null;
  return typeof value.location === "string" ? value.location : null;
}

function isDiskFull(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("code" in value)) return false;
  return value.code === "MR_DISK_FULL" || DISK_CODES.has(String(value.code));
}

function diskFailure(
  chain: readonly unknown[],
  { assignment, workDirectory }: FailurePlace,
  where: string | null,
): AttemptFailure {
  const staging = dirname(assignment.spec.output.path);
  const own = chain.find((value): value is MrError => value instanceof MrError);
  const culprit = fullDisk(chain, workDirectory, staging);
  const folder = culprit === "worker" ? workDirectory : staging;
  const error =
    own?.code === "MR_DISK_FULL"
      ? own
      : new MrError(
          "MR_DISK_FULL",
          `${attemptName(assignment.attempt)}: no space left below ${folder}`,
          {
            hint: "Free some space there, or choose another folder.",
            cause: chain[0],
          },
        );
  const record = clipped(error.toRecord());
  return culprit === "worker"
    ? { kind: "lost", error: record }
    : { kind: "failed", error: record, where };
}

/** By the path in the error if it names one; a failed write names none, then the disks themselves are asked. */
function fullDisk(
  chain: readonly unknown[],
  workDirectory: string,
  staging: string,
): "worker" | "output" {
  for (const value of chain) {
    if (typeof value !== "object" || value === null) continue;
    const path = "path" in value ? String(value.path) : "";
    const text = value instanceof Error ? value.message : "";
    if (path.startsWith(workDirectory) || text.includes(workDirectory)) return "worker";
    if (path.startsWith(staging) || text.includes(staging)) return "output";
  }
  return freeBytes(workDirectory) < freeBytes(staging) && !sameDisk(workDirectory, staging)
    ? "worker"
    : "output";
}

function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    // A folder that cannot be asked is not the one that was written to.
    return Number.POSITIVE_INFINITY;
  }
}

function sameDisk(a: string, b: string): boolean {
  try {
    return statSync(a).dev === statSync(b).dev;
  } catch {
    return false;
  }
}

function recordOf(thrown: unknown, chain: readonly unknown[]): ErrorRecord {
  if (thrown instanceof MrError) {
    const record = thrown.toRecord();
    // The reader looks for a line of the job, not for ours.
    const user = chain
      .slice(1)
      .find((value) => value instanceof Error && !(value instanceof MrError));
    if (thrown.code === "MR_USER_CODE" && user instanceof Error && user.stack !== undefined) {
      return clipped({ ...record, stack: user.stack });
    }
    return clipped(record);
  }
  const described =
    thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `threw ${printed(thrown)}`;
  const error = new MrError("MR_USER_CODE", described);
  if (thrown instanceof Error && thrown.stack !== undefined) error.stack = String(thrown.stack);
  return clipped(error.toRecord());
}

function printed(value: unknown): string {
  if (typeof value === "string") return value;
  return (typeof value === "object" ? JSON.stringify(value) : undefined) ?? String(value);
}

function clipped(record: ErrorRecord): ErrorRecord {
  return {
    ...record,
    message: clip(String(record.message)),
    ...(record.stack === undefined ? {} : { stack: clip(String(record.stack)) }),
  };
}

function clip(text: string): string {
  return text.length <= TEXT_LIMIT ? text : `${text.slice(0, TEXT_LIMIT)} [cut]`;
}

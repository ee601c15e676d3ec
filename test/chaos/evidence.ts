/**
 * What one disturbed run has left behind, gathered from outside: exit code, journal, output folder, resident memory.
 * The invariants (check-evidence.ts) are judged from this alone.
 */

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fact } from "../../src/engine/fact.js";

export interface PartEvidence {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Evidence {
  readonly exitCode: number | null;
  readonly stderr: string;
  readonly elapsedMs: number;
  /** The run must have ended within. */
  readonly limitMs: number;
  /** Of the disturbed job, oldest first, with the arrivals and departures of workers. */
  readonly facts: readonly Fact[];
  readonly parts: readonly PartEvidence[];
  /** Of `_SUCCESS`; null when there is none. */
  readonly manifest: string | null;
  readonly counters: Readonly<Record<string, number>>;
  /** Exit code of `mr verify` on the output. */
  readonly verified: number | null;
  /** Exit code of `mr replay --verify` on the master's state. */
  readonly replayed: number | null;
  /** Largest resident memory by program, in bytes. */
  readonly peakBytes: Readonly<Record<string, number>>;
}

/** What the same job gives when nobody disturbs it. */
export interface Expected {
  /** sha256 of all parts, names included. */
  readonly digest: string;
  readonly inputRecords: number;
  readonly counters: Readonly<Record<string, number>>;
  /** Most resident memory that a program may have, in bytes; programs that are not named may have any. */
  readonly memoryLimits: Readonly<Record<string, number>>;
}

export function readParts(folder: string): PartEvidence[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith("part-"))
    .toSorted()
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}

export function readManifest(folder: string): string | null {
  const path = join(folder, "_SUCCESS");
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** Names count too: also the cuts between parts must not move. */
export function digestOf(parts: readonly PartEvidence[]): string {
  const hash = createHash("sha256");
  for (const { name, bytes } of parts) hash.update(`${name} ${bytes.length}\n`).update(bytes);
  return hash.digest("hex");
}

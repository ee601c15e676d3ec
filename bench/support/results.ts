/**
 * What a pass leaves behind: JSON from which tables and plots are made without measuring again.
 *
 * Times are seconds, sizes bytes. A goal says what was promised: `atMost` is the bound, `aim` what is hoped for.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageRoot } from "../../src/config/layout.js";
import type { Machine } from "./machine.js";

export interface Goal {
  /** The engine's time divided by the peer's, or the seconds that it takes more. */
  readonly kind: "ratio" | "seconds more";
  readonly atMost: number;
  readonly aim: number;
}

export interface Timing {
  readonly rounds: number;
  readonly wallSeconds: number;
  readonly wallMin: number;
  readonly wallMax: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

export interface Row extends Timing {
  readonly name: string;
  /** A limit does less than the work: it bounds what is possible. */
  readonly role: "engine" | "peer" | "limit";
  readonly goal: Goal | null;
  /** Whether the answers of all runs equal the engine's; null for what gives no answer. */
  readonly agrees: boolean | null;
}

export interface ContestResult {
  readonly name: string;
  readonly data: string;
  readonly sizeBytes: number;
  /** The engine's row is the first. */
  readonly rows: readonly Row[];
  readonly missing: readonly { readonly name: string; readonly needs: string }[];
}

interface Pass {
  readonly date: string;
  readonly machine: Machine;
  readonly rounds: number;
}

export interface PeersPass extends Pass {
  readonly format: "mr-bench-peers/1";
  readonly versions: Readonly<Record<string, string>>;
  readonly contests: readonly ContestResult[];
}

export interface ScaleRun extends Timing {
  readonly job: string;
  readonly data: string;
  readonly sizeBytes: number;
  readonly workers: number;
  /** Of each worker. */
  readonly slots: number;
  /** `--memory`, where it was given. */
  readonly memory: string | null;
}

export interface ScalePass extends Pass {
  readonly format: "mr-bench-scale/1";
  readonly runs: readonly ScaleRun[];
}

/** Single figures of a program that measures one part. */
export interface FiguresPass {
  readonly format: "mr-bench-figures/1";
  readonly date: string;
  readonly machine: Machine;
  readonly figures: readonly { readonly name: string; readonly value: string }[];
}

export const RESULTS_FOLDER = join(packageRoot(), "bench", "results");

export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

export function writeResults(path: string, pass: PeersPass | ScalePass | FiguresPass): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(pass, rounded, 1)}\n`);
}

/** Digits that mean nothing only make the files differ. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isInteger(value) ? Number(value.toFixed(4)) : value;
}

/** All passes whose file's name begins so (`peers.json`, `peers-2.json`), in the order of their names. */
export function readPasses<P extends { format: string }>(
  folder: string,
  prefix: string,
  format: P["format"],
): P[] {
  const passes: P[] = [];
  if (!existsSync(folder)) return passes;
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  // Without what all end in: the first pass has no number and comes first.
  for (const name of files.map((file) => file.slice(0, -".json".length)).toSorted()) {
    if (!name.startsWith(prefix)) continue;
    const pass = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as P;
    if (pass.format !== format) throw new Error(`${name} is ${pass.format}, not ${format}`);
    passes.push(pass);
  }
  return passes;
}

export interface Reached {
  readonly measured: number;
  readonly verdict: "aim met" | "met" | "NOT MET";
}

/** What the engine's row and this one say about the row's goal. */
export function reached(engine: Timing, row: Timing, goal: Goal): Reached {
  const measured =
    goal.kind === "ratio"
      ? engine.wallSeconds / row.wallSeconds
      : engine.wallSeconds - row.wallSeconds;
  return { measured, verdict: verdictOf(measured, goal.atMost, goal.aim) };
}

/** With a bound from below (`aim` above `bound`) the figure has to be larger. */
export function verdictOf(measured: number, bound: number, aim: number): Reached["verdict"] {
  const sign = aim > bound ? -1 : 1;
  if (aim !== bound && sign * measured <= sign * aim) return "aim met";
  return sign * measured <= sign * bound ? "met" : "NOT MET";
}

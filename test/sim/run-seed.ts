/**
 * One seed from its start to its judgement, and sums over many.
 */

import type { Violation } from "./ledger.js";
import { World, type WorldOptions } from "./world.js";

export interface Outcome {
  readonly seed: number;
  readonly hash: string;
  readonly violations: readonly Violation[];
  readonly transcript: readonly string[];
  readonly steps: number;
  readonly staleRefused: number;
  readonly fired: ReadonlyMap<string, number>;
  /** Of the journal: see rewrites.ts. */
  readonly rewrites: ReadonlyMap<string, number>;
  /** How the jobs ended: `done`, `cancelled` or an error's code. */
  readonly ends: readonly string[];
  readonly virtualMs: number;
  /** Workers were told to give up what had been read. */
  readonly trims: number;
}

export async function runSeed(options: WorldOptions): Promise<Outcome> {
  const world = new World(options);
  await world.run();
  return {
    seed: options.seed,
    hash: world.trace.hash,
    violations: world.ledger.violations,
    transcript: world.trace.lines,
    steps: world.ledger.steps,
    staleRefused: world.ledger.staleRefused,
    fired: world.fired,
    rewrites: world.rewrites.counts,
    ends: world.clients.map(({ end }) => {
      if (end?.state.kind !== "ended") return "unfinished";
      const { outcome } = end.state;
      return outcome.kind === "failed" ? outcome.error.code : outcome.kind;
    }),
    virtualMs: world.clock.now,
    trims: world.trims,
  };
}

export class Tally {
  seeds = 0;
  broken = 0;
  #steps = 0;
  #stale = 0;
  #virtualMs = 0;
  trims = 0;
  readonly fired = new Map<string, number>();
  readonly rewrites = new Map<string, number>();
  /** In how many seeds each fault has struck. */
  readonly seedsWith = new Map<string, number>();
  readonly ends = new Map<string, number>();
  readonly #cpu = process.cpuUsage();

  add(outcome: Outcome): void {
    this.seeds += 1;
    this.broken += outcome.violations.length > 0 ? 1 : 0;
    this.#steps += outcome.steps;
    this.#stale += outcome.staleRefused;
    this.#virtualMs += outcome.virtualMs;
    this.trims += outcome.trims;
    for (const [fault, times] of outcome.fired) {
      count(this.fired, fault, times);
      count(this.seedsWith, fault, 1);
    }
    for (const [what, times] of outcome.rewrites) count(this.rewrites, what, times);
    for (const end of outcome.ends) count(this.ends, end, 1);
  }

  text(): string {
    const { user, system } = process.cpuUsage(this.#cpu);
    const hours = (this.#virtualMs / 3_600_000).toFixed(1);
    return [
      `${this.seeds} seeds, ${this.broken} broken; ${hours} virtual hours, ${this.#steps} engine steps`,
      `${((user + system) / 1e6).toFixed(1)} s of CPU; ${this.#stale} stale messages refused, ${this.trims} trims`,
      `jobs: ${list(this.ends)}`,
      `faults: ${list(this.fired)}`,
      `journal: ${list(this.rewrites)}`,
    ].join("\n");
  }
}

function count(sums: Map<string, number>, key: string, by: number): void {
  sums.set(key, (sums.get(key) ?? 0) + by);
}

function list(sums: ReadonlyMap<string, number>): string {
  const sorted = [...sums].sort(([, a], [, b]) => b - a);
  return sorted.map(([name, times]) => `${name} ${times}`).join(", ");
}

/**
 * Rewrites of the journal: the step at which the master dies in one, and what it recovers from afterwards.
 *
 * Owns: the crash of the rewrite at hand, and the counts. Hears of every step from the disk, of beginnings, ends and
 * recoveries from the master.
 *
 * R1. What is rewritten, and how, is the journal's own code; only its limits are those of a small world.
 * R2. A crash comes while its step is under way, or at the beginning of what follows.
 */

import type { RandomSource } from "../scenario/random-source.js";

/** In order; `remove` is that of the oldest generation. */
const STEPS = ["open", "write", "sync", "rename", "sync folder", "remove"] as const;
export type DiskStep = (typeof STEPS)[number];

const RECOVERED = [
  "recovered from the first generation",
  "recovered from a snapshot alone",
  "recovered from a snapshot and its tail",
  // The name of the new one was not safe when the power went.
  "recovered from the generation before",
  "recovered beside a half-written snapshot",
] as const;

const CRASHES = STEPS.flatMap((step) => [`kill at ${step}`, `power at ${step}`]);

/** All that many worlds are to see. */
export const REWRITE_COUNTS: readonly string[] = ["rewritten", ...CRASHES, ...RECOVERED];

/** Most steps of the same kind that one may survive. */
const MOST_WRITES = 20;

export interface RewriteOptions {
  readonly random: RandomSource;
  /** Of a rewrite to be struck. */
  readonly chance: () => number;
  readonly crash: (power: boolean, afterMs: number) => void;
}

export class Rewrites {
  readonly counts = new Map<string, number>();
  readonly #options: RewriteOptions;
  #crash: { readonly step: DiskStep; readonly power: boolean; after: number } | null = null;
  /** The youngest that had its name, as far as nobody has lost it again. */
  #generation = 1;
  /** Facts appended to it. */
  #tail = 0;

  constructor(options: RewriteOptions) {
    this.#options = options;
  }

  begin(): void {
    const { random, chance } = this.#options;
    if (!random.chance(chance())) return;
    const step = random.pick(STEPS);
    const after = step === "write" ? random.between(0, MOST_WRITES) : 0;
    this.#crash = { step, power: random.chance(0.5), after };
  }

  /** Also by the master's death. */
  end(succeeded: boolean): void {
    this.#crash = null;
    if (succeeded) this.#count("rewritten");
  }

  appended(facts: number): void {
    this.#tail += facts;
  }

  /** The disk begins with something that takes about so long. */
  touched(step: DiskStep, aboutMs: number): void {
    const crash = this.#crash;
    if (crash === null || crash.step !== step) return;
    crash.after -= 1;
    if (crash.after >= 0) return;
    this.#crash = null;
    this.#count(`${crash.power ? "power" : "kill"} at ${step}`);
    this.#options.crash(crash.power, 1.5 * aboutMs * this.#options.random.next());
  }

  renamed(): void {
    this.#generation += 1;
    this.#tail = 0;
  }

  /** With the names that the new master found. */
  recovered(names: readonly string[]): void {
    const found = Math.max(
      1,
      ...names.map((name) => Number(/^journal-(\d+)$/.exec(name)?.[1] ?? 0)),
    );
    this.#count(this.#source(found));
    if (names.some((name) => name.endsWith(".new"))) {
      this.#count("recovered beside a half-written snapshot");
    }
    this.#generation = found;
  }

  #source(found: number): (typeof RECOVERED)[number] {
    if (found < this.#generation) return "recovered from the generation before";
    if (found === 1) return "recovered from the first generation";
    return this.#tail > 0
      ? "recovered from a snapshot and its tail"
      : "recovered from a snapshot alone";
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}

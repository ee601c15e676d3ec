/**
 * What a rewritten journal may leave out, judged from the facts alone and without the code that does it.
 *
 * S1. An ended job as a whole, when enough others have ended after it. S2. The comings and goings of a worker's life that is
 * over. S3. Starts of the master before the last one. S4. Nothing else, and without rewrites nothing at all.
 */

import type { Fact } from "../../src/engine/fact.js";
import type { JobId } from "../../src/engine/ids.js";
import { jobOf } from "../../src/master/snapshot.js";

/** Those of `acknowledged`, with their places, that `found` does not begin with, in their order. */
export function* missing(
  acknowledged: readonly Fact[],
  found: readonly Fact[],
): Generator<readonly [number, Fact]> {
  let next = 0;
  for (const [index, fact] of acknowledged.entries()) {
    const other = found[next];
    if (other !== undefined && JSON.stringify(other) === JSON.stringify(fact)) next += 1;
    else yield [index, fact];
  }
}

export class Superfluous {
  readonly #jobs: ReadonlySet<JobId>;
  readonly #rewritten: boolean;
  /** Comings of workers that a going has followed. */
  readonly #over = new Set<Fact>();
  /** Lives whose coming was seen to be missing. */
  readonly #unknown = new Set<string>();
  #epoch = 0;

  /** `endedJobs`: how many must be kept; infinite where nothing is ever rewritten. */
  constructor(acknowledged: readonly Fact[], found: readonly Fact[], endedJobs: number) {
    this.#rewritten = endedJobs !== Number.POSITIVE_INFINITY;
    const ended: JobId[] = [];
    const here = new Map<string, Fact[]>();
    for (const fact of acknowledged) {
      if (fact.kind === "job-ended") ended.push(fact.job);
      if (fact.kind === "worker-joined") {
        // More than once, when the master was started again meanwhile.
        here.set(fact.info.incarnation, [...(here.get(fact.info.incarnation) ?? []), fact]);
      } else if (fact.kind === "worker-left") {
        for (const joined of here.get(fact.incarnation) ?? []) this.#over.add(joined);
      }
      if (fact.kind === "master-started") this.#epoch = fact.epoch;
    }
    const jobs = new Set(ended.slice(0, Math.max(0, ended.length - endedJobs)));
    // S1: as a whole.
    for (const fact of found) {
      const job = jobOf(fact);
      if (job !== null) jobs.delete(job);
    }
    this.#jobs = jobs;
  }

  /** Asked about what is missing, in its order. */
  has(fact: Fact): boolean {
    if (!this.#rewritten) return false;
    switch (fact.kind) {
      case "master-started":
        return fact.epoch < this.#epoch;
      case "worker-joined":
        this.#unknown.add(fact.info.incarnation);
        return this.#over.has(fact);
      case "worker-left":
        return this.#unknown.has(fact.incarnation);
      default: {
        const job = jobOf(fact);
        return job !== null && this.#jobs.has(job);
      }
    }
  }
}

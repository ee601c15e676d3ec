/**
 * Which facts are still needed: what a new generation of the journal starts with.
 *
 * Owns: retention. Pure: facts in, facts out, in the same order; a journal of a million goes through frame by frame.
 *
 * N1. Every fact of a job that has not ended is kept: the state folded from what is kept has the same running jobs.
 * N2. Of ended jobs the most recent are kept whole (for `mr jobs`, `mr history`), the others go whole.
 * N3. A worker is kept while it is connected, or while a kept attempt ran on it; its coming and its leaving go together.
 */

import type { Fact } from "../engine/fact.js";
import type { JobId } from "../engine/ids.js";
import type { FactOutline } from "./fact-text.js";

export interface Retention {
  /** Ended jobs to keep. */
  readonly endedJobs: number;
  /** Facts that ended jobs may have in all; the oldest jobs go first. */
  readonly endedFacts: number;
  /** Comings and goings of workers that may pile up in a journal. */
  readonly departures: number;
}

export const RETENTION: Retention = { endedJobs: 100, endedFacts: 500_000, departures: 10_000 };

export function neededFacts(facts: readonly Fact[], retention: Partial<Retention> = {}): Fact[] {
  const needed = new Needed(new Contents(facts, retention).dropped());
  for (const fact of facts) needed.look(fact);
  return facts.filter((fact) => needed.has(fact));
}

/** Which facts of a journal are kept: it is shown all of them first, then asked about each. */
export class Needed {
  readonly #dropped: ReadonlySet<JobId>;
  #epoch = 0;
  /** Lives of workers that kept attempts ran on, and of those that have not left. */
  readonly #used = new Set<string>();
  readonly #connected = new Set<string>();

  constructor(dropped: ReadonlySet<JobId>) {
    this.#dropped = dropped;
  }

  look(fact: FactOutline): void {
    switch (fact.kind) {
      case "master-started":
        this.#epoch = fact.epoch;
        return;
      case "worker-joined":
        this.#connected.add(lifeOf(fact.info.worker, fact.info.incarnation));
        return;
      case "worker-left":
        this.#connected.delete(lifeOf(fact.worker, fact.incarnation));
        return;
      case "attempt-started":
      case "task-restored":
        if (this.#dropped.has(fact.attempt.job)) return;
        this.#used.add(lifeOf(fact.worker, fact.incarnation));
        return;
      default:
        return;
    }
  }

  has(fact: FactOutline): boolean {
    switch (fact.kind) {
      case "master-started":
        return fact.epoch === this.#epoch;
      case "worker-joined":
        return this.#hasLife(lifeOf(fact.info.worker, fact.info.incarnation));
      case "worker-left":
        return this.#hasLife(lifeOf(fact.worker, fact.incarnation));
      default: {
        const job = jobOf(fact);
        return job === null || !this.#dropped.has(job);
      }
    }
  }

  /** Kept whatever is looked at later. */
  isCertain(fact: FactOutline): boolean {
    const job = jobOf(fact);
    return job !== null && !this.#dropped.has(job);
  }

  #hasLife(life: string): boolean {
    return this.#used.has(life) || this.#connected.has(life);
  }
}

/** Null for facts about the master and its workers. */
export function jobOf(fact: FactOutline): JobId | null {
  switch (fact.kind) {
    case "master-started":
    case "worker-joined":
    case "worker-left":
      return null;
    case "job-accepted":
      return fact.spec.id;
    case "attempt-started":
    case "attempt-ended":
    case "task-completed":
    case "task-restored":
      return fact.attempt.job;
    case "task-reopened":
      return fact.task.job;
    default:
      return fact.job;
  }
}

/** What a journal holds, in numbers, so that it is only read again when something in it can go. */
export class Contents {
  readonly #retention: Retention;
  #departures = 0;
  readonly #facts = new Map<JobId, number>();
  readonly #ended: JobId[] = [];

  constructor(facts: Iterable<Fact> = [], retention: Partial<Retention> = {}) {
    this.#retention = { ...RETENTION, ...retention };
    for (const fact of facts) this.add(fact);
  }

  add(fact: Fact): void {
    const job = jobOf(fact);
    if (job !== null) this.#facts.set(job, (this.#facts.get(job) ?? 0) + 1);
    if (fact.kind === "job-ended") this.#ended.push(fact.job);
    if (fact.kind === "worker-left") this.#departures += 1;
  }

  get canShrink(): boolean {
    return this.#departures > this.#retention.departures || this.dropped().size > 0;
  }

  /** Jobs that need not be kept any more (N2). */
  dropped(): Set<JobId> {
    const { endedJobs, endedFacts } = this.#retention;
    let [jobs, total] = [0, 0];
    const dropped = new Set<JobId>();
    for (const job of this.#ended.toReversed()) {
      jobs += 1;
      total += this.#facts.get(job) ?? 0;
      if (jobs > endedJobs || total > endedFacts) dropped.add(job);
    }
    return dropped;
  }

  /** The journal was rewritten without these. */
  shrink(jobs: ReadonlySet<JobId>): void {
    this.#departures = 0;
    for (const job of jobs) this.#facts.delete(job);
    const kept = this.#ended.filter((job) => !jobs.has(job));
    this.#ended.splice(0, this.#ended.length, ...kept);
  }
}

function lifeOf(worker: string, incarnation: string): string {
  return `${worker}/${incarnation}`;
}

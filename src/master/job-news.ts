/**
 * Tells whoever waits that a job has changed or ended.
 *
 * Owns: a version for each job that somebody asks about, and the waiters. Talks to: nobody.
 *
 * A1. Versions rise only after a turn is durable, so nobody is told what could still be lost.
 * A2. When the master closes, every waiter is woken and told so.
 */

import { MrError } from "../engine/error.js";
import type { Fact } from "../engine/fact.js";
import type { JobId } from "../engine/ids.js";
import type { EventBody } from "./loop.js";
import { jobOf } from "./snapshot.js";

export class JobNews {
  readonly #versions = new Map<JobId, number>();
  readonly #ended = new Set<JobId>();
  readonly #waiters = new Map<JobId, Set<() => void>>();
  #closed = false;

  /** After every turn of the loop. */
  onTurn(facts: readonly Fact[], events: readonly EventBody[]): void {
    const changed = new Set<JobId>();
    for (const fact of facts) {
      const job = jobOf(fact);
      if (job !== null) changed.add(job);
      if (fact.kind === "job-ended") this.#ended.add(fact.job);
    }
    for (const event of events) {
      if (event.kind !== "worker-heartbeat") continue;
      for (const { attempt } of event.progress) changed.add(attempt.job);
    }
    for (const job of changed) this.touch(job);
  }

  touch(job: JobId): void {
    this.#versions.set(job, this.version(job) + 1);
    for (const wake of this.#waiters.get(job) ?? []) wake();
  }

  version(job: JobId): number {
    return this.#versions.get(job) ?? 0;
  }

  /** Resolves when the version is above `seen` and `minimumMs` have passed, or the job has ended. */
  async changed(job: JobId, seen: number, minimumMs: number): Promise<void> {
    const due = performance.now() + minimumMs;
    for (;;) {
      if (this.#closed) throw new MrError("MR_UNREACHABLE", "the master is closing");
      const isNew = this.version(job) > seen;
      if (isNew && this.#ended.has(job)) return;
      const restMs = due - performance.now();
      if (isNew && restMs <= 0) return;
      await this.#wait(job, isNew ? restMs : null);
    }
  }

  close(): void {
    this.#closed = true;
    for (const waiters of this.#waiters.values()) for (const wake of waiters) wake();
  }

  /** Until the next change, or until the time is up. */
  #wait(job: JobId, timeoutMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      const waiters = this.#waiters.get(job) ?? new Set();
      this.#waiters.set(job, waiters);
      const wake = () => {
        clearTimeout(timer);
        waiters.delete(wake);
        if (waiters.size === 0) this.#waiters.delete(job);
        resolve();
      };
      const timer = timeoutMs === null ? undefined : setTimeout(wake, Math.max(1, timeoutMs));
      waiters.add(wake);
    });
  }
}

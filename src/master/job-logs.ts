/**
 * What user code has logged: the last lines of each job, in memory.
 *
 * L1. Bounded: so many characters a job, so many jobs. What is old goes first; a reader that is too slow misses lines.
 */

import type { AttemptRef, JobId, WorkerId } from "../engine/ids.js";
import { taskName } from "../engine/ids.js";
import type { LogLine } from "../rpc/messages.js";

const JOBS_KEPT = 100;
const JOB_CHARACTERS = 4 << 20;
const LINE_CHARACTERS = 16 << 10;

interface Ring {
  lines: LogLine[];
  /** Number of the first line in `lines`, counted from the job's first. */
  first: number;
  characters: number;
}

export class JobLogs {
  readonly #rings = new Map<JobId, Ring>();

  add(attempt: AttemptRef, worker: WorkerId, lines: readonly string[], at: number): void {
    const ring = this.#rings.get(attempt.job) ?? this.#create(attempt.job);
    for (const line of lines) {
      const text = line.slice(0, LINE_CHARACTERS);
      ring.lines.push({ at, task: taskName(attempt), attempt: attempt.attempt, worker, text });
      ring.characters += text.length + 1;
    }
    let excess = 0;
    while (ring.characters > JOB_CHARACTERS && excess < ring.lines.length) {
      ring.characters -= (ring.lines[excess]?.text.length ?? 0) + 1;
      excess++;
    }
    if (excess === 0) return;
    ring.lines = ring.lines.slice(excess);
    ring.first += excess;
  }

  /** Lines from number `from` on, and the number to go on with. */
  since(job: JobId, from: number): { readonly lines: readonly LogLine[]; readonly next: number } {
    const ring = this.#rings.get(job);
    if (ring === undefined) return { lines: [], next: from };
    const skip = Math.max(0, from - ring.first);
    return { lines: ring.lines.slice(skip), next: ring.first + ring.lines.length };
  }

  #create(job: JobId): Ring {
    const ring: Ring = { lines: [], first: 0, characters: 0 };
    this.#rings.set(job, ring);
    const oldest = this.#rings.keys().next();
    if (this.#rings.size > JOBS_KEPT && oldest.done !== true) this.#rings.delete(oldest.value);
    return ring;
  }
}

/**
 * How often this worker, or a task on it, could not open a file or a connection because it has too many open already.
 *
 * D1. Whoever meets it tries again or gives its attempt back; here it is only counted and said, so that somebody can
 *     raise the limit: the first time at once, then once a minute at most, with how often it was meanwhile.
 */

import { REAL_TIMERS, type Timers } from "./timers.js";

const SHORTAGE = /\b(EMFILE|ENFILE)\b/;
const PAUSE_MS = 60_000;

export class DescriptorShortage {
  readonly #warn: (message: string) => void;
  readonly #timers: Pick<Timers, "now">;
  #unsaid = 0;
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor(warn: (message: string) => void, timers: Pick<Timers, "now"> = REAL_TIMERS) {
    this.#warn = warn;
    this.#timers = timers;
  }

  /** Of any trouble; what has another cause is passed over. */
  look(error: { readonly message: string }): void {
    if (!SHORTAGE.test(error.message)) return;
    this.#unsaid += 1;
    const now = this.#timers.now();
    if (now - this.#saidAt < PAUSE_MS) return;
    const times = this.#unsaid === 1 ? "" : `, ${this.#unsaid} times by now`;
    this.#warn(`too many open files${times}: ${error.message}; raise the limit (ulimit -n)`);
    this.#saidAt = now;
    this.#unsaid = 0;
  }
}

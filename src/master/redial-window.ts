/**
 * Over how long the workers spread their dials when they lose this master.
 *
 * W1. A hundred dials a second, and never more than 125: what was told is outdated when a quarter more have come.
 * W2. So far apart that all are back long before anybody is given up (rejoinGraceMs of the engine, a minute).
 */

const WORKER_MS = 10;
const GROWTH = 1.25;
/** Fewer come at once, as far as anybody minds. */
const SMALL_CLUSTER = 10;
/** Those who dial too early come again after as long once more, and a fifth. */
const LONGEST_MS = 20_000;

export class RedialWindow {
  #workers = 0;

  /** Null: nobody need wait. */
  get windowMs(): number | null {
    if (this.#workers <= SMALL_CLUSTER) return null;
    return Math.min(LONGEST_MS, this.#workers * WORKER_MS);
  }

  /** True when all workers are to be told anew. */
  grow(workers: number): boolean {
    if (workers < this.#workers * GROWTH) return false;
    this.#workers = workers;
    return true;
  }
}

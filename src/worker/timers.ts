/**
 * Time as the worker's session sees it: production has the process's own, simulations bring another.
 */

export interface Timers {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Returns the function that takes it back. */
  after(delayMs: number, act: () => void): () => void;
}

export const REAL_TIMERS: Timers = {
  now: () => performance.now(),
  after: (delayMs, act) => {
    const timer = setTimeout(act, delayMs);
    return () => clearTimeout(timer);
  },
};

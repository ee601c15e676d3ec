/**
 * Beats every `intervalMs` +-10 % until stopped.
 *
 * H1. The next beat is timed from the end of the last one: a late timer never makes a burst.
 */

import { jittered } from "./backoff.js";
import { REAL_TIMERS, type Timers } from "./timers.js";

const JITTER = 0.1;

/** Returns the function that stops it. The first beat comes after one interval. */
export function startHeartbeat(
  intervalMs: number,
  beat: () => void,
  random: () => number = Math.random,
  timers: Timers = REAL_TIMERS,
): () => void {
  let stop: () => void = () => undefined;
  const arm = (): void => {
    stop = timers.after(jittered(intervalMs, JITTER, random()), () => {
      beat();
      arm();
    });
  };
  arm();
  return () => stop();
}

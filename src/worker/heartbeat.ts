/**
 * Beats every `intervalMs` +-10 % until stopped.
 *
 * H1. The next beat is timed from the end of the last one: a late timer never makes a burst.
 */

import { jittered } from "./backoff.js";

const JITTER = 0.1;

/** Returns the function that stops it. The first beat comes after one interval. */
export function startHeartbeat(
  intervalMs: number,
  beat: () => void,
  random: () => number = Math.random,
): () => void {
  let timer: NodeJS.Timeout;
  const arm = (): void => {
    timer = setTimeout(
      () => {
        beat();
        arm();
      },
      jittered(intervalMs, JITTER, random()),
    );
  };
  arm();
  return () => clearTimeout(timer);
}

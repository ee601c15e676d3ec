/**
 * How long to wait before the next try: short at first, then growing, never in step with the other workers.
 *
 * B1. Pure: the random number comes in. B2. The result lies within +-20 % of the plan and never above the cap.
 * B3. Of n workers that lose their master together about n / window dial in any second, until all are back: the first
 *     dials lie anywhere in the window, later ones keep at least that distance.
 */

/** A master that restarts is back within a second: the first tries must not sleep longer than that. */
const FIRST_TRIES_MS = [100, 300] as const;
const BASE_MS = 1_000;
const FACTOR = 1.6;
const JITTER = 0.2;
const CAP_MS = 30_000;

/** `failures` counts the tries that failed in a row so far, from 1; `random` lies in [0, 1). */
export function backoffMs(failures: number, random: number): number {
  const first = FIRST_TRIES_MS[failures - 1];
  const exponent = Math.min(failures - FIRST_TRIES_MS.length - 1, 50);
  const planned = first ?? Math.min(CAP_MS, BASE_MS * FACTOR ** exponent);
  return Math.min(CAP_MS, jittered(planned, JITTER, random));
}

/**
 * The pause before a dial. `together`: others have lost the same master in the same moment. `windowMs`: over how long
 * they spread; where it is short, as in a small cluster, it changes nothing.
 */
export function redialMs(
  failures: number,
  { windowMs, together }: { readonly windowMs: number; readonly together: boolean },
  random: number,
): number {
  const apart = together ? Math.round(windowMs * random) : jittered(windowMs, JITTER, random);
  return Math.max(backoffMs(failures, random), apart);
}

/** `value` +- `share` of it. Without it a thousand workers would knock in the same millisecond. */
export function jittered(value: number, share: number, random: number): number {
  return Math.round(value * (1 + share * (2 * random - 1)));
}

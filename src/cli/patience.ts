/**
 * Waiting for a master that is away: killed, being restarted, behind a broken link. What was asked of it is kept there
 * in a journal, so it is worth asking again.
 *
 * W1. Only MR_UNREACHABLE is waited for, and no longer than the limit, counted from when it was last heard.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { formatDuration } from "../config/durations.js";
import { MrError } from "../engine/error.js";
import { backoffMs } from "../worker/backoff.js";

/** Workers go on for a minute without a master; somebody has to notice, and to start it again. */
export const PATIENCE_MS = 120_000;
/** Whoever waits at a terminal wants to know soon that it is back. */
const LONGEST_PAUSE_MS = 10_000;

export class Patience {
  readonly #limitMs: number;
  readonly #note: (text: string) => void;
  #failures = 0;
  #awaySince = 0;

  constructor(note: (text: string) => void, limitMs = PATIENCE_MS) {
    this.#note = note;
    this.#limitMs = limitMs;
  }

  /** The master has answered. */
  heard(): void {
    this.#failures = 0;
  }

  /** Resolves when it is time for another try, or when `left` does. Throws the error when there is none. */
  async pause(error: unknown, left?: Promise<unknown>): Promise<void> {
    const known = MrError.from(error);
    if (known.code !== "MR_UNREACHABLE") throw known;
    if (this.#failures === 0) this.#awaySince = performance.now();
    const awayMs = performance.now() - this.#awaySince;
    if (awayMs >= this.#limitMs) throw known;
    if (this.#failures === 0) {
      this.#note(
        `${known.message}; waiting for the master (${formatDuration(this.#limitMs)} at most)`,
      );
    }
    this.#failures += 1;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, backoffMs(this.#failures, Math.random()));
    const enough = new AbortController();
    const slept = sleep(Math.min(pauseMs, this.#limitMs - awayMs), undefined, {
      signal: enough.signal,
    }).catch(() => undefined);
    await Promise.race([slept, left ?? slept]);
    enough.abort();
  }
}

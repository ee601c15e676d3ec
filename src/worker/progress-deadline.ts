/**
 * Fires once when nothing has moved for `limitMs`. Standing still while waiting for other tasks does not count.
 *
 * Owns: one timer. A touch costs a clock reading, not a new timer.
 *
 * P1. It fires at most once, never before `limitMs` without a touch, and not while paused or after `clear`.
 */

type DeadlineState =
  | { readonly kind: "counting"; timer: NodeJS.Timeout; lastTouchAt: number }
  | { readonly kind: "paused" }
  | { readonly kind: "over" };

export class ProgressDeadline {
  readonly #limitMs: number;
  readonly #expired: () => void;
  #state: DeadlineState = { kind: "paused" };

  constructor(limitMs: number, expired: () => void) {
    this.#limitMs = limitMs;
    this.#expired = expired;
    this.resume();
  }

  touch(): void {
    if (this.#state.kind === "counting") this.#state.lastTouchAt = performance.now();
  }

  pause(): void {
    if (this.#state.kind !== "counting") return;
    clearTimeout(this.#state.timer);
    this.#state = { kind: "paused" };
  }

  /** Starts from zero; has no effect while it counts. */
  resume(): void {
    if (this.#state.kind !== "paused") return;
    this.#state = {
      kind: "counting",
      timer: this.#arm(this.#limitMs),
      lastTouchAt: performance.now(),
    };
  }

  clear(): void {
    this.pause();
    this.#state = { kind: "over" };
  }

  #arm(waitMs: number): NodeJS.Timeout {
    // Node runs timers longer than 2^31-1 ms at once; the check at the end makes a shorter sleep harmless.
    return setTimeout(() => this.#check(), Math.min(waitMs, 2 ** 31 - 1));
  }

  #check(): void {
    if (this.#state.kind !== "counting") return;
    const leftMs = this.#state.lastTouchAt + this.#limitMs - performance.now();
    if (leftMs > 0) {
      this.#state.timer = this.#arm(Math.ceil(leftMs));
      return;
    }
    this.#state = { kind: "over" };
    this.#expired();
  }
}

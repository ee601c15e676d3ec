/** Timers that know how many of them are armed: what has ended must have left none. */

import type { Timers } from "../../src/worker/timers.js";

export class CountedTimers implements Timers {
  armed = 0;
  readonly #timers: Timers;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  now(): number {
    return this.#timers.now();
  }

  after(delayMs: number, act: () => void): () => void {
    let isArmed = true;
    const disarm = (): void => {
      if (isArmed) this.armed -= 1;
      isArmed = false;
    };
    this.armed += 1;
    const takeBack = this.#timers.after(delayMs, () => {
      disarm();
      act();
    });
    return () => {
      disarm();
      takeBack();
    };
  }
}

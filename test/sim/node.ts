/**
 * A process on a machine: its own timers, its pauses, its lives.
 *
 * N1. What a killed process had asked for never happens.
 * N2. A paused process (SIGSTOP, a suspended machine) does nothing; what came meanwhile happens at once when it resumes,
 *     in order.
 * N3. Its clock runs at its own rate; nobody else can see it.
 */

import type { Clock } from "./clock.js";

export class SimNode {
  readonly name: string;
  alive = false;
  /** Rises with every start. */
  life = 0;
  /** Milliseconds of its own clock in a millisecond of the world's. */
  rate = 1;
  readonly #clock: Clock;
  #pausedUntil = 0;

  constructor(name: string, clock: Clock) {
    this.name = name;
    this.#clock = clock;
  }

  start(): void {
    this.life += 1;
    this.alive = true;
    this.#pausedUntil = 0;
  }

  kill(): void {
    this.alive = false;
    this.life += 1;
    this.#pausedUntil = 0;
  }

  pause(forMs: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now + forMs);
  }

  get isPaused(): boolean {
    return this.#pausedUntil > this.#clock.now;
  }

  /** Its own clock; since the world began, as far as it knows. */
  now(): number {
    return this.#clock.now * this.rate;
  }

  /** By its own clock. Returns the function that takes it back. */
  after(delayMs: number, act: () => void): () => void {
    return this.#clock.after(Math.max(0, delayMs) / this.rate, this.#mine(act));
  }

  /** From outside, by the world's clock. */
  reach(delayMs: number, act: () => void): () => void {
    return this.#clock.after(delayMs, this.#mine(act));
  }

  #mine(act: () => void): () => void {
    const { life } = this;
    const run = (): void => {
      if (life !== this.life) return;
      if (this.isPaused) this.#clock.at(this.#pausedUntil, run);
      else act();
    };
    return run;
  }
}

/**
 * A run that can be stopped at any moment: before the job is submitted by giving up, afterwards by cancelling it.
 */

import { EXIT, MrError } from "../../engine/error.js";
import type { StopSignal } from "../io.js";
import { EXIT_CODES } from "../stop-signals.js";

export class Stopping {
  readonly #controller = new AbortController();
  #received: StopSignal | null = null;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  request(signal: StopSignal): void {
    this.#received = signal;
    this.#controller.abort();
  }

  /** Also when the stop was requested before. */
  whenRequested(act: () => void): void {
    if (this.signal.aborted) act();
    else this.signal.addEventListener("abort", act, { once: true });
  }

  /** A job that was done before the signal reached it is done; one that was cancelled by it was interrupted. */
  exitCodeFor(exitCode: number): number {
    if (this.#received === null || exitCode === EXIT.done) return exitCode;
    return EXIT_CODES[this.#received];
  }

  /** The promise's own end, or MR_INTERRUPTED as soon as a stop is requested. */
  async orInterrupted<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    // The work may fail after we have gone; nobody is left to hear of it.
    work.catch(() => {});
    let onAbort = () => {};
    const interrupted = new Promise<never>((_, reject) => {
      onAbort = () => reject(new MrError("MR_INTERRUPTED", "interrupted"));
      if (signal.aborted) onAbort();
      signal.addEventListener("abort", onAbort, { once: true });
    });
    try {
      return await Promise.race([work, interrupted]);
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }
}

/**
 * The runner's end of `sources`: turns batches from the agent into the AsyncIterable that task bodies read.
 *
 * Owns: the locations of one upstream stage, as far as this attempt has heard of them.
 *
 * F1. Every iteration sees everything from the beginning, and ends when each task has a location.
 * F2. While an iteration waits for news, `waiting` is told so: the task is not to blame for standing still.
 */

import type { SourceLocation } from "../engine/command.js";
import type { SourceBatch } from "./source-table.js";

export class SourceFeed {
  readonly #waiting: (waiting: boolean) => void;
  readonly #log: SourceLocation[] = [];
  readonly #indexes = new Set<number>();
  #tasks: number | null = null;
  #wake: (() => void)[] = [];

  constructor(waiting: (waiting: boolean) => void) {
    this.#waiting = waiting;
  }

  push(batch: SourceBatch): void {
    this.#tasks = batch.tasks;
    for (const output of batch.outputs) {
      this.#log.push(output);
      this.#indexes.add(output.index);
    }
    const sleepers = this.#wake;
    this.#wake = [];
    for (const wake of sleepers) wake();
  }

  async *read(): AsyncGenerator<readonly SourceLocation[], void, undefined> {
    let seen = 0;
    for (;;) {
      if (seen < this.#log.length) {
        const batch = this.#log.slice(seen);
        seen = this.#log.length;
        yield batch;
      } else if (this.#tasks !== null && this.#indexes.size >= this.#tasks) {
        return;
      } else {
        await this.#news();
      }
    }
  }

  async #news(): Promise<void> {
    this.#waiting(true);
    await new Promise<void>((resolve) => this.#wake.push(resolve));
    this.#waiting(false);
  }
}

/**
 * Simulated slots: as many attempts at once as there are slots, the others wait in order (as slots.ts of the worker).
 */

import type { AttemptFailure } from "../../src/engine/graph.js";
import { attemptKey, type AttemptRef } from "../../src/engine/ids.js";
import type { AttemptListener, RunnerProgress } from "../../src/worker/runner-process.js";
import type { RunRequest } from "../../src/worker/runner-protocol.js";
import type { SourceBatch } from "../../src/worker/source-table.js";
import { SimRunner } from "./runner.js";
import type { SimWorker } from "./worker.js";

export class SimSlots {
  readonly peakMemoryBytes = 1_000;
  readonly #worker: SimWorker;
  readonly #running = new Map<string, SimRunner>();
  #waiting: {
    readonly key: string;
    readonly listener: AttemptListener;
    readonly runner: SimRunner;
  }[] = [];

  constructor(worker: SimWorker) {
    this.#worker = worker;
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  start(request: RunRequest, listener: AttemptListener): void {
    const key = attemptKey(request.assignment.attempt);
    const runner = new SimRunner(this.#worker, request, {
      wantSources: (stage) => listener.wantSources(stage),
      log: () => undefined,
      ended: (outcome) => {
        this.#running.delete(key);
        this.#pump();
        listener.ended(outcome, null);
      },
    });
    this.#waiting.push({ key, listener, runner });
    this.#pump();
  }

  stop(attempt: AttemptRef, verdict: AttemptFailure): boolean {
    const key = attemptKey(attempt);
    const waiting = this.#waiting.find((one) => one.key === key);
    if (waiting !== undefined) {
      this.#waiting = this.#waiting.filter((one) => one !== waiting);
      waiting.listener.ended(verdict, null);
      return true;
    }
    const runner = this.#running.get(key);
    runner?.kill(verdict);
    return runner !== undefined;
  }

  progress(attempt: AttemptRef): RunnerProgress {
    const done = this.#running.get(attemptKey(attempt))?.progress() ?? { bytes: 0, records: 0 };
    return { ...done, memoryBytes: 1_000 };
  }

  sendSources(attempt: AttemptRef, stage: string, batch: SourceBatch): void {
    this.#running.get(attemptKey(attempt))?.feed(stage, batch);
  }

  retire(): void {
    // A simulated runner keeps no code.
  }

  #pump(): void {
    while (this.#running.size < this.#worker.slots && this.#waiting.length > 0) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#running.set(next.key, next.runner);
      next.runner.begin();
    }
  }
}

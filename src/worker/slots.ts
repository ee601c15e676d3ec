/**
 * The worker's slots: one runner process each, forked early, kept for the next attempt of the same job.
 *
 * Owns: the runners, and which attempt runs where. Talks to: RunnerProcess below, the agent above.
 *
 * S1. Never more attempts at once than slots; one that comes too early waits for the next free slot.
 * S2. A runner that has seen a user's bundle serves that job alone; library jobs share runners.
 * S3. A runner that died or was stopped is replaced at once, with growing pauses when new ones die before they start.
 * S4. With `spare`, one runner is forked at the start, the others when `spare` resolves or attempts would wait for them.
 */

import { attemptKey } from "../engine/ids.js";
import type { AttemptRef, JobId } from "../engine/ids.js";
import type { AttemptFailure } from "../engine/graph.js";
import { backoffMs } from "./backoff.js";
import type { TaskMemory } from "./pressure.js";
import {
  type AttemptListener,
  RunnerProcess,
  type RunnerOptions,
  type RunnerProgress,
} from "./runner-process.js";
import type { RunRequest } from "./runner-protocol.js";
import type { SourceBatch } from "./source-table.js";

export interface SlotsOptions {
  readonly slots: number;
  readonly runner: RunnerOptions;
  readonly spare?: Promise<void> | null;
  readonly random?: () => number;
}

interface Waiting {
  readonly request: RunRequest;
  readonly listener: AttemptListener;
}

const RETIRED: AttemptFailure = { kind: "stopped" };

export class Slots {
  readonly #options: SlotsOptions;
  /** Living runners in use or ready, and what each may be used for; null: anything. */
  readonly #runners = new Map<RunnerProcess, string | null>();
  /** Killed, not yet gone. */
  readonly #dying = new Set<RunnerProcess>();
  readonly #attempts = new Map<string, AttemptRef>();
  #waiting: Waiting[] = [];
  /** Runners to be kept; never more than slots. */
  #wanted: number;
  #failedStarts = 0;
  #refill: NodeJS.Timeout | null = null;
  #closed = false;
  #peakMemoryBytes = 0;

  constructor(options: SlotsOptions) {
    this.#options = options;
    const { slots, spare = null } = options;
    this.#wanted = spare === null ? slots : 1;
    this.#fill();
    void spare?.then(() => this.#want(slots));
  }

  get peakMemoryBytes(): number {
    for (const runner of this.#runners.keys()) this.#notePeak(runner);
    return this.#peakMemoryBytes;
  }

  get busy(): number {
    return this.#attempts.size;
  }

  /** Attempts wait for a slot: no slot will be idle. */
  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Attempts that are running or waiting for their slot. */
  attempts(): AttemptRef[] {
    return [...this.#attempts.values()];
  }

  has(attempt: AttemptRef): boolean {
    return this.#attempts.has(attemptKey(attempt));
  }

  progress(attempt: AttemptRef): RunnerProgress {
    return (
      this.#runnerOf(attemptKey(attempt))?.progress ?? { bytes: 0, records: 0, memoryBytes: 0 }
    );
  }

  /** Attempts in a runner, with the memory of all its processes. */
  memoryOfTasks(): TaskMemory[] {
    return [...this.#runners.keys()].flatMap((runner) => {
      const attempt =
        runner.kind === "running" ? this.#attempts.get(runner.attempt ?? "") : undefined;
      return attempt === undefined ? [] : [{ attempt, bytes: runner.memoryBytes }];
    });
  }

  processIds(): number[] {
    return [...this.#runners.keys(), ...this.#dying].flatMap((runner) => runner.processId ?? []);
  }

  start(request: RunRequest, listener: AttemptListener): void {
    if (this.#closed) return listener.ended(RETIRED, null);
    const { attempt } = request.assignment;
    const key = attemptKey(attempt);
    this.#attempts.set(key, attempt);
    this.#want(this.#attempts.size);
    this.#waiting.push({
      request,
      listener: {
        wantSources: (stage) => listener.wantSources(stage),
        log: (lines) => listener.log(lines),
        ended: (outcome, mark) => {
          this.#attempts.delete(key);
          listener.ended(outcome, mark);
        },
      },
    });
    this.#pump();
  }

  /** Ends one attempt with `verdict`; false when it is not here. */
  stop(attempt: AttemptRef, verdict: AttemptFailure): boolean {
    const key = attemptKey(attempt);
    const waiting = this.#waiting.find((one) => attemptKey(one.request.assignment.attempt) === key);
    if (waiting !== undefined) {
      this.#waiting = this.#waiting.filter((one) => one !== waiting);
      waiting.listener.ended(verdict, null);
      return true;
    }
    const runner = this.#runnerOf(key);
    if (runner === undefined) return false;
    this.#kill(runner, verdict);
    return true;
  }

  sendSources(attempt: AttemptRef, stage: string, batch: SourceBatch): void {
    const key = attemptKey(attempt);
    this.#runnerOf(key)?.sendSources(key, stage, batch);
  }

  /** The job is over: processes that have its code loaded are replaced by fresh ones. */
  retire(job: JobId): void {
    for (const [runner, use] of this.#runners) {
      if (use === job && runner.attempt === null) this.#kill(runner, RETIRED);
    }
  }

  /** Idle runners that have worked give back what they took: fresh ones are in their places. */
  renewIdle(): void {
    for (const [runner, use] of this.#runners) {
      if (use !== null && runner.kind === "idle") this.#kill(runner, RETIRED);
    }
  }

  /** Kills everything; resolves when no process is left. */
  async close(verdict: AttemptFailure): Promise<void> {
    this.#closed = true;
    if (this.#refill !== null) clearTimeout(this.#refill);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { listener } of waiting) listener.ended(verdict, null);
    for (const runner of this.#runners.keys()) this.#kill(runner, verdict);
    await Promise.all([...this.#dying].map((runner) => runner.dead));
  }

  #runnerOf(key: string): RunnerProcess | undefined {
    for (const runner of this.#runners.keys()) if (runner.attempt === key) return runner;
    return undefined;
  }

  #kill(runner: RunnerProcess, verdict: AttemptFailure): void {
    this.#notePeak(runner);
    this.#runners.delete(runner);
    this.#dying.add(runner);
    runner.kill(verdict);
    this.#fill();
  }

  #pump(): void {
    while (this.#waiting.length > 0 && !this.#closed) {
      const first = this.#waiting[0];
      if (first === undefined) return;
      const runner = this.#pick(useOf(first.request));
      if (runner === undefined) return;
      this.#waiting.shift();
      this.#runners.set(runner, useOf(first.request));
      runner.run(first.request, first.listener);
    }
  }

  /** Best first: one that knows the job, a fresh one, one whose last job may be thrown away for a fresh one. */
  #pick(use: string): RunnerProcess | undefined {
    const free = [...this.#runners].filter(
      ([runner]) =>
        runner.attempt === null && (runner.kind === "idle" || runner.kind === "starting"),
    );
    const known = free.find(([, before]) => before === use);
    const fresh = free.find(([runner, before]) => before === null && runner.kind === "idle");
    const starting = free.find(([, before]) => before === null);
    const chosen = known ?? fresh ?? starting;
    if (chosen !== undefined) return chosen[0];
    const other = free[0];
    if (other === undefined) return undefined;
    this.#kill(other[0], RETIRED);
    return [...this.#runners].find(
      ([runner, before]) => before === null && runner.attempt === null,
    )?.[0];
  }

  #want(runners: number): void {
    if (runners <= this.#wanted) return;
    this.#wanted = Math.min(runners, this.#options.slots);
    this.#fill();
  }

  #fill(): void {
    if (this.#closed || this.#refill !== null) return;
    while (this.#runners.size < this.#wanted) {
      const runner = new RunnerProcess(this.#options.runner, (one) => this.#changed(one));
      this.#runners.set(runner, null);
    }
  }

  #changed(runner: RunnerProcess): void {
    if (runner.kind === "dead") this.#gone(runner);
    else {
      this.#failedStarts = 0;
      this.#pump();
    }
  }

  #gone(runner: RunnerProcess): void {
    this.#notePeak(runner);
    this.#dying.delete(runner);
    if (!this.#runners.delete(runner)) return this.#pump();
    if (runner.everReady) this.#fill();
    else this.#fillLater();
    this.#pump();
  }

  #fillLater(): void {
    if (this.#closed || this.#refill !== null) return;
    this.#failedStarts += 1;
    const pauseMs = backoffMs(this.#failedStarts, (this.#options.random ?? Math.random)());
    this.#refill = setTimeout(() => {
      this.#refill = null;
      this.#fill();
      this.#pump();
    }, pauseMs);
  }

  #notePeak(runner: RunnerProcess): void {
    this.#peakMemoryBytes = Math.max(this.#peakMemoryBytes, runner.peakMemoryBytes);
  }
}

function useOf({ assignment }: RunRequest): string {
  return assignment.spec.code.kind === "library" ? "library" : assignment.spec.id;
}

/**
 * Stops a task whose processes take more memory than it may have.
 *
 * Owns: a timer while a task runs. Talks to: /proc through process-tree.
 *
 * W1. What counts is resident memory of the runner and of everything that it has started: heap, buffers, WebAssembly,
 *     threads, child processes.
 * W2. Over the limit by TOLERANCE it is called `exceeded` once, at most some POLL_MS after it was so.
 * W3. A look at a runner without children costs a small read, and every CHILDREN_EVERY-th one more for each of its threads;
 *     at one with children, about a twentieth of the time. Children that its code starts by node:child_process are told of
 *     at once (note-spawns.ts): those of its threads and of native modules may count a second late.
 * W4. Without /proc the runner's own reports count: a loop that never yields, and child processes, are not seen.
 * W5. At the end of a task that was looked at, however lately, no child of its runner is missed.
 */

import { hasChildren, residentBytes, runnersProcesses } from "./process-tree.js";

const POLL_MS = 200;
const CHILDREN_EVERY = 5;
const TOLERANCE = 1.1;
const COST_FACTOR = 20;
/** On a machine so busy that looking takes long, it is still looked. */
const MOST_PAUSE_MS = 500;

export interface MemoryUse {
  readonly bytes: number;
  readonly processes: number;
}

export class MemoryWatch {
  /** What watches the runner's lifeline: no process of a task. */
  watcher: number | null = null;
  readonly #runner: number;
  readonly #name: string;
  readonly #exceeded: (use: MemoryUse) => void;
  #limitBytes: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** The task has started processes, some time. */
  #hasFamily = false;
  #looks = 0;
  #nextFamilyAt = 0;
  #ownBytes = 0;
  #familyBytes = 0;

  constructor(runner: number, name: string, exceeded: (use: MemoryUse) => void) {
    this.#runner = runner;
    this.#name = name;
    this.#exceeded = exceeded;
  }

  /** A task begins. */
  begin(limitBytes: number): void {
    this.#limitBytes = limitBytes;
    this.#hasFamily = false;
    this.#looks = 0;
    this.#familyBytes = 0;
    // It runs on after short tasks: one that begins soon after costs no timer.
    this.#timer ??= setInterval(() => this.#look(), POLL_MS).unref();
  }

  end(): void {
    this.#limitBytes = null;
  }

  close(): void {
    this.end();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Of all processes of the task, as far as it was seen lately. */
  get bytes(): number {
    return this.#ownBytes + this.#familyBytes;
  }

  /** Whether the task has children, or was seen with some (W5). */
  hasFamily(): boolean {
    if (this.#looks > 0) this.#hasFamily ||= hasChildren(this.#runner, this.watcher);
    return this.#hasFamily;
  }

  noteFamily(): void {
    this.#hasFamily = true;
  }

  /** What the runner itself says; counts where nothing better is known. */
  told(bytes: number): void {
    if (residentBytes(this.#runner) === null) this.#judge({ bytes, processes: 1 });
  }

  #look(): void {
    if (this.#limitBytes === null) return this.close();
    const own = residentBytes(this.#runner);
    if (own === null) return;
    this.#ownBytes = own;
    if (this.#looks++ % CHILDREN_EVERY === 0) {
      this.#hasFamily ||= hasChildren(this.#runner, this.watcher);
    }
    if (this.#judge({ bytes: own, processes: 1 }) || !this.#hasFamily) return;
    const before = performance.now();
    if (before < this.#nextFamilyAt) return;
    const family = runnersProcesses(this.#runner, this.#name, this.watcher);
    const after = performance.now();
    this.#nextFamilyAt = after + Math.min((after - before) * COST_FACTOR, MOST_PAUSE_MS);
    this.#familyBytes = family.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0);
    this.#judge({ bytes: this.bytes, processes: family.length + 1 });
  }

  #judge(use: MemoryUse): boolean {
    if (this.#limitBytes === null || use.bytes <= this.#limitBytes * TOLERANCE) return false;
    this.end();
    this.#exceeded(use);
    return true;
  }
}

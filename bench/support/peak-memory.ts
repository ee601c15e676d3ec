/**
 * The largest resident set that any single process of a command reached.
 *
 * K1. What is read is the kernel's own high-water mark (VmHWM), so only what a process takes in its last moments, after
 *     the last look at it, is missed.
 * K2. Looking is cheap: children of main threads are followed each time, those of other threads every tenth time.
 */

import { readdirSync, readFileSync } from "node:fs";

const LOOK_MS = 25;
const THOROUGH_EVERY = 10;

export class PeakMemory {
  private bytes = 0;
  private looks = 0;
  private readonly root: number;
  private readonly timer: NodeJS.Timeout;
  /** Found below other threads than the main one. */
  private readonly hidden = new Set<number>();

  constructor(root: number) {
    this.root = root;
    this.timer = setInterval(() => this.look(), LOOK_MS);
  }

  /** The peak so far, in bytes; looks no more. */
  stop(): number {
    clearInterval(this.timer);
    return this.bytes;
  }

  private look(): void {
    const isThorough = this.looks++ % THOROUGH_EVERY === THOROUGH_EVERY - 1;
    const seen = new Set<number>();
    const pending = [this.root, ...this.hidden];
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readOrEmpty(`/proc/${id}/status`))?.[1];
      if (kilobytes === undefined) this.hidden.delete(id);
      this.bytes = Math.max(this.bytes, Number(kilobytes ?? 0) * 1024);
      pending.push(...childrenOf(id, id));
      if (!isThorough) continue;
      for (const thread of threadsOf(id)) {
        for (const child of childrenOf(id, thread)) {
          this.hidden.add(child);
          pending.push(child);
        }
      }
    }
  }
}

function childrenOf(id: number, thread: number): number[] {
  return readOrEmpty(`/proc/${id}/task/${thread}/children`).split(" ").filter(Boolean).map(Number);
}

function threadsOf(id: number): number[] {
  try {
    return readdirSync(`/proc/${id}/task`)
      .map(Number)
      .filter((thread) => thread !== id);
  } catch {
    return []; // It has just gone.
  }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // It has just gone.
  }
}

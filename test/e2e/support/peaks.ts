/** The largest resident set of every process of a sandbox, as the kernel counts it, while a run goes on. */

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Result } from "./cli.js";
import type { Sandbox } from "./sandbox.js";

export interface Peaks {
  readonly result: Result;
  readonly elapsedMs: number;
  /** Bytes by kind of process; `command` holds the master of a local run. */
  readonly command: number;
  readonly worker: number;
  readonly runner: number;
}

const INTERVAL_MS = 50;

export async function measurePeaks(sandbox: Sandbox, args: readonly string[]): Promise<Peaks> {
  const startedAt = performance.now();
  const running = sandbox.start(args, { timeoutMs: 600_000 });
  const peaks = { command: 0, worker: 0, runner: 0 };
  const note = (kind: keyof typeof peaks, processIds: readonly number[]) => {
    for (const id of processIds) peaks[kind] = Math.max(peaks[kind], peakOf(id));
  };
  while (running.child.exitCode === null && running.child.signalCode === null) {
    note("command", [running.child.pid ?? 0]);
    note("worker", sandbox.processesOf("worker"));
    note("runner", sandbox.processesOf("runner"));
    await sleep(INTERVAL_MS);
  }
  const result = await running.ended;
  return { result, elapsedMs: performance.now() - startedAt, ...peaks };
}

/** The high-water mark: what was missed between two looks is in it. 0 for a process that has gone. */
function peakOf(processId: number): number {
  try {
    const status = readFileSync(`/proc/${processId}/status`, "utf8");
    return 1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

export function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

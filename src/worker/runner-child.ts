/**
 * The child process of a runner: how it is started, ended, and known to be gone.
 *
 * D1. It leads a process group and a session of its own, and carries its name in the environment.
 * D2. Should the kernel run out of memory, it ends runners, and what they have started, rather than their agent.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { type Duplex, PassThrough, type Stream } from "node:stream";
import { RUNNER_VARIABLE } from "./process-tree.js";
import type { CrashReport } from "./runner-death.js";
import { CHANNEL } from "./runner-protocol.js";

/** A grandchild that left the group may hold the output pipes open: its words are not waited for longer. */
const LAST_WORDS_MS = 500;
/** Of at most 1000; what a process has by itself is its share of the memory in thousandths. */
const KERNEL_CHOICE = "500";

export interface RunnerOptions {
  /** Absolute path of the built runner. */
  readonly entry: string;
  readonly environment: { readonly [name: string]: string };
  readonly heapMegabytes: number;
  /** Working directory until a job says otherwise. */
  readonly directory: string;
}

export function startChild(options: RunnerOptions, name: string): ChildProcess {
  const heapLimit = `--max-old-space-size=${options.heapMegabytes}`;
  const child = spawn(process.execPath, [heapLimit, options.entry], {
    cwd: options.directory,
    env: { ...options.environment, [RUNNER_VARIABLE]: name },
    detached: true,
    // stdin, stdout, stderr, CHANNEL, LIFELINE.
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
  });
  // Writing to, or the end of, a dying runner's pipes is no news: `exit` is.
  for (const stream of pipesOf(child)) stream?.on("error", () => undefined);
  offerToKernel(child);
  return child;
}

/** The agent's end of the pipe on which both speak. */
export function channelOf(child: ChildProcess): Duplex {
  return (pipesOf(child)[CHANNEL] as Duplex | undefined) ?? new PassThrough().destroy();
}

/** Without free descriptors Node makes no pipes, whatever its types say; the process's `error` follows. */
function pipesOf(child: Partial<ChildProcess>): readonly (Stream | null | undefined)[] {
  return child.stdio ?? [];
}

/** D2. */
function offerToKernel({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, KERNEL_CHOICE);
  } catch {
    // Not Linux, not allowed, or gone already: the kernel's own choice must do.
  }
}

export async function removeLeftovers(paths: readonly string[]): Promise<void> {
  const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;
  // What cannot be removed now goes with the job's folder, or with the worker's.
  await Promise.all(paths.map((path) => rm(path, options).catch(() => undefined)));
}

export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // ESRCH: everybody in the group has gone already.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** Calls back once, when the process has gone and its pipes are read to the end (or stay open for too long). */
export function watchDeath(child: ChildProcess, died: (report: CrashReport) => void): void {
  let report: CrashReport | null = null;
  let told = false;
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    if (told || report === null) return;
    told = true;
    clearTimeout(timer);
    died(report);
  };
  child.on("error", (error) => {
    // A failed fork has no `exit`; a failed send or kill is followed by one.
    if (child.pid !== undefined) return;
    report = { exitCode: null, signal: null, cause: error.message, lastLines: [] };
    tell();
  });
  child.on("exit", (exitCode, signal) => {
    killGroup(child);
    report = { exitCode, signal, cause: null, lastLines: [] };
    timer = setTimeout(tell, LAST_WORDS_MS);
  });
  child.on("close", tell);
}

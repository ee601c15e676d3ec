/**
 * One runner: a child process in a process group of its own that runs one attempt at a time.
 *
 * Owns: the child, its lifecycle, its attempt's deadline and what it prints. Talks to: the runner over IPC
 * (runner-protocol.ts), and to the slots above through an AttemptListener.
 *
 *   starting -> idle <-> running -> stopping -> dead        (every living state may also go straight to dead)
 *
 * Q1. Each attempt handed in ends in exactly one outcome, whatever happens to the process.
 * Q2. An outcome that is not a success (nor a clean fetch failure) is told only when the process and its whole group
 *     are gone: nobody writes to the attempt's folder after that.
 * Q3. Death takes the group along: programs that the user's code started never outlive their runner.
 * Q4. The other end of the lifeline pipe is in the runner: however the agent dies, the kernel closes it and the
 *     runner kills itself, even in the middle of an endless loop.
 * Q5. The folder of its last job's attempts is removed when it has died; the job's end removes the others.
 */

import { type ChildProcess, fork } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { unreachable } from "../engine/error.js";
import type { AttemptFailure } from "../engine/graph.js";
import { attemptKey } from "../engine/ids.js";
import { LineSplitter } from "./log-lines.js";
import { ProgressDeadline } from "./progress-deadline.js";
import { type CrashReport, crashFailure, isTelling, timeoutFailure } from "./runner-death.js";
import type { AttemptOutcome, FromRunner, RunRequest, ToRunner } from "./runner-protocol.js";
import type { SourceBatch } from "./source-table.js";

/** A grandchild that left the group may hold the output pipes open: its words are not waited for longer. */
const LAST_WORDS_MS = 500;
const TAIL_LINES = 20;

/** Runners of this process so far: their names are never used again. */
let started = 0;

export interface RunnerOptions {
  /** Absolute path of the built runner. */
  readonly entry: string;
  readonly environment: { readonly [name: string]: string };
  readonly heapMegabytes: number;
  /** Working directory until a job says otherwise. */
  readonly directory: string;
}

export interface AttemptListener {
  wantSources(stage: string): void;
  log(lines: readonly string[]): void;
  ended(outcome: AttemptOutcome): void;
}

export interface RunnerProgress {
  readonly bytes: number;
  readonly records: number;
  readonly memoryBytes: number;
}

interface Task {
  readonly key: string;
  readonly request: RunRequest;
  readonly listener: AttemptListener;
}

type RunnerState =
  | { readonly kind: "starting"; next: Task | null }
  | { readonly kind: "idle" }
  | {
      readonly kind: "running";
      readonly task: Task;
      readonly deadline: ProgressDeadline;
      progress: RunnerProgress;
    }
  /** Killed by us; `verdict` is what the attempt, if there was one, ends in. */
  | { readonly kind: "stopping"; readonly task: Task | null; readonly verdict: AttemptFailure }
  | { readonly kind: "dead" };

const NOTHING_YET: RunnerProgress = { bytes: 0, records: 0, memoryBytes: 0 };

export class RunnerProcess {
  /** Resolves when the process is gone, its last words are read and its folder is removed. */
  readonly dead: Promise<void>;
  /** Largest resident set that the runner told of. */
  peakMemoryBytes = 0;
  readonly #name = `runner-${++started}`;
  readonly #child: ChildProcess;
  readonly #changed: (runner: RunnerProcess) => void;
  readonly #tail: string[] = [];
  #state: RunnerState = { kind: "starting", next: null };
  #listener: AttemptListener | null = null;
  #everReady = false;
  /** Below the folder of the job that it worked for last. */
  #directory: string | null = null;

  /** `changed` is called when the runner became idle or died. */
  constructor(options: RunnerOptions, changed: (runner: RunnerProcess) => void) {
    this.#changed = changed;
    this.#child = startChild(options);
    const out = new LineSplitter((lines) => this.#printed(lines, false));
    const err = new LineSplitter((lines) => this.#printed(lines, true));
    this.#child.stdout?.on("data", (bytes: Buffer) => out.write(bytes)).on("end", () => out.end());
    this.#child.stderr?.on("data", (bytes: Buffer) => err.write(bytes)).on("end", () => err.end());
    this.#child.on("message", (message) => this.#message(message as FromRunner));
    this.dead = new Promise((resolve) => {
      watchDeath(this.#child, (report) => {
        this.#died(report);
        void removeLeftovers(this.#directory).then(resolve);
      });
    });
  }

  get kind(): RunnerState["kind"] {
    return this.#state.kind;
  }

  get processId(): number | undefined {
    return this.#child.pid;
  }

  /** False for one that died before it could take any work. */
  get everReady(): boolean {
    return this.#everReady;
  }

  /** Key of the attempt it works on, or is about to. */
  get attempt(): string | null {
    const state = this.#state;
    if (state.kind === "starting") return state.next?.key ?? null;
    return state.kind === "running" || state.kind === "stopping" ? (state.task?.key ?? null) : null;
  }

  get progress(): RunnerProgress {
    return this.#state.kind === "running" ? this.#state.progress : NOTHING_YET;
  }

  /** Only while idle, or starting without work. */
  run(request: RunRequest, listener: AttemptListener): void {
    const task = { key: attemptKey(request.assignment.attempt), request, listener };
    if (this.#state.kind === "starting") this.#state.next = task;
    else this.#begin(task);
  }

  sendSources(attempt: string, stage: string, batch: SourceBatch): void {
    if (this.#state.kind !== "running" || this.#state.task.key !== attempt) return;
    this.#send({ kind: "sources", attempt, stage, ...batch });
  }

  /** Ends the process and its group now; an attempt in it ends in `verdict`. Repeating it is harmless. */
  kill(verdict: AttemptFailure): void {
    const state = this.#state;
    if (state.kind === "dead" || state.kind === "stopping") return;
    const task =
      state.kind === "running" ? state.task : state.kind === "starting" ? state.next : null;
    if (state.kind === "running") state.deadline.clear();
    this.#state = { kind: "stopping", task, verdict };
    killGroup(this.#child);
  }

  #begin(task: Task): void {
    const { taskTimeoutMs } = task.request.assignment.spec.settings;
    const deadline = new ProgressDeadline(taskTimeoutMs, () =>
      this.kill(timeoutFailure(task.request.assignment, taskTimeoutMs)),
    );
    this.#listener = task.listener;
    this.#tail.length = 0;
    this.#state = { kind: "running", task, deadline, progress: NOTHING_YET };
    this.#directory = join(task.request.directory, this.#name);
    this.#send({ kind: "run", request: { ...task.request, directory: this.#directory } });
  }

  #send(message: ToRunner): void {
    // A runner that is just dying cannot be told anything; its death is told by `exit`.
    this.#child.send(message, () => undefined);
  }

  #message(message: FromRunner): void {
    if (message.kind === "ready") return this.#ready();
    const state = this.#state;
    // U1: late words about an attempt that is no longer ours.
    if (state.kind !== "running" || state.task.key !== message.attempt) return;
    switch (message.kind) {
      case "progress":
        this.#progressed(state, message);
        return;
      case "want-sources":
        state.task.listener.wantSources(message.stage);
        return;
      case "log":
        state.task.listener.log(message.lines);
        return;
      case "succeeded":
        this.peakMemoryBytes = Math.max(this.peakMemoryBytes, message.report.peakMemoryBytes);
        this.#finish(state, { kind: "succeeded", report: message.report });
        return;
      case "ended":
        if (message.reusable) this.#finish(state, message.failure);
        else this.kill(message.failure);
        return;
      default:
        unreachable(message, "runner message");
    }
  }

  #ready(): void {
    if (this.#state.kind !== "starting") return;
    this.#everReady = true;
    const next = this.#state.next;
    this.#state = { kind: "idle" };
    if (next !== null) this.#begin(next);
    else this.#changed(this);
  }

  #progressed(
    state: Extract<RunnerState, { kind: "running" }>,
    message: Extract<FromRunner, { kind: "progress" }>,
  ): void {
    state.progress = message;
    this.peakMemoryBytes = Math.max(this.peakMemoryBytes, message.memoryBytes);
    if (message.waiting) state.deadline.pause();
    else state.deadline.resume();
    state.deadline.touch();
  }

  #finish(state: Extract<RunnerState, { kind: "running" }>, outcome: AttemptOutcome): void {
    state.deadline.clear();
    this.#state = { kind: "idle" };
    // What the task printed before its end is in the pipes by now: one turn lets it be read first.
    setImmediate(() => {
      state.task.listener.ended(outcome);
      this.#changed(this);
    });
  }

  #printed(lines: readonly string[], isError: boolean): void {
    const telling = isError ? lines.filter(isTelling) : lines;
    this.#listener?.log(telling);
    if (!isError) return;
    this.#tail.push(...telling);
    this.#tail.splice(0, Math.max(0, this.#tail.length - TAIL_LINES));
  }

  #died(report: CrashReport): void {
    const state = this.#state;
    this.#state = { kind: "dead" };
    const facts = { ...report, lastLines: [...this.#tail] };
    if (state.kind === "running") {
      state.deadline.clear();
      state.task.listener.ended(crashFailure(state.task.request.assignment, facts));
    } else if (state.kind === "stopping") {
      state.task?.listener.ended(state.verdict);
    } else if (state.kind === "starting" && state.next !== null) {
      // It never saw the task: the machine is to blame, not the job.
      const failure = crashFailure(state.next.request.assignment, facts);
      state.next.listener.ended({ kind: "lost", error: failure.error });
    }
    this.#changed(this);
  }
}

function startChild(options: RunnerOptions): ChildProcess {
  const child = fork(options.entry, [], {
    cwd: options.directory,
    env: { ...options.environment },
    execArgv: [`--max-old-space-size=${options.heapMegabytes}`],
    detached: true,
    // stdin, stdout, stderr, IPC, lifeline.
    stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"],
  });
  // Writing to, or the end of, a dying runner's pipes is no news: `exit` is.
  for (const stream of child.stdio) stream?.on("error", () => undefined);
  return child;
}

async function removeLeftovers(directory: string | null): Promise<void> {
  if (directory === null) return;
  const options = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;
  // What cannot be removed now goes with the job's folder, or with the worker's.
  await rm(directory, options).catch(() => undefined);
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // ESRCH: everybody in the group has gone already.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** Calls back once, when the process has gone and its pipes are read to the end (or stay open for too long). */
function watchDeath(child: ChildProcess, died: (report: CrashReport) => void): void {
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

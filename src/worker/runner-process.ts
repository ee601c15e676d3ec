/**
 * One runner: a child process in a process group of its own that runs one attempt at a time.
 *
 * Owns: the child, its lifecycle, its attempt's deadline and what it prints. Talks to: the runner over a pipe
 * (runner-protocol.ts), and to the slots above through an AttemptListener.
 *
 *   starting -> idle <-> running -> stopping -> dead        (every living state may also go straight to dead)
 *
 * Q1. Each attempt handed in ends in exactly one outcome, whatever happens to the process.
 * Q2. An outcome that is not a success (nor a clean fetch failure) is told only when the process and its whole group
 *     are gone: nobody writes to the attempt's folder after that.
 * Q3. Death takes the group along, and all else that can be found of what the user's code started. What still runs
 *     when its task has succeeded is ended and named, and so is the runner, whose code believes it to be there.
 * Q4. The other end of the lifeline pipe is in the runner: however the agent dies, the kernel closes it and the
 *     runner kills itself, even in the middle of an endless loop.
 * Q5. Over its memory, all its processes together, an attempt is stopped; see memory-watch.ts.
 * Q6. The folder of its last job's attempts is removed when it has died; the job's end removes the others.
 */

import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { unreachable } from "../engine/error.js";
import type { AttemptFailure } from "../engine/graph.js";
import { attemptKey, attemptName } from "../engine/ids.js";
import type { JobSettings } from "../engine/job.js";
import { LineSplitter } from "./log-lines.js";
import { ProgressDeadline } from "./progress-deadline.js";
import { type FoundProcess, killProcess, runnersProcesses } from "./process-tree.js";
import { MemoryWatch } from "./memory-watch.js";
import { readMark, type RecordMark } from "./record-mark.js";
import { type MessagePipe, openMessagePipe } from "./message-pipe.js";
import {
  channelOf,
  killGroup,
  removeLeftovers,
  type RunnerOptions,
  startChild,
  watchDeath,
} from "./runner-child.js";
import {
  type CrashReport,
  crashFailure,
  isTelling,
  memoryFailure,
  timeoutFailure,
  withSkipHint,
} from "./runner-death.js";
import {
  type AttemptOutcome,
  type FromRunner,
  markPath,
  type RunRequest,
  type ToRunner,
} from "./runner-protocol.js";
import type { SourceBatch } from "./source-table.js";

const TAIL_LINES = 20;

export type { RunnerOptions } from "./runner-child.js";

/** What a task may need beside its JavaScript heap, its data budget (twice) and its longest record. */
const MEMORY_ALLOWANCE_BYTES = 512 * 2 ** 20;

/** Runners of this process so far: their names are never used again. */
let started = 0;

export interface AttemptListener {
  wantSources(stage: string): void;
  log(lines: readonly string[]): void;
  /** `mark`: where in its input the process was, when it has died and that was noted. */
  ended(outcome: AttemptOutcome, mark: RecordMark | null): void;
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
  /** Unlike `name` not that of a runner of another agent. */
  readonly #fullName: string;
  readonly #child: ChildProcess;
  readonly #channel: MessagePipe<ToRunner>;
  readonly #changed: (runner: RunnerProcess) => void;
  readonly #tail: string[] = [];
  #state: RunnerState = { kind: "starting", next: null };
  #listener: AttemptListener | null = null;
  #everReady = false;
  /** Below the folder of the job that it worked for last. */
  #directory: string | null = null;
  readonly #options: RunnerOptions;
  readonly #memory: MemoryWatch;

  /** `changed` is called when the runner became idle or died. */
  constructor(options: RunnerOptions, changed: (runner: RunnerProcess) => void) {
    this.#changed = changed;
    this.#options = options;
    const { pid } = process;
    this.#fullName = `${pid}-${this.#name}`;
    this.#child = startChild(options, this.#fullName);
    this.#memory = new MemoryWatch(this.#child.pid ?? 0, this.#fullName, (use) => {
      const state = this.#state;
      if (state.kind !== "running") return;
      const { assignment } = state.task.request;
      const failure = memoryFailure(assignment, use, this.#memoryLimit(assignment.spec.settings));
      this.kill(withSkipHint(failure, assignment));
    });
    const out = new LineSplitter((lines) => this.#printed(lines, false));
    const err = new LineSplitter((lines) => this.#printed(lines, true));
    this.#child.stdout?.on("data", (bytes: Buffer) => out.write(bytes)).on("end", () => out.end());
    this.#child.stderr?.on("data", (bytes: Buffer) => err.write(bytes)).on("end", () => err.end());
    this.#channel = openMessagePipe<ToRunner, FromRunner>(channelOf(this.#child), (message) =>
      this.#message(message),
    );
    this.dead = new Promise((resolve) => {
      watchDeath(this.#child, (report) => {
        this.#died(report);
        const directory = this.#directory;
        const left = directory === null ? [] : [directory, markPath({ directory })];
        void removeLeftovers(left).then(resolve);
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

  /** Resident memory of all its processes, as it was seen lately. */
  get memoryBytes(): number {
    return this.#memory.bytes;
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
    this.#memory.end();
    const family = this.#family();
    killGroup(this.#child);
    for (const { id } of family) killProcess(id);
  }

  /** Processes that the running task has started, as far as there is reason to look for any. */
  #family(): readonly FoundProcess[] {
    const { pid } = this.#child;
    if (pid === undefined || !this.#memory.hasFamily()) return [];
    return runnersProcesses(pid, this.#fullName, this.#memory.watcher);
  }

  #memoryLimit({ taskMemoryBytes, memoryBytes, recordLimitBytes }: JobSettings): number {
    const heapBytes = this.#options.heapMegabytes * 2 ** 20;
    // A record of greatest length is in a buffer, in the one that it grew out of, and in the hands of the job.
    const dataBytes = 2 * memoryBytes + 3 * recordLimitBytes;
    return taskMemoryBytes ?? heapBytes + dataBytes + MEMORY_ALLOWANCE_BYTES;
  }

  #begin(task: Task): void {
    const { assignment } = task.request;
    const { settings } = assignment.spec;
    const { taskTimeoutMs } = settings;
    const deadline = new ProgressDeadline(taskTimeoutMs, () =>
      this.kill(withSkipHint(timeoutFailure(assignment, taskTimeoutMs), assignment)),
    );
    this.#listener = task.listener;
    this.#tail.length = 0;
    this.#state = { kind: "running", task, deadline, progress: NOTHING_YET };
    this.#directory = join(task.request.directory, this.#name);
    this.#memory.begin(this.#memoryLimit(settings));
    this.#send({ kind: "run", request: { ...task.request, directory: this.#directory } });
  }

  #send(message: ToRunner): void {
    // A runner that is just dying cannot be told anything; its death is told by `exit`.
    this.#channel.send(message);
  }

  #message(message: FromRunner): void {
    if (message.kind === "ready") {
      this.#memory.watcher = message.watcher;
      return this.#ready();
    }
    const state = this.#state;
    // U1: late words about an attempt that is no longer ours.
    if (state.kind !== "running" || state.task.key !== message.attempt) return;
    switch (message.kind) {
      case "progress":
        this.#progressed(state, message);
        return;
      case "spawned":
        this.#memory.noteFamily();
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
    this.#memory.told(message.memoryBytes);
    if (this.#state !== state) return;
    if (message.waiting) state.deadline.pause();
    else state.deadline.resume();
    state.deadline.touch();
  }

  #finish(state: Extract<RunnerState, { kind: "running" }>, outcome: AttemptOutcome): void {
    state.deadline.clear();
    this.#memory.end();
    const family = this.#family();
    if (family.length > 0) this.#endWith(state.task, family);
    else this.#state = { kind: "idle" };
    // What the task printed before its end is in the pipes by now: one turn lets it be read first.
    setImmediate(() => {
      state.task.listener.ended(outcome, null);
      if (this.#state.kind === "idle") this.#changed(this);
    });
  }

  /** The task is over and has left processes behind. */
  #endWith({ request, listener }: Task, family: readonly FoundProcess[]): void {
    const names = family.map(({ id, name }) => `${name} (${id})`).join(", ");
    const task = attemptName(request.assignment.attempt);
    listener.log([`task ${task} left processes running, they were ended: ${names}`]);
    this.#state = { kind: "stopping", task: null, verdict: { kind: "stopped" } };
    killGroup(this.#child);
    for (const { id } of family) killProcess(id);
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
    // Those of a runner that died by itself; of one that was killed, those that were being born just then.
    for (const { id } of this.#family()) killProcess(id);
    this.#memory.close();
    const directory = this.#directory;
    const mark = directory === null ? null : readMark(markPath({ directory }));
    const facts = { ...report, lastLines: [...this.#tail] };
    if (state.kind === "running") {
      state.deadline.clear();
      const { assignment } = state.task.request;
      state.task.listener.ended(withSkipHint(crashFailure(assignment, facts), assignment), mark);
    } else if (state.kind === "stopping") {
      state.task?.listener.ended(state.verdict, mark);
    } else if (state.kind === "starting" && state.next !== null) {
      // It never saw the task: the machine is to blame, not the job.
      const failure = crashFailure(state.next.request.assignment, facts);
      state.next.listener.ended({ kind: "lost", error: failure.error }, null);
    }
    this.#changed(this);
  }
}

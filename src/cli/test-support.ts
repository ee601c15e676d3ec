/**
 * A pretended world for tests of the command line: streams that remember, signals on demand, a master by script.
 */

import { PassThrough, Readable } from "node:stream";
import { MrError } from "../engine/error.js";
import type { JobId } from "../engine/ids.js";
import type { JobView, StageView } from "../engine/view.js";
import type { MasterClient } from "../rpc/messages.js";
import type { Io, OutputStream, StopSignal } from "./io.js";

export interface FakeIo {
  readonly io: Io;
  out(): string;
  error(): string;
  signal(signal: StopSignal): void;
  /** Codes handed to `exitNow`. */
  readonly exits: number[];
}

export interface FakeIoOptions {
  readonly cwd?: string;
  readonly environment?: { readonly [name: string]: string };
  readonly stdin?: string;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export function fakeIo(options: FakeIoOptions = {}): FakeIo {
  const stdout = remembering(options);
  const stderr = remembering(options);
  const listeners = new Map<StopSignal, Set<() => void>>();
  const exits: number[] = [];
  const io: Io = {
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    cwd: options.cwd ?? "/nowhere",
    environment: options.environment ?? {},
    onSignal(signal, listener) {
      const own = listeners.get(signal) ?? new Set();
      listeners.set(signal, own.add(listener));
      return () => own.delete(listener);
    },
    exitNow(code) {
      exits.push(code);
      throw new MrError("MR_INTERRUPTED", `exit ${code}`);
    },
  };
  const signal = (name: StopSignal) => {
    for (const listener of listeners.get(name) ?? []) listener();
  };
  return { io, out: stdout.text, error: stderr.text, signal, exits };
}

function remembering({ isTTY, columns }: FakeIoOptions) {
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const output: OutputStream = Object.assign(stream, { isTTY: isTTY === true, columns });
  return { stream: output, text: () => Buffer.concat(chunks).toString("utf8") };
}

export const JOB = "j0123456789abcdefghjkmnpqrs" as JobId;

export function stageView(part: Partial<StageView> = {}): StageView {
  return {
    name: "map",
    tasks: 4,
    waiting: 2,
    running: 1,
    done: 1,
    bytesTotal: 4000,
    bytesDone: 1500,
    recordsDone: 15,
    ...part,
  };
}

export function jobView(part: Partial<JobView> = {}): JobView {
  return {
    id: JOB,
    name: "wordcount",
    state: { kind: "running" },
    submittedAt: 1_000_000,
    endedAt: null,
    inputFiles: 2,
    inputBytes: 4000,
    stages: [stageView()],
    counters: {},
    attempts: NO_ATTEMPTS,
    skipped: [],
    skippedRecords: 0,
    changedOutputs: 0,
    inputRecords: 40,
    outputPath: "/data/out",
    outputParts: 1,
    outputRecords: 7,
    outputBytes: 70,
    shuffleBytes: 300,
    shuffleRecords: 30,
    spills: 0,
    peakMemoryBytes: 50 * 1024 * 1024,
    cpuMs: 120,
    workers: 1,
    ...part,
  };
}

export const NO_ATTEMPTS = {
  started: 4,
  failed: 0,
  lost: 0,
  stopped: 0,
  fetchFailed: 0,
  backups: 0,
  reruns: 0,
};

export function endedView(
  outcome: Extract<JobView["state"], { kind: "ended" }>["outcome"],
  part: Partial<JobView> = {},
): JobView {
  const stages = [stageView({ waiting: 0, running: 0, done: 4, bytesDone: 4000 })];
  return jobView({ state: { kind: "ended", outcome }, endedAt: 1_002_000, stages, ...part });
}

/** Answers what the test overrides; anything else fails. */
export function fakeClient(part: Partial<MasterClient>): MasterClient {
  const refuse = () => Promise.reject(new MrError("MR_INTERNAL", "not in this test"));
  return {
    info: refuse,
    putBundle: refuse,
    submit: refuse,
    watch: () => fail(),
    job: refuse,
    jobs: refuse,
    workers: refuse,
    cancel: refuse,
    drain: refuse,
    history: refuse,
    logs: () => fail(),
    close: () => Promise.resolve(),
    ...part,
  };
}

async function* fail(): AsyncGenerator<never> {
  yield* [];
  throw new MrError("MR_INTERNAL", "not in this test");
}

/**
 * For tests of the master: a state directory, a planner without input, jobs for it, and a scripted worker that speaks
 * the real protocol over a real socket.
 */

import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { version } from "../config/layout.js";
import { EMPTY_DIGEST, type StageSpec, type TaskReport } from "../engine/graph.js";
import { type AttemptRef, attemptName, type JobId } from "../engine/ids.js";
import type { JobSpec } from "../engine/job.js";
import type { Planner } from "../engine/planner.js";
import { stagingDirectory } from "../output/staging.js";
import { type MasterMessage, PROTOCOL_VERSION, type WorkerMessage } from "../rpc/messages.js";
import { openWorkerSession, type WorkerSession } from "../rpc/worker-session.js";
import { type Master, type MasterOptions, startMaster } from "./master.js";

/** One stage of `program.tasks` tasks that write parts, then publish. */
export const PARTS_PLANNER: Planner = {
  type: "parts",
  plan(job, progress) {
    const stage = progress.stages[0];
    if (stage === undefined) return { kind: "add", stages: [partsStage(job)] };
    return stage.complete ? { kind: "publish", stages: ["write"] } : { kind: "wait" };
  },
};

function partsStage(job: JobSpec): StageSpec {
  const { tasks } = job.program as { tasks: number };
  const payloads = Array.from({ length: tasks }, (_, index) => ({ line: `line ${index}` }));
  return {
    name: "write",
    edges: [],
    sink: { kind: "part" },
    body: { do: "write" },
    payloads,
    sizesBytes: [],
  };
}

export class Rig {
  readonly folder: string;
  readonly lines: string[] = [];
  #masters: Master[] = [];
  #workers: FakeWorker[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create(): Promise<Rig> {
    return new Rig(await mkdtemp(join(tmpdir(), "mr-master-")));
  }

  get stateDirectory(): string {
    return join(this.folder, "state");
  }

  async start(options: Partial<MasterOptions> = {}): Promise<Master> {
    const master = await startMaster({
      host: "127.0.0.1",
      port: 0,
      stateDirectory: this.stateDirectory,
      token: null,
      planners: [PARTS_PLANNER],
      log: (line) => this.lines.push(line),
      onFatal: (error) => this.lines.push(`fatal: ${error.message}`),
      ...options,
    });
    this.#masters.push(master);
    return master;
  }

  async worker(address: string, options: FakeWorkerOptions = {}): Promise<FakeWorker> {
    const worker = await FakeWorker.join(address, options);
    this.#workers.push(worker);
    return worker;
  }

  job(name: string, tasks = 2): JobSpec {
    return {
      id: `j${name}` as JobId,
      name,
      type: "parts",
      code: { kind: "library", name: "parts" },
      program: { tasks },
      params: {},
      inputs: [],
      baseDirectory: this.folder,
      output: {
        path: join(this.folder, `out-${name}`),
        format: "text",
        compression: "none",
        overwrite: false,
      },
      settings: {
        partitions: null,
        splitSizeBytes: 1 << 26,
        memoryBytes: 1 << 26,
        maxAttempts: 4,
        skipBadRecords: 0,
        allowNondeterministic: false,
        taskMemoryBytes: null,
        recordLimitBytes: 1 << 26,
        taskTimeoutMs: 60_000,
      },
      idempotencyKey: `key-${name}`,
    };
  }

  async remove(): Promise<void> {
    for (const worker of this.#workers) await worker.close();
    for (const master of this.#masters) await master.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export interface FakeWorkerOptions {
  readonly name?: string;
  readonly incarnation?: string;
  readonly token?: string | null;
  readonly version?: string;
  /** False: assignments are collected, not carried out. */
  readonly working?: boolean;
}

/** Does what it is told: writes one line a task. */
export class FakeWorker {
  readonly received: MasterMessage[] = [];
  readonly incarnation: string;
  closed: { readonly error: Error | null } | null = null;
  #session: WorkerSession | null = null;
  readonly #jobs = new Map<JobId, JobSpec>();
  readonly #working: boolean;

  private constructor(options: FakeWorkerOptions) {
    this.incarnation = options.incarnation ?? randomBytes(8).toString("hex");
    this.#working = options.working ?? true;
  }

  static async join(address: string, options: FakeWorkerOptions): Promise<FakeWorker> {
    const worker = new FakeWorker(options);
    worker.#session = await openWorkerSession({
      address,
      token: options.token ?? null,
      hello: helloOf(options.name ?? "w1", worker.incarnation, options.version ?? version()),
      onMessage: (message) => void worker.#hear(message),
      onClose: (error) => {
        worker.closed = { error };
      },
    });
    return worker;
  }

  send(message: WorkerMessage): void {
    this.#session?.send(message);
  }

  of<Kind extends MasterMessage["kind"]>(kind: Kind): Extract<MasterMessage, { kind: Kind }>[] {
    return this.received.filter(
      (message): message is Extract<MasterMessage, { kind: Kind }> => message.kind === kind,
    );
  }

  async close(): Promise<void> {
    await this.#session?.close();
  }

  /** Carries out one assignment: the part file and the report. */
  async succeed(attempt: AttemptRef, line: string): Promise<void> {
    const spec = this.#jobs.get(attempt.job);
    if (spec === undefined) throw new Error("an assignment came before its job");
    const name = `part-${String(attempt.index).padStart(5, "0")}`;
    const folder = stagingDirectory(spec.output, attempt.job);
    const stagedPath = join(folder, `${attemptName(attempt)}.${name}`);
    const bytes = Buffer.from(`${line}\n`);
    await writeFile(stagedPath, bytes);
    const checksum = `crc32:${crc32(bytes).toString(16).padStart(8, "0")}`;
    const file = { stagedPath, name, records: 1, sizeBytes: bytes.length, checksum };
    this.send({ kind: "log", attempt, lines: [`writing ${line}`] });
    this.send({ kind: "succeeded", attempt, report: reportOf([file]) });
  }

  async #hear(message: MasterMessage): Promise<void> {
    this.received.push(message);
    if (message.kind === "job") this.#jobs.set(message.spec.id, message.spec);
    if (message.kind !== "assign" || !this.#working) return;
    const { line } = message.payload as { line: string };
    await this.succeed(message.attempt, line);
  }
}

export function helloOf(
  worker: string,
  incarnation: string,
  ownVersion = version(),
): Extract<WorkerMessage, { kind: "hello" }> {
  return {
    kind: "hello",
    info: {
      worker,
      incarnation,
      slots: 2,
      hostId: "host-1",
      dataAddress: "127.0.0.1:1",
      processId: process.pid,
    } as Extract<WorkerMessage, { kind: "hello" }>["info"],
    running: [],
    kept: [],
    shortOf: null,
    version: ownVersion,
    protocol: PROTOCOL_VERSION,
  };
}

export function reportOf(
  files: Extract<TaskReport["output"], { kind: "part" }>["files"],
): TaskReport {
  return {
    output: { kind: "part", files },
    counters: { written: 1 },
    totals: {},
    inputRecords: 1,
    inputBytes: 10,
    shuffleDigest: EMPTY_DIGEST,
    skipped: [],
    spills: 0,
    peakMemoryBytes: 1 << 20,
    cpuMs: 1.5,
  };
}

/** Polls until it holds; a test that waits for nothing fails after the bound. */
export async function until(what: string, holds: () => boolean, timeoutMs = 5_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/**
 * The master's side of a worker's session, by hand and in memory: what arrives is kept, what is sent is sent now.
 * Also makes the small messages that a master sends before an attempt can run.
 */

import { MrError } from "../../../src/engine/error.js";
import type { Sink } from "../../../src/engine/graph.js";
import type { AttemptRef, JobId } from "../../../src/engine/ids.js";
import type { CodeRef, JobSettings, JobSpec, Json } from "../../../src/engine/job.js";
import type { MasterMessage, WorkerMessage } from "../../../src/rpc/messages.js";
import type { Session, SessionRequest } from "../../../src/worker/services.js";
import { until } from "./processes.js";
import type { Script } from "./script.js";

type Ended = Extract<WorkerMessage, { kind: "ended" }>;
type Succeeded = Extract<WorkerMessage, { kind: "succeeded" }>;

export class FakeMaster {
  readonly sessions: FakeSession[] = [];
  readonly received: WorkerMessage[] = [];
  /** Set: every dial is refused with it. */
  refusal: MrError | null = null;
  heartbeatIntervalMs = 50;
  epoch = 1;

  readonly openSession = async (request: SessionRequest): Promise<Session> => {
    if (this.refusal !== null) throw this.refusal;
    const session = new FakeSession(this, request);
    this.sessions.push(session);
    return session;
  };

  get session(): FakeSession {
    const last = this.sessions.at(-1);
    if (last === undefined) throw new Error("nobody has dialled yet");
    return last;
  }

  send(...messages: MasterMessage[]): void {
    for (const message of messages) this.session.request.onMessage(message);
  }

  /** Sends the job, its stage and the assignment. */
  assign(attempt: AttemptRef, script: Script, options: Parameters<typeof jobSpec>[1] = {}): void {
    const spec = jobSpec(attempt.job, options);
    this.send({ kind: "job", spec }, stageMessage(attempt.job, attempt.stage, options.sink));
    this.send({ kind: "assign", attempt, payload: script as unknown as Json });
  }

  of<K extends WorkerMessage["kind"]>(kind: K): Extract<WorkerMessage, { kind: K }>[] {
    return this.received.filter(
      (message): message is Extract<WorkerMessage, { kind: K }> => message.kind === kind,
    );
  }

  logLines(): string[] {
    return this.of("log").flatMap((message) => message.lines);
  }

  async outcome(attempt: AttemptRef): Promise<Ended | Succeeded> {
    const find = () =>
      this.received.find(
        (message): message is Ended | Succeeded =>
          (message.kind === "ended" || message.kind === "succeeded") &&
          JSON.stringify(message.attempt) === JSON.stringify(attempt),
      );
    await until(`${JSON.stringify(attempt)} has ended`, () => find() !== undefined);
    const found = find();
    if (found === undefined) throw new Error("lost an outcome");
    return found;
  }

  async succeeded(attempt: AttemptRef): Promise<Succeeded["report"]> {
    const outcome = await this.outcome(attempt);
    if (outcome.kind === "ended") throw new Error(JSON.stringify(outcome.failure));
    return outcome.report;
  }

  async failure(attempt: AttemptRef): Promise<Ended["failure"]> {
    const outcome = await this.outcome(attempt);
    if (outcome.kind === "succeeded") throw new Error("it succeeded");
    return outcome.failure;
  }
}

export class FakeSession implements Session {
  readonly welcome: Session["welcome"];
  readonly request: SessionRequest;
  readonly #master: FakeMaster;
  #over = false;

  constructor(master: FakeMaster, request: SessionRequest) {
    this.#master = master;
    this.request = request;
    this.welcome = {
      kind: "welcome",
      epoch: master.epoch,
      version: "0",
      heartbeatIntervalMs: master.heartbeatIntervalMs,
      dataToken: "data-token",
    };
  }

  send(message: WorkerMessage): void {
    if (!this.#over) this.#master.received.push(message);
  }

  async close(): Promise<void> {
    this.end(null);
  }

  /** The connection breaks. */
  break(): void {
    this.end(new MrError("MR_UNREACHABLE", "connection reset"));
  }

  end(error: MrError | null): void {
    if (this.#over) return;
    this.#over = true;
    setImmediate(() => this.request.onClose(error));
  }
}

export function attemptOf(index: number, attempt = 1, stage = "map", job = "job-1"): AttemptRef {
  return { job: job as JobId, stage, index, attempt };
}

export function jobSpec(
  id: string,
  options: { code?: CodeRef; settings?: Partial<JobSettings>; sink?: Sink } = {},
): JobSpec {
  return {
    id: id as JobId,
    name: "scripted",
    type: "map-reduce",
    code: options.code ?? { kind: "library", name: "scripted" },
    program: null,
    params: {},
    inputs: [],
    baseDirectory: "/",
    output: { path: "/nowhere/out", format: "text", compression: "none", overwrite: false },
    settings: {
      partitions: 1,
      splitSizeBytes: 1 << 20,
      memoryBytes: 1 << 24,
      maxAttempts: 4,
      skipBadRecords: 0,
      allowNondeterministic: false,
      taskMemoryBytes: null,
      recordLimitBytes: 1 << 20,
      taskTimeoutMs: 60_000,
      ...options.settings,
    },
    idempotencyKey: id,
  };
}

export function stageMessage(
  job: JobId,
  name: string,
  sink: Sink = { kind: "segments", partitions: 1 },
): Extract<MasterMessage, { kind: "stage" }> {
  return { kind: "stage", job, stage: { name, edges: [], sink, body: null }, upstream: {} };
}

/**
 * The worker's shell: one process that talks to the master, serves segments and never runs user code.
 *
 * Owns: its incarnation, the link, the heartbeat, the segment server and the order in which all of it starts and ends.
 *
 *   serving -> draining -> closing -> closed        (serving may go straight to closing)
 *
 * R1. The incarnation lives as long as the process, across sessions, unless a master says that it is stale: then
 *     everything of it is dropped and a new life begins.
 * R2. Without a master running attempts go on for ORPHAN_GRACE_MS, in the hope that a restarted master (another epoch)
 *     adopts them. When the old master is back instead, its work was given to others: they are stopped.
 * R3. After `close` there is no process, no port and no file of ours left.
 */

import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { version } from "../config/layout.js";
import { MrError } from "../engine/error.js";
import type { WorkerInfo } from "../engine/event.js";
import type { AttemptFailure } from "../engine/graph.js";
import type { Incarnation, WorkerId } from "../engine/ids.js";
import { type MasterMessage, PROTOCOL_VERSION, type WorkerMessage } from "../rpc/messages.js";
import type { ResolvedAgentOptions } from "./agent-options.js";
import { Attempts } from "./attempts.js";
import { BundleCache } from "./bundles.js";
import { startHeartbeat } from "./heartbeat.js";
import { Link } from "./link.js";
import { Outbox } from "./outbox.js";
import { withoutStack } from "./runner-death.js";
import type { AgentServices, SegmentServer } from "./services.js";
import { Slots } from "./slots.js";
import { Workspace } from "./workspace.js";

const ORPHAN_GRACE_MS = 60_000;

type Welcome = Extract<MasterMessage, { kind: "welcome" }>;

type Life =
  | { readonly kind: "serving" }
  | { readonly kind: "draining"; readonly done: Promise<void> }
  | { readonly kind: "closing"; readonly done: Promise<void> };

export class WorkerAgent {
  /** Why it ended. */
  readonly closed: Promise<string>;
  /** The error that ended it, if one did. */
  failure: MrError | null = null;
  readonly #options: ResolvedAgentOptions;
  readonly #services: AgentServices;
  readonly #workspace: Workspace;
  readonly #server: SegmentServer;
  readonly #slots: Slots;
  readonly #attempts: Attempts;
  readonly #outbox: Outbox;
  readonly #link: Link;
  readonly #firstJoin: Promise<void>;
  #joinedOnce: () => void = () => undefined;
  #resolveClosed: (reason: string) => void = () => undefined;
  #incarnation = newIncarnation();
  /** For people. */
  #master = "the master";
  #welcome: Welcome | null = null;
  #life: Life = { kind: "serving" };
  #stopHeartbeat: () => void = () => undefined;
  #orphanTimer: NodeJS.Timeout | null = null;

  /** Errors: MR_CONFIG, MR_STATE_LOCKED, MR_PORT_IN_USE; with reconnect "never" also why no session could be had. */
  static async start(options: ResolvedAgentOptions, services: AgentServices): Promise<WorkerAgent> {
    const workspace = await Workspace.open(options.workDirectory);
    // Early: processes start while everything else is being set up.
    const slots = new Slots({
      slots: options.slots,
      spare: options.spareRunners,
      runner: runnerOptions(options),
    });
    const agentRef: { current: WorkerAgent | null } = { current: null };
    let server: SegmentServer;
    try {
      server = await services.startSegmentServer({
        host: options.dataHost,
        port: options.dataPort,
        token: () => agentRef.current?.dataToken ?? null,
        resolve: (job, name) => workspace.segmentFile(job, name),
      });
    } catch (error) {
      await slots.close({ kind: "stopped" });
      await workspace.remove();
      throw error;
    }
    const agent = new WorkerAgent(options, services, { workspace, slots, server });
    agentRef.current = agent;
    if (options.reconnect === "never") await agent.#joinedOrFailed();
    return agent;
  }

  private constructor(
    options: ResolvedAgentOptions,
    services: AgentServices,
    parts: { workspace: Workspace; slots: Slots; server: SegmentServer },
  ) {
    this.#options = options;
    this.#services = services;
    this.#workspace = parts.workspace;
    this.#slots = parts.slots;
    this.#server = parts.server;
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.#firstJoin = new Promise((resolve) => (this.#joinedOnce = resolve));
    this.#outbox = new Outbox((message, patienceMs) => this.#link.send(message, patienceMs));
    this.#attempts = this.#createAttempts();
    this.#link = this.#createLink();
    // That there will be none is the link's business.
    void Promise.resolve(options.master).then(
      (address) => (this.#master = `the master at ${address}`),
      () => undefined,
    );
    void this.#link.ended.then((error) => {
      if (error === null) return undefined;
      this.failure = error;
      return this.close(error.message);
    });
  }

  get dataToken(): string | null {
    return this.#welcome?.dataToken ?? null;
  }

  get incarnation(): Incarnation {
    return this.#incarnation;
  }

  /** Of all runners, the dying ones included: for tests and for emergency ends. */
  get runnerProcessIds(): number[] {
    return this.#slots.processIds();
  }

  /** No new work; what runs may finish within the time allowed; then `close`. */
  drain(): Promise<void> {
    if (this.#life.kind !== "serving") return this.#life.done;
    const done = this.#drain();
    this.#life = { kind: "draining", done };
    return done;
  }

  close(reason = "closed"): Promise<void> {
    if (this.#life.kind === "closing") return this.#life.done;
    const done = this.#close(reason);
    this.#life = { kind: "closing", done };
    return done;
  }

  async #drain(): Promise<void> {
    this.#options.log.info("draining: no new work, running attempts may finish");
    this.#attempts.refuse(
      new MrError("MR_WORKER_LOST", `worker ${this.#options.name} is draining`),
    );
    this.#link.send({ kind: "draining" });
    const enough = new AbortController();
    await Promise.race([
      this.#attempts.idle(),
      sleep(this.#options.drainMs, undefined, { signal: enough.signal }).catch(() => undefined),
    ]);
    enough.abort();
    await this.close("drained");
  }

  async #close(reason: string): Promise<void> {
    this.#stopHeartbeat();
    if (this.#orphanTimer !== null) clearTimeout(this.#orphanTimer);
    const gone = new MrError("MR_WORKER_LOST", `worker ${this.#options.name} ended: ${reason}`);
    this.#attempts.refuse(gone);
    this.#attempts.stopAll(lost(gone));
    await this.#slots.close(lost(gone));
    await this.#attempts.idle();
    this.#link.send({ kind: "goodbye", reason });
    const steps = [
      () => this.#link.close(),
      () => this.#server.close(),
      () => this.#workspace.remove(),
    ];
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        // The other steps must still be taken.
        this.#options.log.warn(`while closing: ${MrError.from(error).message}`);
      }
    }
    this.#resolveClosed(reason);
  }

  async #joinedOrFailed(): Promise<void> {
    await Promise.race([this.#firstJoin, this.closed]);
    if (this.failure !== null) throw this.failure;
  }

  #createAttempts(): Attempts {
    return new Attempts({
      slots: this.#slots,
      workspace: this.#workspace,
      bundles: new BundleCache(this.#workspace.bundleDirectory, this.#services.fetchBundle),
      hostId: this.#options.hostId,
      credentials: () => ({
        epoch: this.#welcome?.epoch ?? 0,
        dataToken: this.#welcome?.dataToken ?? "",
      }),
      outbox: this.#outbox,
      log: (attempt, lines) => void this.#link.send({ kind: "log", attempt, lines }),
      warn: (message) => this.#options.log.warn(message),
    });
  }

  #createLink(): Link {
    return new Link({
      open: this.#services.openSession,
      reconnect: this.#options.reconnect,
      events: {
        hello: () => this.#hello(),
        joined: (welcome) => this.#joined(welcome),
        message: (message) => this.#message(message),
        lost: (error, pauseMs) => this.#lost(error, pauseMs),
      },
    });
  }

  #hello(): Extract<WorkerMessage, { kind: "hello" }> {
    const { name, slots, hostId, advertiseHost } = this.#options;
    const port = this.#server.address.slice(this.#server.address.lastIndexOf(":") + 1);
    const info: WorkerInfo = {
      worker: name as WorkerId,
      incarnation: this.#incarnation,
      slots,
      hostId,
      dataAddress: `${advertiseHost}:${port}`,
      processId: process.pid,
    };
    return { kind: "hello", info, version: version(), protocol: PROTOCOL_VERSION };
  }

  #joined(welcome: Welcome): void {
    const again = this.#welcome?.epoch === welcome.epoch;
    this.#welcome = welcome;
    if (again) this.#dropRunning();
    if (this.#orphanTimer !== null) clearTimeout(this.#orphanTimer);
    this.#orphanTimer = null;
    this.#options.log.info(`joined ${this.#master}`);
    this.#outbox.repeat();
    if (this.#life.kind === "draining") this.#link.send({ kind: "draining" });
    this.#stopHeartbeat();
    // At once: it says which attempts are still here.
    this.#beat();
    this.#stopHeartbeat = startHeartbeat(welcome.heartbeatIntervalMs, () => this.#beat());
    this.#joinedOnce();
  }

  /** R2: it saw our session end, and has given our work to others. */
  #dropRunning(): void {
    const reason = `worker ${this.#options.name} lost its session`;
    this.#attempts.stopAll(lost(new MrError("MR_WORKER_LOST", reason)));
  }

  #beat(): void {
    this.#link.send({
      kind: "heartbeat",
      progress: this.#attempts.progress(),
      peakMemoryBytes: this.#slots.peakMemoryBytes,
    });
  }

  #message(message: MasterMessage): void {
    switch (message.kind) {
      case "welcome":
      case "rejected":
        // Both are the session's business; a refusal is how it ends.
        return;
      case "drain":
        void this.drain();
        return;
      default:
        this.#attempts.handle(message);
    }
  }

  #lost(error: MrError, pauseMs: number): void {
    this.#stopHeartbeat();
    // Whoever is leaving waits for no master: a timer started now would outlive the worker.
    if (this.#life.kind === "closing") return;
    this.#options.log.warn(
      `no session with ${this.#master}: ${error.message}; next try in ${(pauseMs / 1_000).toFixed(1)} s`,
    );
    if (error.code === "MR_STALE") this.#reborn();
    this.#orphanTimer ??= setTimeout(() => {
      this.#options.log.warn("no master for a minute: running attempts are stopped");
      this.#attempts.stopAll(lost(new MrError("MR_WORKER_LOST", "the worker lost its master")));
    }, ORPHAN_GRACE_MS);
  }

  #reborn(): void {
    this.#incarnation = newIncarnation();
    this.#options.log.warn("the master has given up this worker's past; starting anew");
    void this.#attempts.discardAll();
    this.#outbox.clear();
  }
}

function newIncarnation(): Incarnation {
  return randomBytes(8).toString("hex") as Incarnation;
}

function lost(error: MrError): AttemptFailure {
  return { kind: "lost", error: withoutStack(error) };
}

function runnerOptions(
  options: ResolvedAgentOptions,
): ConstructorParameters<typeof Slots>[0]["runner"] {
  return {
    entry: options.runnerEntry,
    environment: options.environment,
    heapMegabytes: options.heapMegabytes,
    directory: options.workDirectory,
  };
}

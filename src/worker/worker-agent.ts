/**
 * The worker's shell: one process that talks to the master, serves segments and never runs user code.
 *
 * Owns: the segment server, the slots and the folder, the watch over the machine, and the order in which all of it starts
 * and ends. What it is to its master is the membership's business.
 *
 *   serving -> draining -> closing -> closed        (serving may go straight to closing)
 *
 * R1. After `close` there is no process, no port and no file of ours left; unless the folder is to stay for a next life.
 */

import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { MrError } from "../engine/error.js";
import type { WorkerInfo } from "../engine/event.js";
import type { Incarnation, WorkerId } from "../engine/ids.js";
import type { ResolvedAgentOptions } from "./agent-options.js";
import { BundleCache } from "./bundles.js";
import { DescriptorShortage } from "./descriptor-shortage.js";
import { Membership } from "./membership.js";
import { Pressure } from "./pressure.js";
import type { AgentServices, SegmentServer } from "./services.js";
import { Slots } from "./slots.js";
import { REAL_TIMERS } from "./timers.js";
import { Workspace } from "./workspace.js";

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
  readonly #shortage: DescriptorShortage;
  readonly #slots: Slots;
  readonly #pressure: Pressure;
  readonly #membership: Membership;
  readonly #firstJoin: Promise<void>;
  #joinedOnce: () => void = () => undefined;
  #resolveClosed: (reason: string) => void = () => undefined;
  /** For people. */
  #master = "the master";
  #life: Life = { kind: "serving" };

  /** Errors: MR_CONFIG, MR_STATE_LOCKED, MR_PORT_IN_USE; with reconnect "never" also why no session could be had. */
  static async start(options: ResolvedAgentOptions, services: AgentServices): Promise<WorkerAgent> {
    const workspace = await Workspace.open(options.workDirectory);
    // Early: processes start while everything else is being set up.
    const slots = new Slots({
      slots: options.slots,
      spare: options.spareRunners,
      runner: runnerOptions(options),
    });
    const shortage = new DescriptorShortage((message) => options.log.warn(message));
    const agentRef: { current: WorkerAgent | null } = { current: null };
    let server: SegmentServer;
    try {
      server = await services.startSegmentServer({
        host: options.dataHost,
        port: options.dataPort,
        token: () => agentRef.current?.dataToken ?? null,
        resolve: (job, name) => workspace.segmentFile(job, name),
        trouble: (error) => shortage.look(error),
      });
    } catch (error) {
      await slots.close({ kind: "stopped" });
      await workspace.remove();
      throw error;
    }
    const agent = new WorkerAgent(options, services, { workspace, slots, server, shortage });
    agentRef.current = agent;
    if (options.reconnect === "never") await agent.#joinedOrFailed();
    return agent;
  }

  private constructor(
    options: ResolvedAgentOptions,
    services: AgentServices,
    parts: {
      workspace: Workspace;
      slots: Slots;
      server: SegmentServer;
      shortage: DescriptorShortage;
    },
  ) {
    this.#options = options;
    this.#services = services;
    this.#workspace = parts.workspace;
    this.#slots = parts.slots;
    this.#server = parts.server;
    this.#shortage = parts.shortage;
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.#firstJoin = new Promise((resolve) => (this.#joinedOnce = resolve));
    this.#pressure = this.#createPressure();
    this.#membership = this.#createMembership();
    // That there will be none is the link's business.
    void Promise.resolve(options.master).then(
      (address) => (this.#master = `the master at ${address}`),
      () => undefined,
    );
    void this.#membership.ended.then((error) => {
      if (error === null) return undefined;
      this.failure = error;
      return this.close(error.message);
    });
  }

  get dataToken(): string | null {
    return this.#membership.dataToken;
  }

  get incarnation(): Incarnation {
    return this.#membership.incarnation;
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
    this.#membership.startDraining();
    const enough = new AbortController();
    await Promise.race([
      this.#membership.attempts.idle(),
      sleep(this.#options.drainMs, undefined, { signal: enough.signal }).catch(() => undefined),
    ]);
    enough.abort();
    await this.close("drained");
  }

  async #close(reason: string): Promise<void> {
    this.#pressure.close();
    this.#membership.stopWorking(reason);
    const gone = new MrError("MR_WORKER_LOST", `worker ${this.#options.name} ended: ${reason}`);
    const slotsClosed = this.#slots.close({ kind: "lost", error: gone.withoutStack() });
    // The master hears what became of each; runners without an attempt may still be dying.
    await this.#membership.attempts.idle();
    this.#membership.sayGoodbye(reason);
    await Promise.all([
      slotsClosed,
      this.#inAnyCase(() => this.#membership.close()),
      this.#inAnyCase(() => this.#server.close()),
    ]);
    if (!this.#options.keepsFolder()) await this.#inAnyCase(() => this.#workspace.remove());
    this.#resolveClosed(reason);
  }

  /** The other steps must still be taken. */
  async #inAnyCase(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#options.log.warn(`while closing: ${MrError.from(error).message}`);
    }
  }

  async #joinedOrFailed(): Promise<void> {
    await Promise.race([this.#firstJoin, this.closed]);
    if (this.failure !== null) throw this.failure;
  }

  #createPressure(): Pressure {
    return new Pressure({
      look: this.#services.watchMachine(this.#options.workDirectory),
      tasks: () => this.#slots.memoryOfTasks(),
      giveUp: (attempt, failure) => void this.#slots.stop(attempt, failure),
      renewIdle: () => this.#slots.renewIdle(),
      changed: () => this.#membership.beat(),
      timers: REAL_TIMERS,
      log: this.#options.log,
    });
  }

  #createMembership(): Membership {
    const { fetchBundle, openSession } = this.#services;
    return new Membership({
      place: {
        slots: this.#slots,
        workspace: this.#workspace,
        bundles: new BundleCache(this.#workspace.bundleDirectory, fetchBundle),
        timers: REAL_TIMERS,
        trouble: (error) => this.#shortage.look(error),
      },
      open: openSession,
      reconnect: this.#options.reconnect,
      info: () => this.#info(),
      shortOf: () => this.#pressure.shortOf,
      newIncarnation: () => randomBytes(8).toString("hex") as Incarnation,
      random: Math.random,
      master: () => this.#master,
      log: this.#options.log,
      joined: () => this.#joinedOnce(),
      drain: () => void this.drain(),
    });
  }

  #info(): Omit<WorkerInfo, "incarnation"> {
    const { name, slots, hostId, advertiseHost } = this.#options;
    const port = this.#server.address.slice(this.#server.address.lastIndexOf(":") + 1);
    return {
      worker: name as WorkerId,
      slots,
      hostId,
      dataAddress: `${advertiseHost}:${port}`,
      processId: process.pid,
    };
  }
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

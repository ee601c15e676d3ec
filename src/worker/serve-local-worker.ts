/**
 * The life of a local worker process: start as told by the parent, end with the parent.
 *
 * Owns: the process-wide handlers, the list of paths to clean up. Talks to: the parent over IPC, the agent.
 *
 * Q1. When the parent is gone, even by kill -9, this process kills its runners, removes its own folder and the parent's
 *     paths, and exits; within a bounded time, whatever hangs.
 * Q2. Paths are removed only then: a living parent cleans up for itself.
 * Q3. Closed as asked, it stays until the parent ends it: should the parent be killed while it cleans up,
 *     somebody is left who finishes that.
 * Q4. The first paths are arguments of the program: a parent that dies before this file is loaded is noticed all the same.
 * Q5. Without a master, closing or losing the parent ends the wait for one.
 * Q6. Told to keep, it removes nothing: it ends at once, and its runners with it; somebody may resume the run.
 */

import { rmSync } from "node:fs";
import { MrError, unreachable } from "../engine/error.js";
import type { Agent, AgentOptions } from "./agent.js";
import type { FromLocalWorker, LocalWorkerOptions, ToLocalWorker } from "./local-protocol.js";
import { drainOnSignals } from "./signals.js";

/** Closing takes milliseconds; what takes longer will not end by itself. */
const END_MS = 3_000;

type StartAgent = (options: AgentOptions) => Promise<Agent>;

export function serveLocalWorker(startAgent: StartAgent): void {
  if (process.send === undefined) {
    process.stderr.write(
      "This program is started by `mr run`; to start a worker use `mr worker`.\n",
    );
    process.exit(2);
  }
  const worker = new LocalWorker(startAgent, process.argv.slice(2));
  process.on("message", (message) => worker.handle(message as ToLocalWorker));
  process.on("disconnect", () => void worker.orphaned());
  process.on("uncaughtException", (error) => void worker.crashed(error));
  process.on("unhandledRejection", (error) => void worker.crashed(error));
  // Gone while we were being loaded: its `disconnect` came before there was anybody to hear it.
  if (!process.connected) void worker.orphaned();
}

class LocalWorker {
  readonly #startAgent: StartAgent;
  #cleanUp: readonly string[];
  #workDirectory: string | null = null;
  #agent: Promise<Agent> | null = null;
  readonly #master: Promise<string>;
  #foundMaster: (address: string) => void = () => undefined;
  #noMaster: (error: MrError) => void = () => undefined;
  readonly #spareRunners: Promise<void>;
  #expectWork: () => void = () => undefined;
  #asked = false;
  /** By `performance.now`. */
  #keepFrom = Number.POSITIVE_INFINITY;
  #ending = false;

  constructor(startAgent: StartAgent, cleanUp: readonly string[]) {
    this.#startAgent = startAgent;
    this.#cleanUp = cleanUp;
    this.#master = new Promise((resolve, reject) => {
      this.#foundMaster = resolve;
      this.#noMaster = reject;
    });
    this.#spareRunners = new Promise((resolve) => (this.#expectWork = resolve));
    // Whoever waits for it hears of it; nobody may wait yet.
    this.#master.catch(() => undefined);
  }

  handle(message: ToLocalWorker): void {
    switch (message.kind) {
      case "start":
        this.#cleanUp = message.cleanUp;
        void this.#start(message.options);
        return;
      case "master":
        this.#foundMaster(message.address);
        return;
      case "expect-work":
        this.#expectWork();
        return;
      case "clean-up":
        this.#cleanUp = message.paths;
        return;
      case "keep":
        this.#keepFrom = performance.now() + message.afterMs;
        return;
      case "drain":
        this.#ask((agent) => agent.drain());
        return;
      case "close":
        this.#asked = true;
        this.#giveUpMaster();
        this.#ask((agent) => agent.close());
        return;
      default:
        unreachable(message, "local worker");
    }
  }

  async orphaned(): Promise<void> {
    if (this.#ending) return;
    this.#ending = true;
    // Runners die by their lifeline when this process exits.
    if (this.#keeps()) process.exit(0);
    await this.#closeAgent("the parent process is gone");
    for (const path of this.#cleanUp) removeNow(path);
    process.exit(0);
  }

  async crashed(error: unknown): Promise<void> {
    const wrapped = MrError.from(error);
    this.#tell({ kind: "failed", error: wrapped.toRecord() });
    if (this.#ending) process.exit(1);
    this.#ending = true;
    await this.#closeAgent(wrapped.message);
    process.exit(1);
  }

  /** The parent's end is the session's end as well; whichever is noticed first, the folder stays. */
  #keeps(): boolean {
    return !this.#asked && performance.now() >= this.#keepFrom;
  }

  #ask(what: (agent: Agent) => Promise<void>): void {
    // Nothing has been started: nothing has to be ended.
    if (this.#agent === null) this.#end("closed", 0);
    // An agent that could not start has told so itself.
    else void this.#agent.then(what, () => undefined);
  }

  async #start(options: LocalWorkerOptions): Promise<void> {
    this.#workDirectory = options.workDirectory;
    const log = {
      info: (message: string) => this.#tell({ kind: "log", level: "info", message }),
      warn: (message: string) => this.#tell({ kind: "log", level: "warn", message }),
    };
    this.#agent = this.#startAgent({
      ...options,
      master: this.#master,
      spareRunners: this.#spareRunners,
      reconnect: "never",
      keepsFolder: () => this.#keeps(),
      log,
    });
    try {
      const agent = await this.#agent;
      drainOnSignals(agent, { interrupt: "ignore" });
      this.#tell({ kind: "ready" });
      const reason = await agent.closed;
      if (agent.failure !== null) this.#tell({ kind: "failed", error: agent.failure.toRecord() });
      this.#end(reason, agent.failure === null ? 0 : 1);
    } catch (error) {
      this.#tell({ kind: "failed", error: MrError.from(error).toRecord() });
      this.#end("could not start", 1);
    }
  }

  /** The channel keeps a process alive: letting go of it is how this one ends, after its last words are sent. */
  #end(reason: string, exitCode: number): void {
    // The master's end and the parent's end come together; whoever cleans up must not be cut short.
    if (this.#ending) return;
    if (!process.connected) return void this.orphaned();
    if (this.#asked) return this.#tell({ kind: "closed", reason });
    this.#ending = true;
    process.send?.({ kind: "closed", reason } satisfies FromLocalWorker, () => {
      if (process.connected) process.exit(exitCode);
      this.#ending = false;
      void this.orphaned();
    });
  }

  /** Q5; one that is known stays so. */
  #giveUpMaster(): void {
    this.#noMaster(new MrError("MR_INTERRUPTED", "the run ended before it had a master"));
  }

  async #closeAgent(reason: string): Promise<void> {
    this.#giveUpMaster();
    const bound = setTimeout(() => this.#giveUp(), END_MS);
    try {
      // One that could not start has told so itself.
      const agent = await this.#agent?.catch(() => null);
      await agent?.close(reason);
    } catch (error) {
      // Its folder cannot be emptied: what is left is removed by force below.
      process.stderr.write(`worker: ${MrError.from(error).message}\n`);
    }
    clearTimeout(bound);
    if (this.#workDirectory !== null) removeNow(this.#workDirectory);
  }

  /** Runners die by their lifeline when this process exits. */
  #giveUp(): void {
    for (const path of [this.#workDirectory, ...this.#cleanUp]) if (path !== null) removeNow(path);
    process.exit(1);
  }

  #tell(message: FromLocalWorker): void {
    if (process.connected) process.send?.(message, () => undefined);
  }
}

function removeNow(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  } catch (error) {
    // Nobody is left to be told; the other paths must still go.
    process.stderr.write(`worker: ${path} could not be removed: ${MrError.from(error).message}\n`);
  }
}

/** A master and workers started by hand, as three machines would be: on loopback, with different host ids. */

import { join } from "node:path";
import { expect } from "vitest";
import { readFacts } from "../../../src/cli/state-facts.js";
import type { Fact } from "../../../src/engine/fact.js";
import { type Result, type Running, type RunOptions, until } from "./cli.js";
import { kill, type Sandbox } from "./sandbox.js";

const JOINED = /(joined) the master/;

export interface ClusterWorker {
  readonly name: string;
  readonly running: Running;
}

export class Cluster {
  readonly address: string;
  master: Running;
  readonly workers: ClusterWorker[] = [];
  masterDeaths = 0;
  readonly #sandbox: Sandbox;
  readonly #tokenFile: string;
  readonly #replaced = new Set<ClusterWorker>();
  #workerOptions: readonly string[] = [];
  #options: RunOptions = {};

  private constructor(sandbox: Sandbox, master: Running, address: string, tokenFile: string) {
    this.#sandbox = sandbox;
    this.master = master;
    this.address = address;
    this.#tokenFile = tokenFile;
  }

  /** `workerOptions` of all workers, besides or instead of the usual ones; `options` of the master and of them. */
  static async start(
    sandbox: Sandbox,
    workers = 3,
    workerOptions: readonly string[] = [],
    options: RunOptions = {},
  ): Promise<Cluster> {
    const tokenFile = sandbox.write("token", "a-token-for-this-test-alone\n", 0o600);
    const master = startMaster(sandbox, tokenFile, "127.0.0.1:0", options);
    const address = await saidBy(master, LISTENING);
    const cluster = new Cluster(sandbox, master, address, tokenFile);
    cluster.#workerOptions = workerOptions;
    cluster.#options = options;
    const started = Array.from({ length: workers }, () => cluster.#startWorker());
    await Promise.all(started.map((running) => saidBy(running, JOINED)));
    return cluster;
  }

  /** How a client of this cluster talks to it. */
  get access(): string[] {
    return ["--master", this.address, "--token-file", this.#tokenFile];
  }

  run(args: readonly string[]): Running {
    return this.#sandbox.start(["run", ...args, ...this.access]);
  }

  workerOf(processId: number): ClusterWorker {
    const found = this.workers.find(({ running }) => running.child.pid === processId);
    if (found === undefined) throw new Error(`${processId} is no worker of this cluster`);
    return found;
  }

  /** kill -9; its workers and its state stay. */
  async killMaster(): Promise<void> {
    kill(this.master.child.pid ?? 0);
    await this.master.ended;
  }

  /** On the same state and port. Resolves when it can be asked. */
  async restartMaster(): Promise<void> {
    this.masterDeaths += 1;
    this.master = startMaster(this.#sandbox, this.#tokenFile, this.address, this.#options);
    await saidBy(this.master, LISTENING);
  }

  /** How many jobs the journal knows, whether a master runs or not. */
  async acceptedJobs(): Promise<number> {
    const facts = await readFacts(join(this.#sandbox.folder, "state"));
    return facts.filter(({ kind }) => kind === "job-accepted").length;
  }

  /** What the master's journal says, whether a master runs or not. */
  history(job: string): readonly Fact[] {
    const state = join(this.#sandbox.folder, "state");
    const { code, stdout, stderr } = this.#sandbox.run([
      "history",
      job,
      "--state",
      state,
      "--json",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return (JSON.parse(stdout) as { facts: Fact[] }).facts;
  }

  async kill({ running }: ClusterWorker): Promise<void> {
    kill(running.child.pid ?? 0);
    await running.ended;
  }

  /** Ends everybody as an operator does; each must end well. */
  async stop(): Promise<void> {
    // Only a worker can remove what a killed one has left on its machine.
    if (this.workers.some(({ running }) => running.child.signalCode === "SIGKILL")) {
      await saidBy(this.#startWorker(), JOINED);
    }
    const living = this.workers.filter(({ running }) => !isGone(running));
    const told = living.filter(({ running }) => running.child.kill("SIGTERM"));
    for (const { running } of told) expect((await running.ended).code).toBe(0);
    this.master.child.kill("SIGTERM");
    expect((await this.master.ended).code).toBe(0);
  }

  async addWorker(options: readonly string[] = []): Promise<ClusterWorker> {
    const running = this.#startWorker(options);
    await saidBy(running, JOINED);
    const worker = this.workers.at(-1);
    if (worker === undefined) throw new Error("there is no worker");
    return worker;
  }

  /** A new one for each that has died. */
  async replaceDeadWorkers(): Promise<void> {
    for (const worker of this.workers) {
      if (!isGone(worker.running) || this.#replaced.has(worker)) continue;
      this.#replaced.add(worker);
      await this.addWorker();
    }
  }

  #startWorker(options = this.#workerOptions): Running {
    const name = `worker-${this.workers.length}`;
    const words = [
      "worker",
      ...["--name", name, "--slots", "1", "--host-id", `host-of-${name}`],
      ...this.access,
      ...options,
    ];
    const running = this.#sandbox.start(words, this.#options);
    this.workers.push({ name, running });
    return running;
  }
}

const LISTENING = /listening on (\S+),/;

function startMaster(
  sandbox: Sandbox,
  tokenFile: string,
  listen: string,
  options: RunOptions,
): Running {
  const state = join(sandbox.folder, "state");
  const words = ["master", "--listen", listen, "--state", state, "--token-file", tokenFile];
  return sandbox.start(words, options);
}

async function saidBy(running: Running, what: RegExp): Promise<string> {
  await until(`it says ${what}`, () => what.test(running.stderr()) || isGone(running));
  const match = what.exec(running.stderr());
  if (match === null) throw new Error(`it ended:\n${running.stderr()}`);
  return match[1] ?? "";
}

export function isGone({ child }: Running): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

export interface StageCounts {
  readonly name: string;
  readonly tasks: number;
  readonly waiting: number;
  readonly running: number;
  readonly done: number;
}

/** The latest event of a run with `--progress json`. */
export function stageOf(running: Running, name: string): StageCounts | null {
  for (const line of running.stderr().split("\n").toReversed()) {
    if (!line.startsWith('{"format":"mr-progress/1"') || !line.endsWith("}")) continue;
    const event = JSON.parse(line) as { stages?: StageCounts[] };
    const stage = event.stages?.find((one) => one.name === name);
    if (stage !== undefined) return stage;
  }
  return null;
}

export interface RunDocument {
  readonly state: string;
  readonly shuffle: { readonly spills: number };
  readonly attempts: {
    readonly failed: number;
    readonly lost: number;
    readonly fetchFailed: number;
    readonly reruns: number;
  };
}

/** What a run with `--json` has printed, which must have ended well. */
export function documentOf({ code, stdout, stderr }: Result): RunDocument {
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as RunDocument;
}

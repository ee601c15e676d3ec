/**
 * A master and workers as real processes, each on a machine of its own, that can be killed, stopped, cut off, and
 * started again.
 *
 * C1. A worker that was killed comes back under its name when `mend` is called; a master on the same port and state.
 * C2. `end` leaves no process and no file system, and finds each worker's disk empty.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Running, until } from "../e2e/support/cli.js";
import { kill, type Sandbox } from "../e2e/support/sandbox.js";
import { type Disk, makeDisk } from "./disk.js";
import { type Host, type Hosts, makeHosts } from "./hosts.js";

const JOINED = /joined the master/;

interface WorkerPlace {
  readonly name: string;
  readonly host: Host;
  readonly disk: Disk;
  /** Of its segments. */
  readonly folder: string;
}

export interface ChaosWorker extends WorkerPlace {
  running: Running;
}

export class ChaosCluster {
  readonly sandbox: Sandbox;
  readonly hosts: Hosts;
  readonly state: string;
  readonly workers: ChaosWorker[] = [];
  private masterRunning: Running | null = null;
  private masterAddress = "";
  private readonly tokenFile: string;

  private constructor(sandbox: Sandbox, workers: number, state: string) {
    this.sandbox = sandbox;
    this.hosts = makeHosts(workers);
    this.state = join(sandbox.folder, state);
    this.tokenFile = sandbox.write("token", "a-token-for-this-test-alone\n", 0o600);
  }

  /** The master's state lies in the folder `state` of the sandbox. */
  static async start(sandbox: Sandbox, workers: number, state = "state"): Promise<ChaosCluster> {
    const cluster = new ChaosCluster(sandbox, workers, state);
    await cluster.startMaster(0);
    for (const [index, host] of cluster.hosts.workers.entries()) {
      const name = `worker-${index}`;
      const disk = makeDisk(join(sandbox.folder, state, `disk-of-${name}`));
      const worker = { name, host, disk, folder: join(disk.path, "work") };
      cluster.workers.push({ ...worker, running: await cluster.startWorker(worker) });
    }
    await Promise.all(cluster.workers.map(({ running }) => said(running, JOINED)));
    return cluster;
  }

  get masterId(): number {
    return this.masterRunning?.child.pid ?? 0;
  }

  /** `mr ARGS...` on the master's machine. */
  start(args: readonly string[]): Running {
    return this.sandbox.start(args, { prefix: this.hosts.master.prefix });
  }

  /** How a client of this cluster talks to it. */
  get access(): string[] {
    return ["--master", this.masterAddress, "--token-file", this.tokenFile];
  }

  async killMaster(): Promise<void> {
    kill(this.masterId);
    await this.masterRunning?.ended;
  }

  /** Its exit code, after an operator's signal. */
  async endMaster(): Promise<number | null> {
    this.masterRunning?.child.kill("SIGTERM");
    return (await this.masterRunning?.ended)?.code ?? null;
  }

  async restartMaster(): Promise<void> {
    const port = Number(this.masterAddress.slice(this.masterAddress.lastIndexOf(":") + 1));
    await this.startMaster(port);
  }

  async kill({ running }: ChaosWorker): Promise<void> {
    kill(running.child.pid ?? 0);
    await running.ended;
  }

  signal({ running }: ChaosWorker, signal: "SIGSTOP" | "SIGCONT" | "SIGTERM"): void {
    if (!hasEnded(running)) running.child.kill(signal);
  }

  /** Everybody runs and every link is whole. */
  async mend(): Promise<void> {
    if (this.masterRunning !== null && hasEnded(this.masterRunning)) await this.restartMaster();
    for (const worker of this.workers) {
      worker.host.heal();
      this.signal(worker, "SIGCONT");
      if (hasEnded(worker.running)) await this.startAgain(worker);
    }
  }

  async startAgain(worker: ChaosWorker): Promise<void> {
    worker.running = await this.startWorker(worker);
  }

  /** Resident memory of our programs, by program. */
  memory(): Record<string, number> {
    const largest: Record<string, number> = {};
    const note = (program: string, ids: readonly number[]): void => {
      for (const id of ids) {
        largest[program] = Math.max(largest[program] ?? 0, residentBytes(id));
      }
    };
    note("master", [this.masterId]);
    note(
      "worker",
      this.workers.map(({ running }) => running.child.pid ?? 0),
    );
    note("runner", this.sandbox.processesOf("runner"));
    return largest;
  }

  /** Ends everybody as an operator does. */
  async end(): Promise<void> {
    try {
      await this.mend();
      for (const { running } of this.workers) await said(running, JOINED);
      for (const worker of this.workers) this.signal(worker, "SIGTERM");
      for (const { running } of this.workers) await endedWithin(running, 30_000);
      this.masterRunning?.child.kill("SIGTERM");
      if (this.masterRunning !== null) await endedWithin(this.masterRunning, 30_000);
    } finally {
      for (const id of this.sandbox.processes()) kill(id);
      for (const { disk } of this.workers) disk.remove();
      await this.hosts.remove();
    }
  }

  private async startMaster(port: number): Promise<void> {
    const { address, prefix } = this.hosts.master;
    const args = ["--listen", `${address}:${port}`, "--state", this.state];
    const running = this.sandbox.start(
      ["master", ...args, "--token-file", this.tokenFile, "--insecure"],
      { prefix },
    );
    this.masterRunning = running;
    const match = await said(running, /listening on (\S+),/);
    this.masterAddress = match[1] ?? "";
  }

  private async startWorker({ name, host, folder }: WorkerPlace): Promise<Running> {
    const master = await host.masterAddress(this.masterAddress);
    return this.sandbox.start(
      [
        ...["worker", "--name", name, "--slots", "1", "--host-id", `host-of-${name}`],
        ...["--listen", host.address, "--insecure", "--work-dir", folder],
        ...["--master", master, "--token-file", this.tokenFile],
      ],
      { prefix: host.prefix },
    );
  }
}

async function said(running: Running, what: RegExp): Promise<RegExpExecArray> {
  await until(`it says ${what}`, () => what.test(running.stderr()) || hasEnded(running), 40_000);
  const match = what.exec(running.stderr());
  if (match === null) throw new Error(`it ended:\n${running.stderr()}`);
  return match;
}

export function hasEnded({ child }: Running): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function endedWithin(running: Running, timeoutMs: number): Promise<void> {
  const stop = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: stop.signal }).then(
    () => {
      throw new Error(`it has not ended after ${timeoutMs} ms:\n${running.stderr()}`);
    },
    () => undefined,
  );
  await Promise.race([running.ended, late]);
  stop.abort();
}

/** 0 for a process that has gone. */
function residentBytes(processId: number): number {
  try {
    const pages = readFileSync(`/proc/${processId}/statm`, "utf8").split(" ")[1];
    return Number(pages) * 4096;
  } catch {
    return 0;
  }
}

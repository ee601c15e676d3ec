/**
 * A master in this process and worker processes on this machine, for the length of one run.
 *
 * Owns: the private folder, the master, the lives of the workers. Talks to: master.ts, local-worker.ts.
 *
 * C1. Workers, and by them their runners, are forked before anything else is loaded: their start-up is hidden behind ours.
 * C2. After `close` there is no process, port or file of ours left, whichever step failed before.
 * C3. A worker that dies is replaced, at most RESPAWN_LIMIT times; then the run fails with MR_NO_WORKERS.
 * C4. Should this process be killed, the workers notice, and remove `folder` and everything handed to `doom`; unless it
 *     was told to `keep` them. The first of them lives before there is a folder.
 * C5. The folder is there before a worker is told to work in it: one that was faster would make it, with rights that are
 *     not those of T1 of temporary-root.ts.
 */

import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MrError } from "../engine/error.js";
import type { Master } from "../master/master.js";
import type { MasterClient } from "../rpc/messages.js";
import type { Environment } from "../config/resolve.js";
import { entryPoint } from "../config/layout.js";
import { startLocalWorker, type LocalWorkerHandle } from "../worker/local-worker.js";
import { runnerEnvironment } from "../worker/runner-environment.js";
import { forkAhead, type HeadStart, takeHeadStart } from "./head-start.js";
import { createTemporaryRoot, nameTemporaryRoot, removeNow } from "./temporary-root.js";
import { sweepTemporaryRoots } from "./sweep-roots.js";

export interface LocalClusterOptions {
  readonly workers: number;
  readonly slots: number;
  readonly environment: Environment;
  /** Of a run that was killed: its folder, with its journal and what its workers had finished. */
  readonly takeOver?: string;
  /** Something that a person should know while the job runs. */
  readonly note: (text: string) => void;
  /** What master and workers log; only shown with --verbose. */
  readonly log: (line: string) => void;
}

const RESPAWN_LIMIT = 10;
const REJOIN_GRACE_MS = 3_000;

export class LocalCluster {
  readonly folder: string;
  /** Rejects when the run cannot go on; never resolves. */
  readonly broken: Promise<never>;
  readonly #options: LocalClusterOptions;
  readonly #token = randomBytes(24).toString("hex");
  readonly #workers = new Set<LocalWorkerHandle>();
  readonly #doomed: string[] = [];
  /** Becomes the first worker. */
  #headStart: HeadStart | null = takeHeadStart();
  readonly #master: Promise<Master>;
  /** Of the life that is taken over, the latest last: who offers what it had finished must be called as it was. */
  readonly #names: string[];
  #highestName: number;
  #started = 0;
  /** By `performance.now`. */
  #keepFrom: number | null = null;
  #expectsWork = false;
  /** Set as soon as nobody wants the run any more: workers that end now have been told to. */
  #ending = false;
  #break: (error: MrError) => void = () => {};

  constructor(options: LocalClusterOptions) {
    this.#options = options;
    this.broken = new Promise<never>((_, reject) => {
      this.#break = reject;
    });
    // Whoever asks hears of these failures; until then they must not end the process.
    this.broken.catch(() => {});
    this.folder = options.takeOver ?? this.#headStart?.folder ?? nameTemporaryRoot();
    this.#names = options.takeOver === undefined ? [] : workerNames(options.takeOver);
    this.#highestName = Math.max(0, ...this.#names.map(numberOf));
    let startMaster: () => void = () => {};
    this.#master = new Promise<void>((resolve) => {
      startMaster = resolve;
    }).then(() => this.#startMaster());
    this.#master.catch(() => {});
    try {
      if (options.takeOver === undefined) {
        this.#headStart ??= forkAhead(this.folder, options.environment, entryPoint("worker"));
        createTemporaryRoot(this.folder);
      }
      for (let index = 0; index < options.workers; index++) this.#fork();
    } catch (error) {
      this.#headStart?.process.kill("SIGKILL");
      this.destroyNow();
      for (const worker of this.#workers) void worker.dismiss();
      throw error;
    }
    startMaster();
  }

  async client(): Promise<MasterClient> {
    return (await this.#master).client();
  }

  /** `path` must not survive this process, even when it is killed. */
  doom(path: string): void {
    this.#doomed.push(path);
    for (const worker of this.#workers) worker.cleanUp(this.#cleanUp());
  }

  /** Should this process be killed later than that, everything stays for `mr resume`. */
  keep(afterMs: number): void {
    this.#keepFrom = performance.now() + afterMs;
    for (const worker of this.#workers) worker.keep(afterMs);
  }

  /** More than one task at a time is to be expected: a runner more is worth its start. */
  expectWork(): void {
    this.#expectsWork = true;
    for (const worker of this.#workers) worker.expectWork();
  }

  /** The largest resident set that any living worker process has had; 0 where the system does not tell. */
  peakWorkerBytes(): number {
    return Math.max(0, ...[...this.#workers].map((worker) => peakBytesOf(worker.processId)));
  }

  /** The run is being stopped: dying workers are not replaced any more. */
  expectEnd(): void {
    this.#ending = true;
  }

  async close(): Promise<void> {
    this.#ending = true;
    const workers = [...this.#workers];
    try {
      await Promise.all(workers.map((worker) => worker.close()));
      const master = await this.#master.catch(() => null);
      await master?.close();
    } finally {
      for (const path of this.#cleanUp()) {
        const error = removeNow(path);
        if (error !== null) this.#options.note(`${path} could not be removed: ${error.message}`);
      }
      // Until here they were our heirs (C4).
      await Promise.all([...workers.map((worker) => worker.dismiss()), sweepTemporaryRoots()]);
    }
  }

  /** For the second Ctrl-C: what is left to do the workers do when they notice that we are gone. */
  destroyNow(): void {
    this.#ending = true;
    for (const path of this.#cleanUp()) removeNow(path);
  }

  #cleanUp(): string[] {
    return [this.folder, ...this.#doomed];
  }

  async #startMaster(): Promise<Master> {
    const [{ startMaster }, { planners }] = await Promise.all([
      import("../master/master.js"),
      import("../jobs/planners.js"),
    ]);
    return startMaster({
      host: "127.0.0.1",
      port: 0,
      socketFile: join(this.folder, "master.sock"),
      stateDirectory: join(this.folder, "master"),
      token: this.#token,
      planners,
      log: this.#options.log,
      // The state lives no longer than this process: forcing it to the disk would buy nothing.
      durable: false,
      // Workers of the old life come back now, under their names, or never.
      ...(this.#options.takeOver === undefined ? {} : { rejoinGraceMs: REJOIN_GRACE_MS }),
      onFatal: (error) => this.#break(error),
    });
  }

  #fork(): void {
    this.#started++;
    const name = this.#nextName();
    const environment = runnerEnvironment(this.#options.environment);
    const { log } = this.#options;
    const headStart = this.#headStart;
    this.#headStart = null;
    const worker = startLocalWorker({
      options: {
        token: this.#token,
        name,
        slots: this.#options.slots,
        workDirectory: join(this.folder, name),
        dataHost: "127.0.0.1",
        environment,
      },
      master: this.#masterAddress(),
      cleanUp: this.#cleanUp(),
      environment,
      process: headStart?.process,
      log: {
        info: (message) => log(`${name}: ${message}`),
        warn: (message) => log(`${name}: ${message}`),
      },
    });
    if (this.#expectsWork) worker.expectWork();
    if (this.#keepFrom !== null) worker.keep(Math.max(0, this.#keepFrom - performance.now()));
    this.#workers.add(worker);
    void worker.ended.then((error) => this.#ended(worker, name, error));
  }

  #nextName(): string {
    this.#highestName += this.#names.length === 0 ? 1 : 0;
    return this.#names.pop() ?? `local-${this.#highestName}`;
  }

  async #masterAddress(): Promise<string> {
    const { address } = await this.#master;
    // A worker that has not joined by now shall not.
    if (this.#ending) throw new MrError("MR_INTERRUPTED", "the run has ended");
    return address;
  }

  #ended(worker: LocalWorkerHandle, name: string, error: MrError | null): void {
    this.#workers.delete(worker);
    if (this.#ending) return;
    const reason = error?.message ?? "it ended";
    if (this.#started - this.#options.workers < RESPAWN_LIMIT) {
      this.#options.note(`worker ${name} is gone (${reason}), starting another`);
      this.#fork();
    } else if (this.#workers.size === 0) {
      this.#break(
        new MrError("MR_NO_WORKERS", `${this.#started} local workers have died: ${reason}`, {
          hint: "`mr doctor` checks this machine; --verbose shows what the workers say.",
        }),
      );
    }
  }
}

function workerNames(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => /^local-\d+$/.test(name));
  return names.sort((a, b) => numberOf(a) - numberOf(b));
}

function numberOf(name: string): number {
  return Number(name.slice("local-".length));
}

function peakBytesOf(processId: number | undefined): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(
      readFileSync(`/proc/${processId}/status`, "utf8"),
    );
    return Number(kilobytes?.[1] ?? 0) * 1024;
  } catch {
    return 0; // Not Linux, or the process has just gone: the figure is only left out.
  }
}

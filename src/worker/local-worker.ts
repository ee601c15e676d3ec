/**
 * The parent's handle on a worker process of its own machine.
 *
 * Owns: one child process. Talks to: serve-local-worker.ts on the other end of the IPC channel.
 *
 * L1. `ready` and `ended` tell of everything that can happen; neither is left hanging when the process dies.
 * L2. Between `close` and `dismiss` the process holds nothing, but still removes `cleanUp` when this one is killed.
 */

import type { ChildProcess } from "node:child_process";
import { entryPoint } from "../config/layout.js";
import { MrError } from "../engine/error.js";
import { forkLocalWorker } from "./fork-local-worker.js";
import type { FromLocalWorker, LocalWorkerOptions, ToLocalWorker } from "./local-protocol.js";
import type { WorkerLog } from "./services.js";

export interface LocalWorkerStart {
  readonly options: LocalWorkerOptions;
  /** A promise while the master is still starting: process and runners are forked at once and wait for it. */
  readonly master: string | Promise<string>;
  /** Removed by the worker when this process dies without having closed it. */
  readonly cleanUp: readonly string[];
  /** The worker process's own environment; what user code sees is `options.environment`. */
  readonly environment: { readonly [name: string]: string };
  readonly log: WorkerLog;
  /** For tests: another program than dist/worker.cjs. */
  readonly entry?: string;
  /** Forked already, with the same `environment` and `cleanUp`; nobody has talked to it yet. */
  readonly process?: ChildProcess | undefined;
}

export interface LocalWorkerHandle {
  readonly processId: number | undefined;
  /** The worker has joined the master. Errors: whatever kept it from that. */
  readonly ready: Promise<void>;
  /** Null: it ended as asked. */
  readonly ended: Promise<MrError | null>;
  cleanUp(paths: readonly string[]): void;
  /** Forks the runners beyond the first before there are tasks for them. */
  expectWork(): void;
  /** Should this process be killed after that time, nothing is removed: the run can be resumed. */
  keep(afterMs: number): void;
  drain(): void;
  /** Ends the agent. Resolves when its processes, port and files are gone, by force after 5 s. */
  close(): Promise<void>;
  /** Ends the process itself; what had to be cleaned up has been. Resolves when it is gone. */
  dismiss(): Promise<void>;
}

const CLOSE_MS = 5_000;

export function startLocalWorker(start: LocalWorkerStart): LocalWorkerHandle {
  const child =
    start.process ?? forkLocalWorker({ ...start, entry: start.entry ?? entryPoint("worker") });
  const tell = (message: ToLocalWorker): void => {
    if (child.connected) child.send(message, () => undefined);
  };
  const { ready, closed, ended } = follow(child, start.log);
  tell({ kind: "start", options: start.options, cleanUp: start.cleanUp });
  void Promise.resolve(start.master).then(
    (address) => tell({ kind: "master", address }),
    // Without a master there is nothing to join; whoever wanted one hears of it there.
    () => undefined,
  );
  return {
    processId: child.pid,
    ready,
    ended,
    cleanUp: (paths) => tell({ kind: "clean-up", paths }),
    expectWork: () => tell({ kind: "expect-work" }),
    keep: (afterMs) => tell({ kind: "keep", afterMs }),
    drain: () => tell({ kind: "drain" }),
    close: async () => {
      tell({ kind: "close" });
      await orKill(child, Promise.race([closed, ended]));
    },
    dismiss: async () => {
      // It holds nothing any more, and taking itself apart would take longer.
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function orKill(child: ChildProcess, end: Promise<unknown>): Promise<void> {
  const force = setTimeout(() => child.kill("SIGKILL"), CLOSE_MS);
  await end;
  clearTimeout(force);
}

function follow(
  child: ChildProcess,
  log: WorkerLog,
): { ready: Promise<void>; closed: Promise<void>; ended: Promise<MrError | null> } {
  let failure: MrError | null = null;
  let closedAsAsked = false;
  let becameClosed: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => (becameClosed = resolve));
  let becameReady: () => void = () => undefined;
  const joined = new Promise<void>((resolve) => (becameReady = resolve));
  child.on("message", (raw) => {
    const message = raw as FromLocalWorker;
    if (message.kind === "ready") becameReady();
    else if (message.kind === "log") log[message.level](message.message);
    else if (message.kind === "failed") failure = MrError.fromRecord(message.error);
    else {
      closedAsAsked = true;
      becameClosed();
    }
  });
  const ended = new Promise<MrError | null>((resolve) => {
    child.on("error", (error) => {
      if (child.pid === undefined) resolve(MrError.from(error, "MR_WORKER_LOST"));
    });
    child.on("exit", (code, signal) => {
      const how = signal === null ? `with exit code ${code}` : `by signal ${signal}`;
      const died = new MrError("MR_WORKER_LOST", `worker process ${child.pid} ended ${how}`);
      resolve(failure ?? (closedAsAsked ? null : died));
    });
  });
  const ready = Promise.race([joined, ended.then(refuse)]);
  // Whoever never asks must not bring the process down.
  ready.catch(() => undefined);
  return { ready, closed, ended };
}

function refuse(error: MrError | null): never {
  throw error ?? new MrError("MR_WORKER_LOST", "the worker was closed before it joined");
}

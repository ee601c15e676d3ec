/** The process of a local worker, forked: it waits for its parent to say what it shall be (local-worker.ts). */

import { type ChildProcess, fork } from "node:child_process";

export interface LocalWorkerProcess {
  /** Removed by the worker when this process dies, even before it could say anything. */
  readonly cleanUp: readonly string[];
  /** The worker process's own environment. */
  readonly environment: { readonly [name: string]: string };
  /** The program's file: dist/worker.cjs. */
  readonly entry: string;
}

export function forkLocalWorker({ cleanUp, environment, entry }: LocalWorkerProcess): ChildProcess {
  return fork(entry, [...cleanUp], {
    env: { ...environment },
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}

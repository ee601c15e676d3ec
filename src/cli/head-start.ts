/**
 * The first worker process of a local run, forked before anything of the command is loaded: one core would be idle
 * meanwhile.
 *
 * Owns: that process until the local cluster takes it. Talks to: fork-local-worker.ts; bin/mr.ts starts it.
 *
 * H1. It is a guess from the bare words: a process that nobody has taken when the command ends is killed. It has been told
 *     nothing, so it has nothing.
 * H2. Little is imported here: what this file loads is in the way of everything, and is not compiled ahead.
 * H3. The starter and the program are two bundles, each with a copy of this file: what one has started the other finds in
 *     the process's globals.
 */

import type { ChildProcess } from "node:child_process";
import type { Environment } from "../config/resolve.js";
import { forkLocalWorker } from "../worker/fork-local-worker.js";
import { runnerEnvironment } from "../worker/runner-environment.js";
import { nameTemporaryRoot } from "./temporary-root.js";

export interface HeadStart {
  readonly process: ChildProcess;
  /** The private folder that it removes should we be killed; not made yet. */
  readonly folder: string;
}

/** Words with which `mr run` starts no worker of its own. */
const ELSEWHERE = /^(-h|--help|--dry-run|--master(=.*)?)$/;

const STARTED: unique symbol = Symbol.for("mr-engine.head-start");
const shared = globalThis as { [STARTED]?: HeadStart | null };

/** `entry`: the worker's program. */
export function giveHeadStart(
  words: readonly string[],
  environment: Environment,
  entry: string,
): void {
  if (words[0] !== "run" || words.length < 3) return;
  if ((environment["MR_MASTER"] ?? "") !== "" || words.some((word) => ELSEWHERE.test(word))) return;
  try {
    const started = forkAhead(nameTemporaryRoot(), environment, entry);
    shared[STARTED] = started;
    started.process.on("error", noHeadStart);
  } catch {
    noHeadStart();
  }
}

/** A worker process that has been told nothing but to remove `folder` should we be killed. */
export function forkAhead(folder: string, environment: Environment, entry: string): HeadStart {
  const inherited = runnerEnvironment(environment);
  return { process: forkLocalWorker({ cleanUp: [folder], environment: inherited, entry }), folder };
}

/** The cluster forks one itself; what is wrong then is told there. */
function noHeadStart(): void {
  shared[STARTED] = null;
}

/** Null when there is none that lives. */
export function takeHeadStart(): HeadStart | null {
  const taken = shared[STARTED] ?? null;
  shared[STARTED] = null;
  return taken !== null && taken.process.connected ? taken : null;
}

export function dropHeadStart(): void {
  takeHeadStart()?.process.kill("SIGKILL");
}

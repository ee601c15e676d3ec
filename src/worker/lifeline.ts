/**
 * Ends this process, and every program it started, the moment its agent is gone.
 *
 * Owns: a shell that does nothing but wait for the end of the lifeline pipe. User code may keep our own thread busy for
 * ever; then the end of the channel to the agent is never heard, the shell hears the pipe's end all the same.
 *
 * L1. The agent never writes into the pipe; its end means that the agent has died or has let go of this runner.
 * L2. The shell is in the runner's process group: whoever ends the group ends it too.
 * L3. Where there is no shell, or somebody has killed it, a thread does the same. A thread costs ten times as much to
 *     start, which is most of what a small task costs.
 */

import { spawn } from "node:child_process";
import { Worker } from "node:worker_threads";
import { LIFELINE } from "./runner-protocol.js";

/** Its argument is the runner. A group's number is not used again while the shell itself is in it. */
const SHELL_WATCHER = 'read -r _; kill -9 "-$1"; kill -9 "$1"';

/** Plain CommonJS: it runs before and apart from everything else. */
const THREAD_WATCHER = `
const { Socket } = require("node:net");
const end = () => {
  try { process.kill(-process.pid, "SIGKILL"); } catch {}
  process.kill(process.pid, "SIGKILL");
};
const line = new Socket({ fd: ${LIFELINE}, readable: true, writable: false });
line.on("error", end).on("end", end).on("close", end).resume();
`;

/** Returns the process that watches, null when it is a thread. Another shell than every system has is for tests. */
export function watchAgent(shell = "/bin/sh"): number | null {
  const watcher = spawn(shell, ["-c", SHELL_WATCHER, "sh", String(process.pid)], {
    env: {},
    stdio: [LIFELINE, "ignore", "ignore"],
  });
  watcher.on("error", watchInThread).on("exit", watchInThread);
  return watcher.pid ?? null;
}

function watchInThread(): void {
  const watcher = new Worker(THREAD_WATCHER, {
    eval: true,
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
  });
  watcher.on("error", endGroup);
}

/** The whole process group: the runner leads one of its own. */
export function endGroup(): void {
  process.kill(-process.pid, "SIGKILL");
}

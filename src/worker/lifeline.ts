/**
 * Ends this process, and every program it started, the moment its agent is gone.
 *
 * Owns: a thread that does nothing but watch the lifeline pipe. User code may keep the main thread busy for ever; then
 * the IPC channel's `disconnect` is never heard, the thread hears the pipe's end all the same.
 *
 * L1. The agent never writes into the pipe; its end means that the agent has died or has let go of this runner.
 */

import { Worker } from "node:worker_threads";

/** Place of the pipe in the runner's stdio, see runner-process.ts. */
const LIFELINE = 4;

/** Plain CommonJS: it runs before and apart from everything else. */
const WATCHER = `
const { Socket } = require("node:net");
const end = () => {
  try { process.kill(-process.pid, "SIGKILL"); } catch {}
  process.kill(process.pid, "SIGKILL");
};
const line = new Socket({ fd: ${LIFELINE}, readable: true, writable: false });
line.on("error", end).on("end", end).on("close", end).resume();
`;

export function watchAgent(): void {
  const watcher = new Worker(WATCHER, {
    eval: true,
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 2 },
  });
  watcher.on("error", endGroup);
  process.on("disconnect", endGroup);
}

/** The whole process group: the runner leads one of its own. */
export function endGroup(): void {
  process.kill(-process.pid, "SIGKILL");
}

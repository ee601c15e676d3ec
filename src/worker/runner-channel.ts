/**
 * The runner's end of the IPC channel.
 *
 * N1. User code finds no `process.send`: it cannot speak in the runner's name by accident.
 * N2. `post` never throws; when the agent is gone the lifeline ends the process.
 */

import { MrError } from "../engine/error.js";
import type { FromRunner, ToRunner } from "./runner-protocol.js";

export interface RunnerChannel {
  post(message: FromRunner): void;
  /** Resolves when the message is with the kernel. */
  postLast(message: FromRunner): Promise<void>;
}

export function openRunnerChannel(receive: (message: ToRunner) => void): RunnerChannel {
  const send = process.send?.bind(process);
  if (send === undefined) {
    throw new MrError("MR_INTERNAL", "a runner is started by a worker, not by hand");
  }
  delete process.send;
  process.on("message", (message) => receive(message as ToRunner));
  const post = (message: FromRunner, done: () => void): void => {
    if (!process.connected) return done();
    send(message, undefined, undefined, done);
  };
  return {
    post: (message) => post(message, () => undefined),
    postLast: (message) => new Promise((resolve) => post(message, resolve)),
  };
}

/**
 * The runner's end of the pipe to its agent (runner-protocol.ts).
 *
 * N1. User code finds no `process.send`: it cannot speak in the runner's name by accident.
 * N2. `post` never throws; without an agent there is nothing to live for: the process ends, and its group.
 */

import { Socket } from "node:net";
import { MrError } from "../engine/error.js";
import { endGroup } from "./lifeline.js";
import { openMessagePipe } from "./message-pipe.js";
import { CHANNEL, type FromRunner, type ToRunner } from "./runner-protocol.js";

export interface RunnerChannel {
  post(message: FromRunner): void;
  /** Resolves when the message is with the kernel. */
  postLast(message: FromRunner): Promise<void>;
}

export function openRunnerChannel(receive: (message: ToRunner) => void): RunnerChannel {
  const pipe = openMessagePipe<FromRunner, ToRunner>(agent(), receive);
  return {
    post: (message) => pipe.send(message),
    postLast: (message) => new Promise((resolve) => pipe.send(message, resolve)),
  };
}

function agent(): Socket {
  try {
    const socket = new Socket({ fd: CHANNEL, readable: true, writable: true });
    return socket.on("error", endGroup).on("close", endGroup);
  } catch (error) {
    throw new MrError("MR_INTERNAL", "a runner is started by a worker, not by hand", {
      cause: error,
    });
  }
}

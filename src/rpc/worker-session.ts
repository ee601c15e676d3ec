/** A worker's session with its master: one bidirectional stream, dialled by the worker. */

import { MrError } from "../engine/error.js";
import type { ConnectOptions } from "./client.js";
import type { MasterMessage, WorkerMessage } from "./messages.js";

export interface WorkerSessionOptions extends ConnectOptions {
  readonly hello: Extract<WorkerMessage, { kind: "hello" }>;
  /** Every message in order, `welcome` first; never called before the session's promise has resolved. */
  readonly onMessage: (message: MasterMessage) => void;
  /** Called once, when the session is over; null when `close` ended it. Not called when opening it failed. */
  readonly onClose: (error: MrError | null) => void;
}

export interface WorkerSession {
  readonly welcome: Extract<MasterMessage, { kind: "welcome" }>;
  /** Queues; what is queued in one turn goes out in one write. After the end it does nothing. */
  send(message: WorkerMessage): void;
  /** Sends what is queued, then ends the session. */
  close(): Promise<void>;
}

/** Resolves when the master has said welcome. Errors: MR_UNREACHABLE, MR_UNAUTHENTICATED, MR_VERSION_SKEW, the master's refusal. */
export function openWorkerSession(options: WorkerSessionOptions): Promise<WorkerSession> {
  return Promise.reject(new MrError("MR_INTERNAL", `no session with ${options.address} yet`));
}

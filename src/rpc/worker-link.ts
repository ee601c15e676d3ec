/**
 * The master's end of a worker's session, without gRPC: what the server offers and what the master implements.
 *
 * Y1. `closed` is called exactly once for a link, however it ended; nothing is delivered after it.
 * Y2. `send` never blocks and never throws; after the end it does nothing.
 */

import type { MrError } from "../engine/error.js";
import type { MasterClient, MasterMessage, WorkerMessage } from "./messages.js";

export interface WorkerLink {
  /** Address of the other end, for log lines. */
  readonly peer: string;
  send(message: MasterMessage): void;
  /** Sends what is queued, then ends the session. */
  close(): void;
}

export interface WorkerLinkHandler {
  message(message: WorkerMessage): void;
  /** `error` is null when the worker or we ended the session in good order. */
  closed(error: MrError | null): void;
}

/** Everything that the server needs of a master. */
export interface MasterService {
  readonly client: MasterClient;
  session(link: WorkerLink): WorkerLinkHandler;
  bundle(sha256: string): Promise<Uint8Array>;
}

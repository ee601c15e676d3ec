/**
 * What an agent needs from outside, as narrow as it uses it. Production wires the real ones (agent.ts), tests bring
 * their own; `openWorkerSession` of src/rpc satisfies OpenSession as it is.
 */

import type { MrError } from "../engine/error.js";
import type { MasterMessage, WorkerMessage } from "../rpc/messages.js";
import type { MachineRoom } from "./machine-room.js";

export interface Session {
  readonly welcome: Extract<MasterMessage, { kind: "welcome" }>;
  /** `patienceMs`: how long it may wait for others that can go out with it. */
  send(message: WorkerMessage, patienceMs?: number): void;
  close(): Promise<void>;
}

export interface SessionRequest {
  readonly hello: Extract<WorkerMessage, { kind: "hello" }>;
  readonly onMessage: (message: MasterMessage) => void;
  readonly onClose: (error: MrError | null) => void;
}

/** Resolves when the master has said welcome; a refusal is a rejection. */
export type OpenSession = (request: SessionRequest) => Promise<Session>;

export interface SegmentServer {
  /** host:port as bound. */
  readonly address: string;
  close(): Promise<void>;
}

export interface SegmentServerRequest {
  readonly host: string;
  readonly port: number;
  /** Null until a master has named it: nobody is served before. */
  readonly token: () => string | null;
  readonly resolve: (job: string, name: string) => string | undefined;
  /** Why a connection or a segment was not served, when this worker is to blame; the other side tries again. */
  readonly trouble: (error: Error) => void;
}

export interface AgentServices {
  /** See machine-room.ts. */
  readonly watchMachine: (folder: string) => () => MachineRoom;
  readonly openSession: OpenSession;
  readonly fetchBundle: (sha256: string) => Promise<Uint8Array>;
  readonly startSegmentServer: (request: SegmentServerRequest) => Promise<SegmentServer>;
}

export interface WorkerLog {
  info(message: string): void;
  warn(message: string): void;
}

/** The shell around the engine: starts and ends everything that a master is made of. */

import { MrError } from "../engine/error.js";
import type { Planner } from "../engine/planner.js";
import type { MasterClient } from "../rpc/messages.js";

export interface MasterOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Journal, bundles, lock; made when absent. */
  readonly stateDirectory: string;
  /** Null: everybody who can connect is let in. */
  readonly token: string | null;
  readonly planners: readonly Planner[];
  readonly log: (line: string) => void;
  /** Milliseconds since 1970 that never go back. */
  readonly clock?: () => number;
  /** 1 s unless told. */
  readonly heartbeatIntervalMs?: number;
  /** False: facts are written but not forced to the disk, for a state that lives no longer than its process. */
  readonly durable?: boolean;
  /** The journal cannot be written: nothing may be acknowledged any more. Ends the process unless told. */
  readonly onFatal?: (error: MrError) => void;
}

export interface Master {
  /** `host:port`, with the port that was found. */
  readonly address: string;
  /** In this process: no socket between. */
  client(): MasterClient;
  close(): Promise<void>;
}

export function startMaster(options: MasterOptions): Promise<Master> {
  return Promise.reject(new MrError("MR_INTERNAL", `no master on port ${options.port} yet`));
}

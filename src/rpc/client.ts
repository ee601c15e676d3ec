/** A client of a master over gRPC. */

import { MrError } from "../engine/error.js";
import type { MasterClient } from "./messages.js";

export interface ConnectOptions {
  /** `host:port`. */
  readonly address: string;
  readonly token: string | null;
  /** How long the first connection may take; 5 s unless told. */
  readonly connectTimeoutMs?: number;
}

export function createMasterClient(options: ConnectOptions): MasterClient {
  throw new MrError("MR_INTERNAL", `no client for ${options.address} yet`);
}

/** Fetches a job's code from the master, on a connection of its own. */

import { MrError } from "../engine/error.js";
import type { ConnectOptions } from "./client.js";

export interface FetchBundleOptions extends ConnectOptions {
  /** Lower-case hex; the bytes are checked against it. */
  readonly sha256: string;
}

export function fetchBundle(options: FetchBundleOptions): Promise<Uint8Array> {
  return Promise.reject(new MrError("MR_INTERNAL", `no bundles from ${options.address} yet`));
}

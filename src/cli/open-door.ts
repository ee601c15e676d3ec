/**
 * Who may be reached from other machines: whoever can submit a job can run any program, so that beyond this machine
 * proof is needed, and, as long as nothing is encrypted, a word that one knows.
 */

import { isLoopback } from "../config/addresses.js";
import { MrError } from "../engine/error.js";

export interface Door {
  /** `master` or `worker`. */
  readonly who: string;
  readonly host: string;
  readonly tokenFile: string | null;
  readonly insecure: boolean;
}

export function refuseOpenDoor({ who, host, tokenFile, insecure }: Door): void {
  if (isLoopback(host)) return;
  if (tokenFile === null) {
    throw new MrError("MR_CONFIG", `a ${who} that listens on ${host} needs --token-file`, {
      hint: "Make a token: (umask 077; openssl rand -hex 32 > token). Or listen on 127.0.0.1.",
    });
  }
  if (!insecure) {
    throw new MrError("MR_CONFIG", `a ${who} that listens on ${host} needs --insecure as well`, {
      hint: "Connections are not encrypted yet: give --insecure only in a network that you trust.",
    });
  }
}

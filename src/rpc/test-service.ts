/**
 * For tests of the wire: a master's service that only answers what a test told it to.
 */

import type { MasterClient } from "./messages.js";
import type { MasterService } from "./worker-link.js";

/** Every method that is not given is called by nobody. */
export function serviceOf(parts: {
  readonly client?: Partial<MasterClient>;
  readonly session?: MasterService["session"];
  readonly bundle?: MasterService["bundle"];
}): MasterService {
  const unexpected = (what: string) => () => {
    throw new Error(`${what} was not expected`);
  };
  const client = new Proxy(parts.client ?? {}, {
    get: (target, name) => Reflect.get(target, name) ?? unexpected(`client.${String(name)}`),
  }) as MasterClient;
  return {
    client,
    session: parts.session ?? unexpected("session"),
    bundle: parts.bundle ?? unexpected("bundle"),
  };
}

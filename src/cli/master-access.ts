/**
 * The way to a master that runs elsewhere, and to one of its jobs by a short name.
 *
 * A1. gRPC is loaded here and nowhere earlier: commands that need no master start without it.
 */

import { MrError } from "../engine/error.js";
import type { JobId } from "../engine/ids.js";
import type { MasterClient } from "../rpc/messages.js";
import type { MasterFlags } from "./command-options.js";
import { resolve, type CliContext } from "./context.js";

/** Opens the client, runs `use`, and closes it whatever happens. */
export async function withMaster<T>(
  context: CliContext,
  flags: MasterFlags,
  use: (client: MasterClient) => Promise<T>,
): Promise<T> {
  const client = await openMaster(context, flags);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

export async function openMaster(context: CliContext, flags: MasterFlags): Promise<MasterClient> {
  const { master, tokenFile } = resolve(context, flags);
  if (master === null) {
    throw new MrError("MR_USAGE", "this command needs a master", {
      hint: "Give --master host:port or set MR_MASTER; `mr master` starts one.",
    });
  }
  const [{ createMasterClient }, { readTokenFile }] = await Promise.all([
    import("../rpc/client.js"),
    import("../config/token-file.js"),
  ]);
  const token = tokenFile === null ? null : readTokenFile(tokenFile, context.io.cwd);
  return createMasterClient({ address: master, token });
}

/** A full id, or the only one that begins with `text`. */
export async function findJobId(client: MasterClient, text: string): Promise<JobId> {
  const ids = (await client.jobs()).map((view) => view.id);
  const exact = ids.find((id) => id === text);
  if (exact !== undefined) return exact;
  const matches = ids.filter((id) => id.startsWith(text));
  const [only, another] = matches;
  if (only === undefined) {
    throw new MrError("MR_UNKNOWN_JOB", `the master knows no job ${text}`, {
      hint: "`mr jobs` lists them.",
    });
  }
  if (another !== undefined) {
    throw new MrError("MR_USAGE", `${text} may be any of ${matches.join(", ")}`, {
      hint: "Give more characters of the id.",
    });
  }
  return only;
}

/**
 * Fetches a job's code from the master, on a connection of its own, and checks it before anybody sees it.
 */

import { createHash } from "node:crypto";
import { MrError } from "../engine/error.js";
import { openChannel, type ConnectOptions } from "./channel.js";
import { readStream } from "./read-stream.js";

export interface FetchBundleOptions extends ConnectOptions {
  /** Lower-case hex; the bytes are checked against it. */
  readonly sha256: string;
}

/** Errors: MR_JOB_NOT_FOUND when the master does not have it, MR_UNREACHABLE, MR_PROTOCOL for damaged bytes. */
export async function fetchBundle(options: FetchBundleOptions): Promise<Uint8Array> {
  const { sha256 } = options;
  const channel = await openChannel("Workers", options);
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of readStream(channel, () => channel.stub.getBundle({ sha256 }))) {
      chunks.push(chunk.data);
    }
    const bytes = Buffer.concat(chunks);
    const found = createHash("sha256").update(bytes).digest("hex");
    if (found !== sha256) {
      throw new MrError("MR_PROTOCOL", `bundle ${sha256} arrived as ${found}`, {
        hint: "The bytes were damaged on the way or in the master's state directory.",
      });
    }
    return bytes;
  } finally {
    channel.close();
  }
}

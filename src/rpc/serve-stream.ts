/**
 * An async iterable as the answer of a server-streaming call: at the reader's pace, ended with the error's status,
 * and abandoned as soon as the reader has gone.
 */

import type { ServerWritableStream } from "@grpc/grpc-js";
import type { Wire } from "./load.js";
import { toStatus } from "./status.js";

/** Never rejects: errors go to the caller as a status. */
export async function pipeToCall<Request, Reply>(
  wire: Wire,
  call: ServerWritableStream<Request, Reply>,
  open: () => AsyncIterable<Reply>,
): Promise<void> {
  const gone = new Promise<"gone">((resolve) => {
    call.once("cancelled", () => resolve("gone"));
    call.once("close", () => resolve("gone"));
    call.once("error", () => resolve("gone"));
  });
  const iterator = open()[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), gone]);
      if (next === "gone" || call.cancelled) return;
      if (next.done === true) break;
      if (call.write(next.value)) continue;
      const drained = await Promise.race([
        new Promise<"drained">((resolve) => call.once("drain", () => resolve("drained"))),
        gone,
      ]);
      if (drained === "gone") return;
    }
    call.end();
  } catch (error) {
    if (!call.cancelled) call.emit("error", toStatus(wire, error));
  } finally {
    // Not awaited: an iterator that waits for news ends when there is some, or when its owner closes.
    void iterator.return?.().then(undefined, () => undefined);
  }
}

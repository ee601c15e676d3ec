/**
 * A server's stream as an async iterable that leaves nothing behind: the call is cancelled when the reader stops early.
 */

import type { Client, ClientReadableStream, ServiceError } from "@grpc/grpc-js";
import type { Channel } from "./channel.js";

export async function* readStream<T>(
  channel: Channel<Client>,
  start: () => ClientReadableStream<T>,
): AsyncGenerator<T, void, undefined> {
  await channel.ready();
  const stream = start();
  let finished = false;
  try {
    for await (const message of stream) yield message as T;
    finished = true;
  } catch (error) {
    finished = true;
    throw isServiceError(error) ? channel.explain(error) : error;
  } finally {
    // A cancel in the turn in which data arrived has crashed Node's http2 before: give it a turn of its own.
    if (!finished) setImmediate(() => stream.cancel());
    // The cancel itself comes back as an error that nobody waits for.
    stream.on("error", () => undefined);
  }
}

export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && "code" in error && "details" in error && "metadata" in error;
}

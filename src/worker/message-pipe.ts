/**
 * Messages between two processes over a pipe that both can read and write: JSON, a line each.
 *
 * Node's own channel would do as well, but whoever is started with one loads its code before anything of ours runs, and
 * a process with a heap limit compiles that code anew (bin/heap-limit.ts): a runner would start in 28 ms instead of 20.
 *
 * P1. Messages arrive whole and in the order in which they were sent.
 * P2. `send` never throws. What the other end cannot get any more is dropped; `done` is called all the same.
 * P3. A line that is no message ends the pipe, and no more than that: a user's code can write to any descriptor of its
 *     process, and must not take along who listens.
 */

import type { Duplex } from "node:stream";

const LINE_END = 0x0a;

export interface MessagePipe<Message> {
  /** `done`: the message is with the kernel, or lost. */
  send(message: Message, done?: () => void): void;
}

/** Errors of `stream` are its owner's to hear. */
export function openMessagePipe<Sent, Received>(
  stream: Duplex,
  receive: (message: Received) => void,
): MessagePipe<Sent> {
  let rest: Buffer[] = [];
  stream.on("data", (bytes: Buffer) => {
    let from = 0;
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, from)) {
      const last = bytes.subarray(from, end);
      const line = rest.length === 0 ? last : Buffer.concat([...rest, last]);
      rest = [];
      from = end + 1;
      const message = parse(line);
      if (message === undefined) return void stream.destroy();
      receive(message as Received);
    }
    if (from < bytes.length) rest.push(bytes.subarray(from));
  });
  return {
    send(message, done = () => undefined) {
      if (stream.writable) stream.write(`${JSON.stringify(message)}\n`, () => done());
      else done();
    },
  };
}

/** Undefined, which JSON cannot say, where the line is none. */
function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString("utf8"));
  } catch {
    return undefined;
  }
}

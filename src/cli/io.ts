/**
 * The outside world as the command line sees it: three streams, a folder, an environment and signals.
 *
 * Owns: colours per stream, writing with back-pressure. Talks to: nobody; tests hand in a fake.
 *
 * I1. Result data goes to `stdout`, everything else to `stderr`.
 * I2. A reader that goes away (EPIPE) ends writing quietly; it is never an error of ours.
 */

import type { Readable, Writable } from "node:stream";
import pc from "picocolors";
import { processEnvironment, type Environment } from "../config/resolve.js";

export interface OutputStream extends Writable {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export type StopSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean | undefined };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly cwd: string;
  readonly environment: Environment;
  /** While subscribed, the signal no longer ends the process by itself. Returns the way to unsubscribe. */
  onSignal(signal: StopSignal, listener: () => void): () => void;
  /** Ends the process now; only the second Ctrl-C does this. */
  exitNow(code: number): never;
}

export type Colors = ReturnType<typeof pc.createColors>;

export function processIo(): Io {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.cwd(),
    environment: processEnvironment(),
    onSignal(signal, listener) {
      process.on(signal, listener);
      return () => process.off(signal, listener);
    },
    exitNow: (code) => process.exit(code),
  };
}

/** `--no-color`, then NO_COLOR, then FORCE_COLOR, then whether this very stream is a terminal. */
export function colorsFor(stream: OutputStream, io: Io, allowed: boolean): Colors {
  const { NO_COLOR, FORCE_COLOR, TERM } = io.environment;
  if (!allowed || isSet(NO_COLOR)) return pc.createColors(false);
  if (isSet(FORCE_COLOR)) return pc.createColors(FORCE_COLOR !== "0");
  return pc.createColors(stream.isTTY === true && TERM !== "dumb");
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

/** Resolves to false when nobody reads any more. */
export function write(stream: Writable, chunk: string | Uint8Array): Promise<boolean> {
  if (stream.destroyed || stream.errored !== null || stream.writableEnded)
    return Promise.resolve(false);
  if (stream.write(chunk)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = (open: boolean) => () => {
      stream.off("drain", onDrain).off("error", onGone).off("close", onGone);
      resolve(open);
    };
    const onDrain = finish(true);
    const onGone = finish(false);
    stream.on("drain", onDrain).on("error", onGone).on("close", onGone);
  });
}

export function print(stream: Writable, lines: readonly string[]): Promise<boolean> {
  return lines.length === 0 ? Promise.resolve(true) : write(stream, `${lines.join("\n")}\n`);
}

export function printJson(stream: Writable, document: unknown): Promise<boolean> {
  return write(stream, `${JSON.stringify(document, null, 2)}\n`);
}

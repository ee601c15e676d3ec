/**
 * Ctrl-C and its relatives: the first asks, the second leaves.
 *
 * S1. After the first signal the process lives on until its work is put away; the second ends it at once.
 * S2. Exit codes are 128 + the signal's number, as shells expect: SIGINT 130, SIGTERM 143, SIGHUP 129.
 */

import { EXIT } from "../engine/error.js";
import type { Io, StopSignal } from "./io.js";

export const EXIT_CODES: { readonly [signal in StopSignal]: number } = {
  SIGINT: EXIT.interrupted,
  SIGTERM: 143,
  SIGHUP: 129,
};
const SIGNALS: readonly StopSignal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

export interface StopHandlers {
  first(signal: StopSignal): void;
  second(exitCode: number): void;
}

export interface StopListener {
  /** The exit code that the first signal asks for; null while there was none. */
  exitCode(): number | null;
  release(): void;
}

export function listenForStop(io: Io, handlers: StopHandlers): StopListener {
  let received: StopSignal | null = null;
  const releases = SIGNALS.map((signal) =>
    io.onSignal(signal, () => {
      if (received !== null) return handlers.second(EXIT_CODES[received]);
      received = signal;
      handlers.first(signal);
    }),
  );
  return {
    exitCode: () => (received === null ? null : EXIT_CODES[received]),
    release: () => {
      for (const release of releases) release();
    },
  };
}

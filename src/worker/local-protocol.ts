/**
 * What a local worker process (dist/worker.js) and the process that started it say to each other over IPC.
 *
 * P1. The channel itself is a message: when it closes, for whatever reason, the worker ends and cleans up.
 * P2. A worker is started before there is a master: its runners are forked meanwhile. The address follows, or `close`.
 */

import type { ErrorRecord } from "../engine/error.js";
import type { AgentOptions } from "./agent-options.js";

export type LocalWorkerOptions = Omit<
  AgentOptions,
  "log" | "reconnect" | "master" | "spareRunners" | "keepsFolder"
>;

export type ToLocalWorker =
  | {
      readonly kind: "start";
      readonly options: LocalWorkerOptions;
      /** Absolute paths removed when the parent is gone: its temporary root, staging folders. */
      readonly cleanUp: readonly string[];
    }
  /** host:port; once, behind `start`. */
  | { readonly kind: "master"; readonly address: string }
  /** There will be more than one task at a time: all runners are worth their start. */
  | { readonly kind: "expect-work" }
  /** Replaces the list: the parent has made (or published) something. */
  | { readonly kind: "clean-up"; readonly paths: readonly string[] }
  /** From `afterMs` on, a parent that is killed leaves something that can be gone on with: nothing is removed then. */
  | { readonly kind: "keep"; readonly afterMs: number }
  | { readonly kind: "drain" }
  | { readonly kind: "close" };

export type FromLocalWorker =
  /** Joined the master. */
  | { readonly kind: "ready" }
  | { readonly kind: "log"; readonly level: "info" | "warn"; readonly message: string }
  | { readonly kind: "failed"; readonly error: ErrorRecord }
  | { readonly kind: "closed"; readonly reason: string };

/**
 * Outcomes of attempts must reach the master even when the connection breaks under them.
 *
 * Owns: the outcomes that may not have arrived yet. A stream has no receipts: what was sent shortly before a break is
 * sent again after it; the engine knows each attempt by name and drops what it has heard before.
 *
 * B1. An outcome made while nobody listens is kept until somebody does.
 * B2. Sent ones are kept for KEEP_MS and at most KEEP_COUNT of them: a break shows itself sooner than that.
 */

import { type AttemptRef, sameAttempt } from "../engine/ids.js";
import type { WorkerMessage } from "../rpc/messages.js";

const KEEP_MS = 60_000;
const KEEP_COUNT = 256;

export type Outcome = Extract<WorkerMessage, { kind: "succeeded" | "ended" }>;

interface Entry {
  readonly outcome: Outcome;
  /** Null: not sent yet. */
  sentAt: number | null;
}

export class Outbox {
  readonly #send: (message: WorkerMessage) => boolean;
  readonly #now: () => number;
  #entries: Entry[] = [];

  constructor(
    send: (message: WorkerMessage) => boolean,
    now: () => number = () => performance.now(),
  ) {
    this.#send = send;
    this.#now = now;
  }

  report(outcome: Outcome): void {
    this.#forget();
    const entry: Entry = { outcome, sentAt: null };
    this.#entries.push(entry);
    this.#try(entry);
  }

  /** A new session stands: say again what the old one may have lost. */
  repeat(): void {
    for (const entry of this.#entries) this.#try(entry);
  }

  /** Says again how this attempt ended; false when that is not known here. */
  repeatOne(attempt: AttemptRef): boolean {
    const entry = this.#entries.find(({ outcome }) => sameAttempt(outcome.attempt, attempt));
    if (entry !== undefined) this.#try(entry);
    return entry !== undefined;
  }

  /** A new incarnation has nothing to answer for. */
  clear(): void {
    this.#entries = [];
  }

  #try(entry: Entry): void {
    if (this.#send(entry.outcome)) entry.sentAt = this.#now();
  }

  #forget(): void {
    const before = this.#now() - KEEP_MS;
    let sent = this.#entries.filter((entry) => entry.sentAt !== null).length;
    this.#entries = this.#entries.filter((entry) => {
      if (entry.sentAt === null) return true;
      if (entry.sentAt >= before && sent <= KEEP_COUNT) return true;
      sent -= 1;
      return false;
    });
  }
}

/**
 * Outcomes of attempts must reach the master even when the connection breaks under them.
 *
 * Owns: the outcomes that may not have arrived yet. A stream has no receipts: what was sent shortly before a break is
 * sent again after it; the engine knows each attempt by name and drops what it has heard before.
 *
 * B1. An outcome made while nobody listens is kept until somebody does.
 * B2. Sent ones are kept for KEEP_MS and at most KEEP_COUNT of them: a break shows itself sooner than that.
 * B3. What was sent comes before what was not: whatever is kept for longer than needed is at the front.
 */

import { attemptKey, type AttemptRef } from "../engine/ids.js";
import type { WorkerMessage } from "../rpc/messages.js";

const KEEP_MS = 60_000;
/** Tiny tasks end by the thousand a second. */
const KEEP_COUNT = 4_096;

export type Outcome = Extract<WorkerMessage, { kind: "succeeded" | "ended" }>;

interface Entry {
  readonly outcome: Outcome;
  /** Null: not sent yet. */
  sentAt: number | null;
}

export class Outbox {
  readonly #send: (message: WorkerMessage, patienceMs: number) => boolean;
  readonly #now: () => number;
  /** By attempt, oldest first. */
  readonly #entries = new Map<string, Entry>();

  constructor(
    send: (message: WorkerMessage, patienceMs: number) => boolean,
    now: () => number = () => performance.now(),
  ) {
    this.#send = send;
    this.#now = now;
  }

  /** `patienceMs`: how long it may wait for others that can go out with it. */
  report(outcome: Outcome, patienceMs = 0): void {
    this.#forget();
    const entry: Entry = { outcome, sentAt: null };
    const key = attemptKey(outcome.attempt);
    // Told once more, it is the latest again.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#try(entry, patienceMs);
  }

  /** A new session stands: say again what the old one may have lost. */
  repeat(): void {
    for (const entry of this.#entries.values()) this.#try(entry);
  }

  /** Says again how this attempt ended; false when that is not known here. */
  repeatOne(attempt: AttemptRef): boolean {
    const entry = this.#entries.get(attemptKey(attempt));
    if (entry !== undefined) this.#try(entry);
    return entry !== undefined;
  }

  /** A new incarnation has nothing to answer for. */
  clear(): void {
    this.#entries.clear();
  }

  #try(entry: Entry, patienceMs = 0): void {
    if (this.#send(entry.outcome, patienceMs)) entry.sentAt = this.#now();
  }

  #forget(): void {
    const before = this.#now() - KEEP_MS;
    for (const [key, { sentAt }] of this.#entries) {
      if (sentAt === null || (sentAt >= before && this.#entries.size <= KEEP_COUNT)) return;
      this.#entries.delete(key);
    }
  }
}

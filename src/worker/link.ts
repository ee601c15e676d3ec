/**
 * Keeps a session with the master: dial, be welcomed, serve, and dial again when it ends.
 *
 * Owns: the current session and the pauses between tries. Talks to: an OpenSession, and its owner through LinkEvents.
 *
 *   dialling -> joined -> (pause -> dialling)* -> over
 *
 * L1. Messages and `joined` come from one session at a time, and never after `over`.
 * L2. `send` reaches the session of the moment or nobody: what must not get lost is kept in the outbox.
 * L3. A refusal that another try cannot change ends the link; so does, with reconnect "never", the end of a session.
 * L4. A name that is taken at the first dial may be held by our own last life, which the master has yet to give up:
 *     the link ends only when it is still taken after that must have happened.
 * L5. When a session is lost many others are lost with it, as far as anybody knows: dials are spread over the window
 *     that the master has told of last.
 */

import { type ErrorCode, MrError } from "../engine/error.js";
import type { MasterMessage, WorkerMessage } from "../rpc/messages.js";
import { jittered, redialMs } from "./backoff.js";
import type { OpenSession, Session } from "./services.js";
import { REAL_TIMERS, type Timers } from "./timers.js";

/** A session that lived this long was a good one: the next failure counts from one again. */
const STEADY_MS = 5_000;
/** In local mode the master was there before us: more tries than this only hide that it is gone. */
const FIRST_TRIES = 3;

/** MR_INTERRUPTED: whoever was to start the master has given that up. */
const HOPELESS: readonly ErrorCode[] = ["MR_UNAUTHENTICATED", "MR_VERSION_SKEW", "MR_INTERRUPTED"];
/** A mistake of whoever started us, as far as the first dial can tell. */
const HOPELESS_AT_FIRST: readonly ErrorCode[] = ["MR_CONFIG", "MR_USAGE"];
/** How a master says that a name is taken. */
const NAME_TAKEN: ErrorCode = "MR_CONFIG";
/** A master gives up a silent worker after 10 s; the rest is for its clock and the way. */
const NAME_PATIENCE_MS = 15_000;
const NAME_PAUSE_MS = 1_000;
const NAME_JITTER = 0.2;

export interface LinkEvents {
  /** Asked before every try: the incarnation may have changed. */
  hello(): Extract<WorkerMessage, { kind: "hello" }>;
  joined(welcome: Extract<MasterMessage, { kind: "welcome" }>): void;
  message(message: MasterMessage): void;
  /** A session ended or could not be opened; another try follows in `pauseMs`. */
  lost(error: MrError, pauseMs: number): void;
  /** Told once: somebody of this name is still connected; tries follow for `patienceMs`. */
  nameTaken(error: MrError, patienceMs: number): void;
}

export interface LinkOptions {
  readonly open: OpenSession;
  readonly reconnect: "forever" | "never";
  readonly events: LinkEvents;
  readonly random?: () => number;
  readonly timers?: Timers;
}

/** Null: the owner closed it. */
export type LinkEnd = MrError | null;

type SessionEnd =
  | { readonly kind: "refused"; readonly error: MrError }
  | { readonly kind: "over"; readonly error: MrError; readonly livedMs: number };

export class Link {
  /** Resolves when no further try will be made. */
  readonly ended: Promise<LinkEnd>;
  readonly #options: LinkOptions;
  readonly #timers: Timers;
  readonly #closing = new AbortController();
  #session: Session | null = null;
  #joinedOnce = false;
  /** Since when the name has been taken at the first dials (L4). */
  #nameTakenAt: number | null = null;
  /** L5. */
  #redialWindowMs = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#timers = options.timers ?? REAL_TIMERS;
    this.ended = this.#run();
  }

  get isJoined(): boolean {
    return this.#session !== null;
  }

  /** False when nobody is there to hear it. */
  send(message: WorkerMessage, patienceMs = 0): boolean {
    if (this.#session === null) return false;
    this.#session.send(message, patienceMs);
    return true;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#session?.close();
    await this.ended;
  }

  async #run(): Promise<LinkEnd> {
    const { reconnect, events, random = Math.random } = this.#options;
    let failures = 0;
    for (;;) {
      const end = await this.#serve();
      if (this.#closing.signal.aborted) return null;
      if (HOPELESS.includes(end.error.code)) return end.error;
      if (this.#waitsForName(end.error)) {
        if (!(await this.#pause(jittered(NAME_PAUSE_MS, NAME_JITTER, random())))) return null;
        continue;
      }
      if (!this.#joinedOnce && HOPELESS_AT_FIRST.includes(end.error.code)) return end.error;
      const steady = end.kind === "over" && end.livedMs >= STEADY_MS;
      failures = steady ? 1 : failures + 1;
      if (reconnect === "never" && (end.kind === "over" || failures >= FIRST_TRIES))
        return end.error;
      const spread = { windowMs: this.#redialWindowMs, together: end.kind === "over" };
      const pauseMs = redialMs(failures, spread, random());
      events.lost(end.error, pauseMs);
      if (!(await this.#pause(pauseMs))) return null;
    }
  }

  /** L4. In local mode nobody lived before us. */
  #waitsForName(error: MrError): boolean {
    const { reconnect, events } = this.#options;
    if (this.#joinedOnce || reconnect === "never" || error.code !== NAME_TAKEN) return false;
    const now = this.#timers.now();
    if (this.#nameTakenAt === null) {
      this.#nameTakenAt = now;
      events.nameTaken(error, NAME_PATIENCE_MS);
    }
    return now - this.#nameTakenAt < NAME_PATIENCE_MS;
  }

  /** One session from the dial to its end; never rejects. */
  async #serve(): Promise<SessionEnd> {
    const { open, events } = this.#options;
    const early: MasterMessage[] = [];
    let deliver = (message: MasterMessage): void => void early.push(message);
    let over: (error: MrError | null) => void = () => undefined;
    const closed = new Promise<MrError | null>((resolve) => (over = resolve));
    let session: Session;
    try {
      session = await this.#unlessClosed(
        open({
          hello: events.hello(),
          onMessage: (message) => deliver(message),
          onClose: (error) => over(error),
        }),
      );
    } catch (error) {
      return { kind: "refused", error: MrError.from(error, "MR_UNREACHABLE") };
    }
    if (this.#closing.signal.aborted) {
      // Closed in the very turn in which it was opened: whoever closed has seen no session.
      await session.close();
      return { kind: "refused", error: closedWhileDialling() };
    }
    const openedAt = this.#timers.now();
    this.#session = session;
    this.#joinedOnce = true;
    events.joined(session.welcome);
    // `welcome` has been dealt with; the rest of what came before this line is next.
    deliver = (message) => {
      if (message.kind === "redial-window") this.#redialWindowMs = message.windowMs;
      if (message.kind !== "welcome" && this.#session === session) events.message(message);
    };
    for (const message of early) deliver(message);
    const error = await closed;
    this.#session = null;
    return {
      kind: "over",
      error: error ?? new MrError("MR_UNREACHABLE", "the master closed the session"),
      livedMs: this.#timers.now() - openedAt,
    };
  }

  /** A close does not wait for a dial; a session that comes too late is closed unseen. */
  async #unlessClosed(dial: Promise<Session>): Promise<Session> {
    const { signal } = this.#closing;
    return new Promise((resolve, reject) => {
      const giveUp = (): void => reject(closedWhileDialling());
      signal.addEventListener("abort", giveUp, { once: true });
      const answered = (take: () => void): void => {
        signal.removeEventListener("abort", giveUp);
        take();
      };
      dial.then(
        (session) => answered(() => (signal.aborted ? void session.close() : resolve(session))),
        (error: unknown) => answered(() => reject(error)),
      );
    });
  }

  /** False when it was cut short. */
  #pause(waitMs: number): Promise<boolean> {
    const { signal } = this.#closing;
    return new Promise((resolve) => {
      const cancel = this.#timers.after(waitMs, () => {
        signal.removeEventListener("abort", cutShort);
        resolve(true);
      });
      const cutShort = (): void => {
        cancel();
        resolve(false);
      };
      signal.addEventListener("abort", cutShort, { once: true });
    });
  }
}

function closedWhileDialling(): MrError {
  return new MrError("MR_UNREACHABLE", "closed while dialling");
}

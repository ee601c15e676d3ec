/**
 * The workers that are connected now: who is let in, what each has been sent, and what they say, as events.
 *
 * Owns: one Session for each connected incarnation. Talks to: the server's links, the loop (by `post`).
 *
 * N1. A session begins with hello and welcome; only then is the worker known to the engine.
 * N2. A name belongs to one living incarnation. The same incarnation dialling again replaces its own older session,
 *     which then ends without a word to the engine.
 * N3. A job and a stage are sent once a session, before the first assignment that needs them (M2).
 * N4. A session that ends on its own is one `worker-left`, at once; a dismissed or replaced one is none.
 * N5. Every worker knows, within a quarter, how many it would dial together with (redial-window.ts).
 */

import { version } from "../config/layout.js";
import { MrError } from "../engine/error.js";
import type { AttemptRef, Incarnation, JobId, WorkerId } from "../engine/ids.js";
import type { TaskView } from "../engine/view.js";
import { type MasterMessage, PROTOCOL_VERSION, type WorkerMessage } from "../rpc/messages.js";
import type { WorkerLink, WorkerLinkHandler } from "../rpc/worker-link.js";
import type { EventBody } from "./loop.js";
import { RedialWindow } from "./redial-window.js";
import { Session } from "./session.js";
import { eventOf } from "./worker-event.js";

export interface SessionsOptions {
  readonly epoch: number;
  readonly dataToken: string;
  readonly heartbeatIntervalMs: number;
  readonly post: (event: EventBody) => void;
  readonly onLog: (attempt: AttemptRef, worker: WorkerId, lines: readonly string[]) => void;
  readonly log: (line: string) => void;
  /** Returns the function that takes it back. Default: a timer of the process. */
  readonly after?: (delayMs: number, act: () => void) => () => void;
}

/** One life of one worker. */
export interface WorkerLife {
  readonly worker: WorkerId;
  readonly incarnation: Incarnation;
}

const HELLO_TIMEOUT_MS = 5_000;

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #byWorker = new Map<WorkerId, Session>();
  /** Links that have not said hello yet. */
  readonly #strangers = new Set<WorkerLink>();
  readonly #redialWindow = new RedialWindow();
  #closing = false;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** A new connection; the server calls the handler with whatever happens on it. */
  accept(link: WorkerLink): WorkerLinkHandler {
    let session: Session | null = null;
    this.#strangers.add(link);
    const { after = afterReal } = this.#options;
    const heard = after(HELLO_TIMEOUT_MS, () => {
      this.#refuse(link, new MrError("MR_PROTOCOL", `no hello within ${HELLO_TIMEOUT_MS} ms`));
    });
    return {
      message: (message) => {
        if (session !== null) return this.#hear(session, message);
        heard();
        session = this.#greet(link, message);
      },
      closed: (error) => {
        heard();
        this.#strangers.delete(link);
        if (session !== null) this.#leave(session, error);
      },
    };
  }

  send(life: WorkerLife, message: MasterMessage): void {
    this.#find(life)?.link.send(message);
  }

  assign(life: WorkerLife, attempt: AttemptRef, task: TaskView): void {
    this.#find(life)?.assign(attempt, task);
  }

  discard(life: WorkerLife, job: JobId): void {
    this.#find(life)?.discard(job);
  }

  dismiss(life: WorkerLife, reason: string): void {
    const session = this.#find(life);
    if (session === null) return;
    this.#byWorker.delete(life.worker);
    this.#refuse(session.link, new MrError("MR_STALE", `the master has given up: ${reason}`));
  }

  /** Errors: MR_USAGE when no such worker is connected. */
  drain(worker: string): void {
    const session = this.#byWorker.get(worker as WorkerId);
    if (session === undefined) {
      throw new MrError("MR_USAGE", `no worker called ${worker} is connected`, {
        hint: "`mr workers` lists them.",
      });
    }
    session.link.send({ kind: "drain" });
    const { incarnation } = session;
    this.#options.post({ kind: "worker-draining", worker: session.worker, incarnation });
  }

  /** Ends every session without events: the workers join the next reign as they are. */
  close(): void {
    this.#closing = true;
    for (const link of this.#strangers) link.close();
    for (const session of this.#byWorker.values()) session.link.close();
    this.#strangers.clear();
    this.#byWorker.clear();
  }

  #find({ worker, incarnation }: WorkerLife): Session | null {
    const session = this.#byWorker.get(worker);
    return session?.incarnation === incarnation ? session : null;
  }

  /** The first message of a link. Null: refused. */
  #greet(link: WorkerLink, message: WorkerMessage): Session | null {
    this.#strangers.delete(link);
    const refusal = this.#closing
      ? new MrError("MR_UNREACHABLE", "the master is closing")
      : this.#objection(message);
    if (refusal !== null || message.kind !== "hello") {
      this.#refuse(link, refusal ?? new MrError("MR_PROTOCOL", "a session begins with hello"));
      return null;
    }
    const { info, running, kept, shortOf } = message;
    this.#byWorker.get(info.worker)?.link.close();
    const session = new Session(link, info);
    this.#byWorker.set(info.worker, session);
    link.send({
      kind: "welcome",
      epoch: this.#options.epoch,
      version: version(),
      heartbeatIntervalMs: this.#options.heartbeatIntervalMs,
      dataToken: this.#options.dataToken,
    });
    this.#tellWindow(link);
    this.#options.log(`worker ${info.worker} joined from ${link.peer}, ${info.slots} slots`);
    this.#options.post({ kind: "worker-joined", info, running, kept, shortOf });
    return session;
  }

  /** N5. */
  #tellWindow(newcomer: WorkerLink): void {
    const grown = this.#redialWindow.grow(this.#byWorker.size);
    const { windowMs } = this.#redialWindow;
    if (windowMs === null) return;
    const listeners = grown ? [...this.#byWorker.values()].map(({ link }) => link) : [newcomer];
    for (const link of listeners) link.send({ kind: "redial-window", windowMs });
  }

  #objection(message: WorkerMessage): MrError | null {
    if (message.kind !== "hello") return null;
    if (message.version !== version() || message.protocol !== PROTOCOL_VERSION) {
      return new MrError(
        "MR_VERSION_SKEW",
        `the worker runs mr ${message.version} (protocol ${message.protocol}), ` +
          `the master mr ${version()} (protocol ${PROTOCOL_VERSION})`,
        { hint: "Install the same version of mr on both machines." },
      );
    }
    const { worker, incarnation } = message.info;
    const living = this.#byWorker.get(worker);
    if (living === undefined || living.incarnation === incarnation) return null;
    return new MrError("MR_CONFIG", `a worker called ${worker} is already connected`, {
      hint: "Give this one another name, or wait until the other has left.",
    });
  }

  #hear(session: Session, message: WorkerMessage): void {
    if (this.#byWorker.get(session.worker) !== session) return;
    switch (message.kind) {
      case "hello":
        this.#refuse(session.link, new MrError("MR_PROTOCOL", "a session has one hello"));
        return;
      case "log":
        this.#options.onLog(message.attempt, session.worker, message.lines);
        return;
      case "goodbye":
        this.#leave(session, null, message.reason);
        session.link.close();
        return;
      default:
        this.#options.post(eventOf(session, message));
    }
  }

  #leave(session: Session, error: MrError | null, said?: string): void {
    if (this.#closing || this.#byWorker.get(session.worker) !== session) return;
    this.#byWorker.delete(session.worker);
    const reason = said ?? error?.message ?? "it ended its session";
    const { worker, incarnation } = session;
    this.#options.log(`worker ${worker} left: ${reason}`);
    this.#options.post({ kind: "worker-left", worker, incarnation, reason });
  }

  #refuse(link: WorkerLink, error: MrError): void {
    this.#options.log(`${link.peer}: ${error.code}: ${error.message}`);
    const { code, message, hint } = error;
    const record = { code, message, ...(hint === undefined ? {} : { hint }) };
    link.send({ kind: "rejected", error: record });
    link.close();
  }
}

function afterReal(delayMs: number, act: () => void): () => void {
  const timer = setTimeout(act, delayMs);
  return () => clearTimeout(timer);
}

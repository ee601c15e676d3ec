/**
 * The worker as its master knows it, over the life of many sessions: all of an agent that is neither process nor socket.
 *
 * Owns: the incarnation, the link and the outbox, the heartbeat, the orphan's grace, and the attempts that are here.
 * Talks to: a master through an OpenSession, to slots and files through a WorkPlace. Time and chance come from outside,
 * so that a simulation runs the very same code.
 *
 * R1. The incarnation lives as long as the process, across sessions, unless a master says that it is stale: then
 *     what runs is stopped and a new life begins, which offers what the old one had finished.
 * R2. Without a master running attempts go on for ORPHAN_GRACE_MS. Every hello tells which they are: a restarted master
 *     adopts them; one that has given them to others meanwhile says that they are to stop.
 * R3. After `close` no timer is left: a process that has nothing else to do ends.
 */

import { version } from "../config/layout.js";
import { MrError } from "../engine/error.js";
import type { Shortage, WorkerInfo } from "../engine/event.js";
import type { AttemptFailure } from "../engine/graph.js";
import type { Incarnation } from "../engine/ids.js";
import { type MasterMessage, PROTOCOL_VERSION, type WorkerMessage } from "../rpc/messages.js";
import { Attempts, type WorkPlace } from "./attempts.js";
import { startHeartbeat } from "./heartbeat.js";
import { Link, type LinkEnd } from "./link.js";
import { Outbox } from "./outbox.js";
import type { OpenSession, WorkerLog } from "./services.js";

const ORPHAN_GRACE_MS = 60_000;

type Welcome = Extract<MasterMessage, { kind: "welcome" }>;

export interface MembershipOptions {
  readonly place: WorkPlace & { readonly slots: { readonly peakMemoryBytes: number } };
  readonly open: OpenSession;
  readonly reconnect: "forever" | "never";
  /** Asked before every dial. */
  readonly info: () => Omit<WorkerInfo, "incarnation">;
  /** Told with every hello and every heartbeat. */
  readonly shortOf: () => Shortage | null;
  readonly newIncarnation: () => Incarnation;
  /** In [0, 1). */
  readonly random: () => number;
  /** How people call it. */
  readonly master: () => string;
  readonly log: WorkerLog;
  /** After every welcome. */
  readonly joined: () => void;
  /** The master wants the worker to finish what it has and leave. */
  readonly drain: () => void;
}

export class Membership {
  readonly attempts: Attempts;
  readonly #options: MembershipOptions;
  readonly #outbox: Outbox;
  readonly #link: Link;
  #incarnation: Incarnation;
  #welcome: Welcome | null = null;
  #standing: "serving" | "draining" | "leaving" = "serving";
  #stopHeartbeat: () => void = () => undefined;
  #stopGrace: (() => void) | null = null;

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.#incarnation = options.newIncarnation();
    const { timers } = options.place;
    this.#outbox = new Outbox(
      (message, patienceMs) => this.#link.send(message, patienceMs),
      () => timers.now(),
    );
    this.attempts = this.#createAttempts();
    this.#link = new Link({
      open: options.open,
      reconnect: options.reconnect,
      random: options.random,
      timers,
      events: {
        hello: () => this.#hello(),
        joined: (welcome) => this.#joined(welcome),
        message: (message) => this.#message(message),
        lost: (error, pauseMs) => this.#lost(error, pauseMs),
        nameTaken: (error, patienceMs) => this.#nameTaken(error, patienceMs),
      },
    });
  }

  /** Resolves when no further session will be tried. */
  get ended(): Promise<LinkEnd> {
    return this.#link.ended;
  }

  get incarnation(): Incarnation {
    return this.#incarnation;
  }

  get dataToken(): string | null {
    return this.#welcome?.dataToken ?? null;
  }

  /** From now on new work is handed back; the master is told. */
  startDraining(): void {
    this.#standing = "draining";
    this.attempts.refuse(this.#gone("is draining"));
    this.#link.send({ kind: "draining" });
  }

  /** Nothing new, and what runs is stopped; the outcomes still go out. */
  stopWorking(reason: string): void {
    this.#standing = "leaving";
    const gone = this.#gone(`ended: ${reason}`);
    this.attempts.refuse(gone);
    this.attempts.stopAll(lost(gone));
  }

  /** A heartbeat out of turn: something has changed that the master should know. */
  beat(): void {
    this.#link.send({
      kind: "heartbeat",
      progress: this.attempts.progress(),
      peakMemoryBytes: this.#options.place.slots.peakMemoryBytes,
      shortOf: this.#options.shortOf(),
    });
  }

  sayGoodbye(reason: string): void {
    this.#link.send({ kind: "goodbye", reason });
  }

  async close(): Promise<void> {
    await this.#link.close();
    // Not before: a master may have welcomed a worker that was already leaving.
    this.#stopHeartbeat();
    this.#stopGrace?.();
  }

  #createAttempts(): Attempts {
    return new Attempts({
      ...this.#options.place,
      hostId: this.#options.info().hostId,
      credentials: () => ({
        epoch: this.#welcome?.epoch ?? 0,
        dataToken: this.#welcome?.dataToken ?? "",
      }),
      outbox: this.#outbox,
      log: (attempt, lines) => void this.#link.send({ kind: "log", attempt, lines }),
      warn: (message) => this.#options.log.warn(message),
    });
  }

  #hello(): Extract<WorkerMessage, { kind: "hello" }> {
    const info: WorkerInfo = { ...this.#options.info(), incarnation: this.#incarnation };
    const running = this.attempts.running();
    const kept = this.#options.place.workspace.kept();
    const shortOf = this.#options.shortOf();
    const said = { version: version(), protocol: PROTOCOL_VERSION };
    return { kind: "hello", info, running, kept, shortOf, ...said };
  }

  #joined(welcome: Welcome): void {
    const { log, master, random, place } = this.#options;
    this.#welcome = welcome;
    this.#stopGrace?.();
    this.#stopGrace = null;
    log.info(`joined ${master()}`);
    this.attempts.forgetPlaces();
    this.#outbox.repeat();
    if (this.#standing === "draining") this.#link.send({ kind: "draining" });
    this.#stopHeartbeat();
    // At once: it says which attempts are still here.
    this.beat();
    const beat = () => this.beat();
    this.#stopHeartbeat = startHeartbeat(welcome.heartbeatIntervalMs, beat, random, place.timers);
    this.#options.joined();
  }

  #message(message: MasterMessage): void {
    switch (message.kind) {
      case "welcome":
      case "rejected":
      case "redial-window":
        // The link's business; a refusal is how a session ends.
        return;
      case "drain":
        return this.#options.drain();
      default:
        this.attempts.handle(message);
    }
  }

  #lost(error: MrError, pauseMs: number): void {
    const { log, master, place } = this.#options;
    this.#stopHeartbeat();
    // Whoever is leaving waits for no master.
    if (this.#standing === "leaving") return;
    const next = `next try in ${(pauseMs / 1_000).toFixed(1)} s`;
    log.warn(`no session with ${master()}: ${error.message}; ${next}`);
    if (error.code === "MR_STALE") this.#reborn();
    this.#stopGrace ??= place.timers.after(ORPHAN_GRACE_MS, () => {
      log.warn("no master for a minute: running attempts are stopped");
      this.attempts.stopAll(lost(new MrError("MR_WORKER_LOST", "the worker lost its master")));
    });
  }

  #nameTaken(error: MrError, patienceMs: number): void {
    const { log, master } = this.#options;
    const patience = `trying for ${patienceMs / 1_000} s, in case it is the one before this`;
    log.warn(`${master()}: ${error.message}; ${patience}`);
  }

  #reborn(): void {
    this.#incarnation = this.#options.newIncarnation();
    this.#options.log.warn("the master has given up this worker's past; starting anew");
    this.attempts.stopAll(lost(this.#gone("was given up")));
    this.#outbox.clear();
  }

  #gone(what: string): MrError {
    return new MrError("MR_WORKER_LOST", `worker ${this.#options.info().worker} ${what}`);
  }
}

function lost(error: MrError): AttemptFailure {
  return { kind: "lost", error: error.withoutStack() };
}

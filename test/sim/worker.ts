/**
 * A worker: the real membership (session, outbox, attempts, sources) over simulated slots, files and network.
 *
 * Owns: one worker process after another under one name, on one host. Talks to: the network, other workers' files.
 */

import type { SourceLocation } from "../../src/engine/command.js";
import { MrError } from "../../src/engine/error.js";
import type { KeptOutput } from "../../src/engine/event.js";
import {
  attemptName,
  type AttemptRef,
  type Incarnation,
  type WorkerId,
} from "../../src/engine/ids.js";
import type { Assignment } from "../../src/jobs/assignment.js";
import type { MasterMessage, WorkerMessage } from "../../src/rpc/messages.js";
import { Membership } from "../../src/worker/membership.js";
import type { Session, SessionRequest } from "../../src/worker/services.js";
import { createRandom, type RandomSource } from "../scenario/random-source.js";
import type { Cell, PartContent, SegmentContent } from "./data.js";
import type { End, Network } from "./network.js";
import { CountedTimers } from "./counted-timers.js";
import { SimNode } from "./node.js";
import type { Behaviour } from "./runner.js";
import { SimSlots } from "./slots.js";

/** A machine: workers on it see each other's files. */
export interface Host {
  readonly name: string;
  readonly files: Map<string, SegmentContent>;
}

/** What a worker needs of the world. */
export interface Surroundings {
  readonly network: Network;
  readonly staging: Map<string, PartContent>;
  readonly master: SimNode;
  newIncarnation(worker: string): Incarnation;
  accept(end: End<MasterMessage, WorkerMessage>): void;
  behaviour(assignment: Assignment, worker: SimWorker): Behaviour;
  workerAt(dataAddress: string): SimWorker | undefined;
  /** A mutant reads damaged blocks as if they were sound. */
  readonly checksChecksums: boolean;
  /** The first partition to cut off of those told to. */
  trimmed(from: number): number;
  /** An attempt here wanted a partition that has been cut off. */
  missed(worker: SimWorker, reader: AttemptRef): void;
  /** False: a mutant's transport loses it. */
  sent(worker: SimWorker, end: End<WorkerMessage, MasterMessage>, message: WorkerMessage): boolean;
  say(who: string, what: string): void;
  later(delayMs: number, act: () => void): void;
  /** A worker did not end as it must. */
  endedBadly(worker: SimWorker, what: string): void;
}

const SUPERVISOR_MS = 2_000;
/** What the runners of a worker take to die, and half of what its whole end may take. */
const DYING_MS = 50;
const END_MS = 500;
const TRIES_MS = [0, 500, 1_000];
const WELCOME_TIMEOUT_MS = 5_000;

export class SimWorker {
  readonly node: SimNode;
  readonly host: Host;
  readonly slots: number;
  readonly random: RandomSource;
  /** Tasks take this many times as long. */
  slowness = 1;
  diskFull = false;
  membership: Membership | null = null;
  /** The membership's. */
  #timers: CountedTimers | null = null;
  /** The life that was told to drain last. */
  #drained = 0;
  readonly #world: Surroundings;
  /** By path. */
  readonly #served = new Map<string, KeptOutput>();

  constructor(world: Surroundings, node: SimNode, host: Host, slots: number, seed: number) {
    this.#world = world;
    this.node = node;
    this.host = host;
    this.slots = slots;
    this.random = createRandom(seed);
  }

  get name(): string {
    return this.node.name;
  }

  get staging(): Map<string, PartContent> {
    return this.#world.staging;
  }

  /** On the folder of its last life, or on a new disk. */
  start(withFolder = true): void {
    if (this.node.alive) return;
    this.node.start();
    this.#takeFolder(withFolder);
    const { node, random } = this;
    const timers = new CountedTimers({
      now: () => node.now(),
      after: (delayMs, act) => node.after(delayMs, act),
    });
    this.#timers = timers;
    this.membership = new Membership({
      place: {
        slots: new SimSlots(this),
        workspace: this.#workspace(),
        bundles: { get: async () => "/bundle", release: async () => undefined },
        timers,
      },
      open: (request) => this.#dial(request),
      reconnect: "forever",
      info: () => ({
        worker: this.name as WorkerId,
        slots: this.slots,
        hostId: this.host.name,
        dataAddress: `${this.name}:7000`,
        processId: node.life,
      }),
      shortOf: () => null,
      newIncarnation: () => this.#world.newIncarnation(this.name),
      random: () => random.next(),
      master: () => "the master",
      log: { info: () => undefined, warn: (text) => this.#world.say(this.name, text) },
      joined: () => this.#world.say(this.name, "joined"),
      drain: () => void this.drain(),
    });
    const { life } = node;
    void this.membership.ended.then((error) => {
      if (error === null || node.life !== life) return;
      // The agent's process ends with its link; whoever watches over it starts it again.
      this.#world.say(this.name, `ends itself: ${error.message}`);
      this.kill(false);
      this.#world.later(SUPERVISOR_MS, () => this.start());
    });
  }

  /** kill -9, or the power of its machine: files stay on the disk until the next start. */
  kill(silently: boolean): void {
    if (!this.node.alive) return;
    this.node.kill();
    this.membership = null;
    this.#served.clear();
    if (silently) this.#world.network.silent(this.node);
    else this.#world.network.resetAll(this.node);
  }

  /** As the agent does it; then the process is gone, and has left nothing behind. */
  async drain(drainMs = 30_000): Promise<void> {
    const { membership, node } = this;
    const timers = this.#timers;
    const { life } = node;
    if (membership === null || this.#drained === life) return;
    this.#drained = life;
    membership.startDraining();
    await Promise.race([membership.attempts.idle(), this.#pause(drainMs)]);
    membership.stopWorking("drained");
    let ended = false;
    // Twice: after a pause of the whole process the first may come before what it waits for.
    void this.#pause(END_MS)
      .then(() => this.#pause(END_MS))
      .then(() => ended || this.#world.endedBadly(this, "hangs"));
    await this.#pause(DYING_MS * this.random.next());
    await membership.attempts.idle();
    membership.sayGoodbye("drained");
    await membership.close();
    ended = true;
    if (node.life !== life) return;
    const left = timers?.armed ?? 0;
    if (left > 0) this.#world.endedBadly(this, `has left ${left} timers`);
    this.kill(false);
  }

  #pause(pauseMs: number): Promise<void> {
    return new Promise((resolve) => this.node.after(pauseMs, resolve));
  }

  behaviour(assignment: Assignment): Behaviour {
    return this.#world.behaviour(assignment, this);
  }

  /** The cell of one output that `reader` needs; or why it cannot be had. */
  fetch(
    place: SourceLocation,
    reader: AttemptRef,
    done: (result: Cell | "MR_FETCH_FAILED" | "MR_SEGMENT_CORRUPT") => void,
    tried = 0,
  ): void {
    const waitMs = TRIES_MS[tried];
    if (waitMs === undefined) return done("MR_FETCH_FAILED");
    const roundTripMs = waitMs + 2 + 8 * this.random.next();
    this.node.after(roundTripMs, () => {
      const content = this.#reach(place);
      if (content === "unreachable") {
        this.node.after(1_000, () => this.fetch(place, reader, done, tried + 1));
        return;
      }
      if (content === undefined) return this.fetch(place, reader, done, tried + 1);
      if (content.corrupt && this.#world.checksChecksums) return done("MR_SEGMENT_CORRUPT");
      const cell = content.cells[reader.index];
      if (reader.index >= content.left) this.#world.missed(this, reader);
      if (cell === undefined || reader.index >= content.left) return done("MR_SEGMENT_CORRUPT");
      done(content.corrupt ? { ...cell, hash: cell.hash.replace(/./, "f") } : cell);
    });
  }

  /** What it serves of a file, by the names that travel on the wire. */
  serve(path: string): SegmentContent | undefined {
    return this.#served.has(path) ? this.host.files.get(path) : undefined;
  }

  /** All that it has to offer, for faults that damage it. */
  get servedPaths(): readonly string[] {
    return [...this.#served.keys()];
  }

  #reach(place: SourceLocation): SegmentContent | undefined | "unreachable" {
    if (place.hostId === this.host.name) return this.host.files.get(place.path);
    const { network } = this.#world;
    const other = this.#world.workerAt(place.dataAddress);
    if (other === undefined || !other.node.alive) return undefined;
    const cut = network.isCut(this.node, other.node) || network.isCut(other.node, this.node);
    if (cut || other.node.isPaused) return "unreachable";
    return other.serve(place.path);
  }

  #takeFolder(keepsFiles: boolean): void {
    this.#served.clear();
    for (const [path, { kept }] of this.host.files) {
      if (!path.startsWith(`${this.#folder}/`)) continue;
      if (keepsFiles) this.#served.set(path, kept);
      else this.host.files.delete(path);
    }
  }

  get #folder(): string {
    return `/disk/${this.name}`;
  }

  #workspace() {
    const pathOf = (attempt: AttemptRef) =>
      `${this.#folder}/${attempt.job}/${attemptName(attempt)}`;
    return {
      directory: this.#folder,
      jobDirectory: (job: string) => `${this.#folder}/${job}`,
      segmentPath: pathOf,
      keep: (attempt: AttemptRef, file: Omit<KeptOutput, "attempt" | "path">) => {
        const path = pathOf(attempt);
        this.#served.set(path, { attempt, path, ...file });
      },
      kept: () => [...this.#served.values()],
      removeSegments: async (attempt: AttemptRef) => void this.host.files.delete(pathOf(attempt)),
      trim: async (job: string, stage: string, told: number) => {
        const from = this.#world.trimmed(told);
        for (const [path, { attempt }] of this.#served) {
          const content = this.host.files.get(path);
          if (attempt.job !== job || attempt.stage !== stage || content === undefined) continue;
          content.left = Math.min(content.left, from);
        }
      },
      removeJob: async (job: string) => {
        for (const [path, { attempt }] of this.#served) {
          if (attempt.job !== job) continue;
          this.#served.delete(path);
          this.host.files.delete(path);
        }
      },
    };
  }

  /** As rpc/worker-session.ts: resolves with the welcome, rejects with what the master or the network says. */
  #dial(request: SessionRequest): Promise<Session> {
    const world = this.#world;
    const accept = (end: End<MasterMessage, WorkerMessage>) => world.accept(end);
    return new Promise((resolve, reject) => {
      world.network.dial<WorkerMessage, MasterMessage>(
        this.node,
        world.master,
        accept,
        (dialled) => {
          if (dialled.kind === "failed") {
            reject(new MrError("MR_UNREACHABLE", dialled.reason));
            return;
          }
          const { end } = dialled;
          const send = (message: WorkerMessage): void => {
            if (world.sent(this, end, message)) end.send(message);
          };
          const tooLate = this.node.after(WELCOME_TIMEOUT_MS, () => end.break("silence"));
          let welcomed = false;
          let rejection: MrError | null = null;
          end.receiver = {
            message: (message) => {
              if (message.kind === "rejected") rejection = MrError.fromRecord(message.error);
              if (message.kind !== "welcome" || welcomed) return request.onMessage(message);
              welcomed = true;
              tooLate();
              const close = async (): Promise<void> => {
                end.close();
                request.onClose(null);
              };
              resolve({ welcome: message, send, close });
            },
            broken: (reason) => {
              tooLate();
              const error = rejection ?? new MrError("MR_UNREACHABLE", reason);
              if (welcomed) request.onClose(error);
              else reject(error);
            },
          };
          send(request.hello);
        },
      );
    });
  }
}

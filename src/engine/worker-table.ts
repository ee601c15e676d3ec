/**
 * The workers that the engine knows, and which of them have free slots.
 *
 * Owns: Worker (one life of a worker, from join to leave), its presence, its session, the order of free workers.
 * Talks to: nobody.
 *
 * K1. One Worker object is one life: whoever joins after leaving is a new object, even in the same incarnation.
 * K2. `present` and `absent` workers are in the table; a `gone` one lives on only as the place of old outputs.
 * K3. What is durable lies on the Worker; what is known only of this session lies in `session`.
 * K4. The free heap holds exactly the workers that may be given work: present, neither suspect nor draining, a slot open and free.
 */

import type { Shortage, WorkerInfo } from "./event.js";
import type { WorkerId } from "./ids.js";
import { IndexedHeap } from "./indexed-heap.js";
import type { DoneState, LiveAttempt, Stage } from "./task-table.js";

/** So many tasks must have ended before a worker counts as slow. */
const TASKS_FOR_PACE = 2;
/** About as many make up its pace. */
const RECENT_TASKS = 4;

export type Presence =
  | { readonly kind: "present" }
  /** Known from the journal, not yet joined again since the master's start. */
  | { readonly kind: "absent" }
  | { readonly kind: "gone"; readonly reason: string };

export const PRESENT: Presence = { kind: "present" };
export const ABSENT: Presence = { kind: "absent" };

/** An attempt that was told to stop and still holds its slot. */
export interface StoppingAttempt {
  readonly stage: Stage;
  readonly since: number;
}

/** Not durable: what this master has seen of the worker since it joined. */
export interface WorkerSession {
  lastHeartbeatAt: number;
  suspect: boolean;
  draining: boolean;
  /** What its machine has too little of; see shortage.ts. */
  shortOf: Shortage | null;
  /** Slots that may be given new work: all, or fewer while its machine is short of something. */
  openSlots: number;
  peakMemoryBytes: number;
  /** By attempt key. */
  readonly stopping: Map<string, StoppingAttempt>;
  /** How much of each stage's log of outputs the worker has heard. */
  readonly heard: Map<Stage, number>;
}

export interface Worker {
  /** Rises with every join; the order of workers wherever order matters. */
  readonly number: number;
  info: WorkerInfo;
  presence: Presence;
  /** In the order in which they were assigned, and so in which the worker begins them. */
  readonly running: Set<LiveAttempt>;
  /** How many of them are of each stage. */
  readonly stages: Map<Stage, number>;
  /** Indices of tasks whose segments were finished here; some may have moved since. */
  readonly outputs: Map<Stage, number[]>;
  tasksDone: number;
  /** Of its latest finished task; one object for all that are equal, as there may be a million. */
  latestDone: DoneState | null;
  /** How long its tasks took, as a multiple of their stages' medians; the latest count most. */
  pace: number;
  /** So many tasks have told it. */
  paced: number;
  session: WorkerSession;
}

export class WorkerTable {
  private readonly byId = new Map<WorkerId, Worker>();
  private readonly byNumber = new Map<number, Worker>();
  private readonly free: IndexedHeap;
  private joins = 0;

  constructor() {
    this.free = new IndexedHeap((a, b) => this.isFreer(a, b));
  }

  /** Present and absent workers, in the order in which they joined. */
  all(): IterableIterator<Worker> {
    return this.byId.values();
  }

  get size(): number {
    return this.byId.size;
  }

  get freeWorkers(): number {
    return this.free.size;
  }

  find(id: WorkerId): Worker | undefined {
    return this.byId.get(id);
  }

  join(info: WorkerInfo, at: number): Worker {
    const worker: Worker = {
      number: this.joins,
      info,
      presence: PRESENT,
      running: new Set(),
      stages: new Map(),
      outputs: new Map(),
      tasksDone: 0,
      latestDone: null,
      pace: 1,
      paced: 0,
      session: newSession(info, at),
    };
    this.joins += 1;
    this.byId.set(info.worker, worker);
    this.byNumber.set(worker.number, worker);
    this.refresh(worker);
    return worker;
  }

  rejoin(worker: Worker, info: WorkerInfo, at: number): void {
    worker.info = info;
    worker.presence = PRESENT;
    worker.session = newSession(info, at);
    this.refresh(worker);
  }

  leave(worker: Worker, reason: string): void {
    worker.presence = { kind: "gone", reason };
    worker.outputs.clear();
    this.byId.delete(worker.info.worker);
    this.byNumber.delete(worker.number);
    this.free.remove(worker.number);
  }

  /** To be called after every change of what a worker runs or of its standing (K4). */
  refresh(worker: Worker): void {
    if (!isUsable(worker) || worker.session.suspect || freeSlots(worker) <= 0) {
      this.free.remove(worker.number);
    } else if (this.free.has(worker.number)) {
      this.free.moved(worker.number);
    } else {
      this.free.add(worker.number);
    }
  }

  /** The freest worker that is accepted: most free slots first, then the one that joined first. */
  findFree(accept: (worker: Worker) => boolean): Worker | null {
    const number = this.free.find(this.free.size, (id) => {
      const worker = this.byNumber.get(id);
      return worker !== undefined && accept(worker);
    });
    return this.byNumber.get(number) ?? null;
  }

  freest(): Worker | null {
    return this.byNumber.get(this.free.first) ?? null;
  }

  isFree(worker: Worker): boolean {
    return this.free.has(worker.number);
  }

  private isFreer(a: number, b: number): boolean {
    const left = this.byNumber.get(a);
    const right = this.byNumber.get(b);
    if (left === undefined || right === undefined) return a < b;
    const difference = freeSlots(left) - freeSlots(right);
    return difference !== 0 ? difference > 0 : a < b;
  }
}

export function isGone(worker: Worker): boolean {
  return worker.presence.kind === "gone";
}

/** Counts as somebody who can do work, now or as soon as a slot is free. */
export function isUsable({ presence, session }: Worker): boolean {
  return presence.kind === "present" && !session.draining && session.openSlots > 0;
}

/** 1 as long as too little is known. */
export function paceOf(worker: Worker): number {
  return worker.paced < TASKS_FOR_PACE ? 1 : worker.pace;
}

export function notePace(worker: Worker, ratio: number): void {
  worker.paced += 1;
  worker.pace += (ratio - worker.pace) / Math.min(worker.paced, RECENT_TASKS);
}

export function busySlots(worker: Worker): number {
  return worker.running.size + worker.session.stopping.size;
}

export function freeSlots(worker: Worker): number {
  return worker.session.openSlots - busySlots(worker);
}

function newSession({ slots }: WorkerInfo, at: number): WorkerSession {
  return {
    lastHeartbeatAt: at,
    suspect: false,
    draining: false,
    shortOf: null,
    openSlots: slots,
    peakMemoryBytes: 0,
    stopping: new Map(),
    heard: new Map(),
  };
}

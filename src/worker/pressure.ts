/**
 * Whether the worker's machine has room for more work. Short of memory or of disk the worker asks for no new tasks; with
 * memory nearly gone it gives up its largest one, before the system kills whom it likes.
 *
 * Owns: the figures, what was found last, a timer. Talks to: the machine and the agent through hooks.
 *
 * P1. Short means little of the whole AND little in itself. Memory: 80 % used and less than 512 MiB left, which a task
 *     may take besides its data. Disk: 90 % used and less than 1 GiB left, some splits of 64 MiB with their spills.
 *     The share alone would stop laptops whose other programs take 80 % of 16 GiB, and disks that are 92 % full with
 *     40 GiB left; the amount alone would stop small containers for ever.
 * P2. What began at one figure ends at another, with a fifth or a quarter more left: no flutter.
 * P3. Being short stops nobody for good: a master that has nobody else goes on with one task at a time
 *     (engine/shortage.ts), on one laptop as on a cluster.
 * P4. Nearly gone: 95 % of the memory used and less than 256 MiB left. The largest task is lost: the machine's fault, not
 *     charged. No other follows before its memory can be back; and for ten seconds memory counts as short, or the same
 *     tasks would meet again at once. Where our tasks together take less than a quarter of the whole, other programs are
 *     to blame, and giving up would help nobody.
 * P5. While memory is short, idle runners that have worked are replaced by fresh ones: they would keep what they took.
 */

import { formatSize } from "../config/sizes.js";
import { MrError } from "../engine/error.js";
import type { Shortage } from "../engine/event.js";
import type { AttemptFailure } from "../engine/graph.js";
import { attemptName, type AttemptRef } from "../engine/ids.js";
import type { MachineRoom, Room } from "./machine-room.js";
import type { WorkerLog } from "./services.js";
import type { Timers } from "./timers.js";

const MIB = 2 ** 20;

/** Little is left when both hold. */
interface Line {
  readonly share: number;
  readonly bytes: number;
}

const SHORT: { readonly [what in Shortage]: Line } = {
  memory: { share: 0.2, bytes: 512 * MIB },
  disk: { share: 0.1, bytes: 1_024 * MIB },
};
const STILL_SHORT: { readonly [what in Shortage]: Line } = {
  memory: { share: 0.25, bytes: 640 * MIB },
  disk: { share: 0.12, bytes: 1_229 * MIB },
};
const NEARLY_GONE: Line = { share: 0.05, bytes: 256 * MIB };
const OUR_SHARE = 0.25;

const PAUSE_MS = 500;
/** Near the end it goes fast. */
const SHORT_PAUSE_MS = 100;
const GIVE_UP_PAUSE_MS = 3_000;
const SHORT_AFTER_GIVING_UP_MS = 10_000;

export interface TaskMemory {
  readonly attempt: AttemptRef;
  readonly bytes: number;
}

export interface PressureHooks {
  readonly look: () => MachineRoom;
  /** Running tasks, with the resident memory of all their processes. */
  readonly tasks: () => readonly TaskMemory[];
  readonly giveUp: (attempt: AttemptRef, failure: AttemptFailure) => void;
  readonly renewIdle: () => void;
  /** `shortOf` is another than before. */
  readonly changed: () => void;
  readonly timers: Timers;
  readonly log: WorkerLog;
}

/** P1 and P2; memory is named first. */
export function shortageOf(room: MachineRoom, before: Shortage | null): Shortage | null {
  const isShort = (what: Shortage) =>
    tightest(room[what], (before === what ? STILL_SHORT : SHORT)[what]) !== null;
  return isShort("memory") ? "memory" : isShort("disk") ? "disk" : null;
}

/** P4: the task to give up, if any. */
export function taskToGiveUp(
  { memory }: MachineRoom,
  tasks: readonly TaskMemory[],
): { readonly task: TaskMemory; readonly room: Room } | null {
  const room = tightest(memory, NEARLY_GONE);
  if (room === null) return null;
  const ours = tasks.reduce((sum, { bytes }) => sum + bytes, 0);
  if (ours < room.totalBytes * OUR_SHARE) return null;
  const task = tasks.reduce((most, one) => (one.bytes > most.bytes ? one : most));
  return { task, room };
}

export class Pressure {
  readonly #hooks: PressureHooks;
  /** Undefined before the first look. */
  #shortOf: Shortage | null | undefined = undefined;
  #quietUntil = 0;
  #shortUntil = 0;
  #stopTimer: () => void = () => undefined;

  constructor(hooks: PressureHooks) {
    this.#hooks = hooks;
    this.#arm();
  }

  get shortOf(): Shortage | null {
    if (this.#shortOf === undefined) this.#find(this.#hooks.look());
    return this.#shortOf ?? null;
  }

  close(): void {
    this.#stopTimer();
  }

  #arm(): void {
    const pauseMs = this.#shortOf === "memory" ? SHORT_PAUSE_MS : PAUSE_MS;
    this.#stopTimer = this.#hooks.timers.after(pauseMs, () => {
      const room = this.#hooks.look();
      if (this.#find(room)) this.#hooks.changed();
      this.#arm();
      if (this.#shortOf === "memory") this.#relieve(room);
    });
  }

  /** True when it has changed. */
  #find(room: MachineRoom): boolean {
    const before = this.#shortOf ?? null;
    const held = this.#hooks.timers.now() < this.#shortUntil ? "memory" : null;
    const now = held ?? shortageOf(room, before);
    this.#shortOf = now;
    if (now === before) return false;
    const { log } = this.#hooks;
    if (now === null) log.info(`no longer short of ${before}: new tasks are welcome`);
    else
      log.warn(`short of ${now}, ${describe(room[now])}: no new tasks while others can take them`);
    return true;
  }

  #relieve(room: MachineRoom): void {
    const { tasks, giveUp, renewIdle, timers, log } = this.#hooks;
    renewIdle();
    if (timers.now() < this.#quietUntil) return;
    const choice = taskToGiveUp(room, tasks());
    if (choice === null) return;
    this.#quietUntil = timers.now() + GIVE_UP_PAUSE_MS;
    this.#shortUntil = timers.now() + SHORT_AFTER_GIVING_UP_MS;
    const { attempt, bytes } = choice.task;
    const message = `task ${attemptName(attempt)} took ${formatSize(bytes)}, most of all here, when memory was nearly gone (${describe([choice.room])}), and was stopped`;
    log.warn(message);
    const hint = "Give the worker fewer slots, or its machine more memory.";
    const error = new MrError("MR_OUT_OF_MEMORY", message, { hint });
    giveUp(attempt, { kind: "lost", error: error.withoutStack() });
  }
}

/** Of those with too little left the one with least; null when there is none. */
function tightest(rooms: readonly Room[], { share, bytes }: Line): Room | null {
  let found: Room | null = null;
  for (const room of rooms) {
    if (room.freeBytes > Math.min(room.totalBytes * share, bytes)) continue;
    if (found === null || room.freeBytes < found.freeBytes) found = room;
  }
  return found;
}

function describe(rooms: readonly Room[]): string {
  const [first, ...others] = rooms;
  if (first === undefined) return "";
  const least = others.reduce((room, one) => (one.freeBytes < room.freeBytes ? one : room), first);
  return `${formatSize(least.freeBytes)} of ${formatSize(least.totalBytes)} left`;
}

/**
 * Workers whose machines are short of memory or disk, as they say themselves.
 *
 * Owns: how many slots such a worker has open. Talks to: worker-table. Nothing here is durable, as suspicion is not:
 * every hello and every heartbeat says it anew.
 *
 * S1. While any other worker may be given work, one that is short gets none; what it runs stays its own.
 * S2. When nobody else is left, a worker that is short and runs nothing gets one task: a cluster of one machine, and
 *     one whose machines are all short, goes on slowly instead of waiting for ever. Decided at ticks.
 */

import type { Shortage } from "./event.js";
import type { Turn } from "./turn.js";
import type { Worker } from "./worker-table.js";

export function noteShortage(turn: Turn, worker: Worker, shortOf: Shortage | null): void {
  const { session } = worker;
  if (session.shortOf === shortOf) return;
  const begins = session.shortOf === null;
  session.shortOf = shortOf;
  if (shortOf === null) open(turn, worker, worker.info.slots);
  else if (begins) open(turn, worker, 0);
}

/** S2, at every tick. */
export function openLastResort(turn: Turn): void {
  const { workers } = turn.state;
  const short: Worker[] = [];
  let othersAreLeft = false;
  for (const worker of workers.all()) {
    const { presence, session } = worker;
    if (session.shortOf !== null) short.push(worker);
    else if (presence.kind === "present" && !session.draining && !session.suspect) {
      othersAreLeft = true;
    }
  }
  for (const worker of short) open(turn, worker, othersAreLeft ? 0 : 1);
}

function open(turn: Turn, worker: Worker, slots: number): void {
  if (worker.session.openSlots === slots) return;
  worker.session.openSlots = slots;
  turn.state.workers.refresh(worker);
}

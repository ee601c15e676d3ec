/**
 * Records whose pairs wait, so that the slots of several are asked for together: where a table is larger than the caches, the
 * wait for its memory would be the longest part of an aggregation. Keys that are whole records and count 1 have a leaner
 * batch: table-batch.ts.
 *
 *   record that waits = value f64 | key u32 | its length u32 | start u32 | end u32 | records taken before it u32
 *
 * A1. Pairs are added in the order of their records; behind a record that has no place nothing is added.
 * A2. The bytes of a key stay where they are until its pair was added.
 */

import { addPair, askForPair, ODD } from "./pairs";
import { begin, leave, LISTED, READ, stop } from "./reading";
import { isLarge } from "./table";

/** What a record was found to be, beside READ, FULL and ODD: one whose pair waits, and one behind which all stopped. */
const WAITS: u32 = 4;
const STOPPED: u32 = 5;

const BATCH: u32 = 32;
const RECORD_BYTES: usize = 32;
const records = memory.data(<i32>BATCH * 32, 16);

let waiting: u32 = 0;
let taken: u32 = 0;
let stopped: usize = 0;

export function beginRecords(): void {
  begin();
  waiting = 0;
  taken = 0;
}

/** The pair of the record that is read. The answer is for `take`. */
// @ts-ignore: decorator
@inline
export function addLaterPair(key: usize, length: u32, value: f64): u32 {
  const at = records + (<usize>waiting) * RECORD_BYTES;
  store<f64>(at, value);
  store<u32>(at, <u32>key, 8);
  store<u32>(at, length, 12);
  return WAITS;
}

/** Does not let the pair wait: its key's bytes do not stay. */
export function addNow(why: u32): u32 {
  if (why != WAITS) return why;
  const at = records + (<usize>waiting) * RECORD_BYTES;
  return addWaiting() ? addPair(load<u32>(at, 8), load<u32>(at, 12), load<f64>(at)) : STOPPED;
}

/** Takes the record `[start, end)`: READ if it has no pair. False: the kernel returns `stoppedAt`. */
// @ts-ignore: decorator
@inline
export function take(why: u32, start: usize, end: usize): bool {
  if (why == WAITS) {
    const at = records + (<usize>waiting) * RECORD_BYTES;
    store<u32>(at, <u32>start, 16);
    store<u32>(at, <u32>end, 20);
    store<u32>(at, taken, 24);
    taken++;
    return ++waiting < BATCH || addWaiting();
  }
  if (why == READ) {
    taken++;
    return true;
  }
  return takeOther(why, start, end);
}

function takeOther(why: u32, start: usize, end: usize): bool {
  // What is listed must not be read again.
  if (why == STOPPED || !addWaiting()) return false;
  if (why == ODD) {
    if (leave(start, end)) return true;
    why = LISTED;
  }
  stop(why, taken);
  stopped = start;
  return false;
}

/** After the last record. False as above. */
export function endRecords(): bool {
  if (!addWaiting()) return false;
  stop(READ, taken);
  return true;
}

export function stoppedAt(): usize {
  return stopped;
}

function addWaiting(): bool {
  const end = records + (<usize>waiting) * RECORD_BYTES;
  if (isLarge()) {
    for (let at = records; at < end; at += RECORD_BYTES) {
      askForPair(load<u32>(at, 8), load<u32>(at, 12), load<f64>(at));
    }
  }
  waiting = 0;
  let odd: u32 = 0;
  for (let at = records; at < end; at += RECORD_BYTES) {
    let why = addPair(load<u32>(at, 8), load<u32>(at, 12), load<f64>(at));
    if (why == READ) continue;
    if (why == ODD) {
      if (leave(load<u32>(at, 16), load<u32>(at, 20))) {
        odd++;
        continue;
      }
      why = LISTED;
    }
    stop(why, load<u32>(at, 24) - odd);
    stopped = load<u32>(at, 16);
    return false;
  }
  taken -= odd;
  return true;
}

/**
 * Keys that come with the value 1 and find their slots together: the slots of a whole batch are looked at before the first
 * is used, so that the memory behind them is waited for once and not once a key. Where another process fills a table of its
 * own, that wait would be the longest part of a count.
 *
 *   key that waits = its first 8 bytes u64 | its last 8 bytes u64 | address u32 | length + 1 u32
 *
 * B1. Keys are added in the order in which they came; behind one for which there is no room nothing is added.
 * B2. The bytes of a key stay where they are until it was added.
 * B3. The table may grow meanwhile: a slot that has the whole key, in it or in the arena, is that key's, wherever the search
 *     would begin now.
 */

import { askFor, askForBytes } from "./bytes";
import {
  add,
  firstSlot,
  hashKey,
  holdsLast,
  lastOf,
  locate,
  mostInSlot,
  prefixOf,
  sameRest,
} from "./table";

/** As many as the processor can ask for at a time, with room to spare. */
const BATCH: u32 = 64;
const KEY_BYTES: usize = 24;
const keys = memory.data(<i32>BATCH * 24, 16);
/** Where the search for each begins. */
const slots = memory.data(<i32>BATCH * 4, 16);

let waiting: u32 = 0;
let hasLong: bool = false;
let added: u32 = 0;
let refused: usize = 0;

export function beginBatch(): void {
  waiting = 0;
  hasLong = false;
  added = 0;
}

/** Keys added since the batch began. */
export function addedKeys(): u32 {
  return added;
}

/** The first key that was not added. */
export function refusedKey(): usize {
  return refused;
}

/** False: a key had no room, and all that waited behind it are forgotten. Up to 8 bytes before the key are looked at. */
// @ts-ignore: decorator
@inline
export function addLater(key: usize, length: u32): bool {
  const at = keys + (<usize>waiting) * KEY_BYTES;
  const prefix = prefixOf(key, length);
  const last = lastOf(key, length);
  const slot = firstSlot(hashKey(key, length, prefix, last));
  store<u32>(slots + ((<usize>waiting) << 2), <u32>slot);
  store<u64>(at, prefix);
  store<u64>(at, last, 8);
  store<u64>(at, (<u64>key) | ((<u64>(length + 1)) << 32), 16);
  hasLong = hasLong || length > 16;
  waiting++;
  return waiting < BATCH || addWaiting();
}

/** False as above. */
export function addWaiting(): bool {
  const end = slots + ((<usize>waiting) << 2);
  askForSlots(end);
  const hasLast = holdsLast();
  const longest = mostInSlot() + 1;
  if (hasLong) askForLong(end, longest);
  waiting = 0;
  hasLong = false;
  let at = keys;
  for (let place = slots; place < end; place += 4) {
    let slot = <usize>load<u32>(place);
    const wanted = load<u32>(at, 20);
    let differs = (load<u64>(slot) ^ load<u64>(at)) | (<u64>(load<u32>(slot, 8) ^ wanted));
    if (hasLast) differs |= load<u64>(slot, 24) ^ load<u64>(at, 8);
    const key = <usize>load<u32>(at, 16);
    // Another key's, or a free one.
    if (differs != 0 || (wanted > longest && !sameRest(load<u32>(slot, 12), key, wanted - 1))) {
      refused = key;
      slot = locate(key, wanted - 1);
      if (slot == 0) {
        added += <u32>((place - slots) >> 2);
        return false;
      }
    }
    add(slot, 1);
    at += KEY_BYTES;
  }
  added += <u32>((end - slots) >> 2);
  return true;
}

/** Keys that do not stand in their slots. */
function askForLong(end: usize, longest: u32): void {
  let at = keys;
  for (let place = slots; place < end; place += 4) {
    const slot = <usize>load<u32>(place);
    const stored = load<u32>(slot, 8);
    if (stored > longest && stored == load<u32>(at, 20)) {
      askForBytes(load<u32>(slot, 12), stored - 1);
    }
    at += KEY_BYTES;
  }
}

function askForSlots(end: usize): void {
  let place = slots;
  for (; place + 16 <= end; place += 16) {
    askForSlot(place);
    askForSlot(place + 4);
    askForSlot(place + 8);
    askForSlot(place + 12);
  }
  for (; place < end; place += 4) askForSlot(place);
}

// @ts-ignore: decorator
@inline
function askForSlot(place: usize): void {
  askFor(<usize>load<u32>(place));
}

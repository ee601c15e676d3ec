/**
 * Words as keys: each as it is, or with the same bytes behind every one, its tail.
 *
 *   word that waits with its tail = where it was read u32 | free u32 | word | tail
 *
 * L1. Words with a tail are put together where nothing else is written until they were added; one that has no room there is
 *     left to the caller.
 */

import { leave, FULL, LISTED, stop } from "./reading";
import { addedKeys, addLater, addWaiting, beginBatch, refusedKey } from "./table-batch";

const HEADER_BYTES: usize = 8;

let tail: usize = 0;
/** 0: words are keys as they are. */
let tailBytes: usize = 0;
let room: usize = 0;
let roomEnd: usize = 0;
let free: usize = 0;
/** The word that the list of odd records had no room for. */
let unlisted: usize = 0;

/** `room` and `roomEnd` are multiples of 8. */
export function openTail(address: usize, length: u32, from: usize, to: usize): void {
  tail = address;
  tailBytes = length;
  room = from;
  roomEnd = to;
}

export function beginWords(): void {
  beginBatch();
  free = room;
  unlisted = 0;
}

/** False: the kernel stops, with `stopWords`. */
// @ts-ignore: decorator
@inline
export function addWord(start: usize, end: usize): bool {
  return tailBytes == 0 ? addLater(start, <u32>(end - start)) : addTailed(start, end);
}

/** Says why the kernel stops; returns the first word that was not taken. */
export function stopWords(): usize {
  if (unlisted != 0) {
    stop(LISTED, addedKeys());
    return unlisted;
  }
  stop(FULL, addedKeys());
  const key = refusedKey();
  return tailBytes == 0 ? key : <usize>load<u32>(key - HEADER_BYTES);
}

function addTailed(start: usize, end: usize): bool {
  const length = end - start;
  const total = length + tailBytes;
  // Copies write whole vectors.
  const needed = HEADER_BYTES + total + 16;
  if (free + needed > roomEnd) {
    // What is listed must not lie behind a key that has no room in the table.
    if (!addWaiting()) return false;
    free = room;
    if (free + needed > roomEnd) return list(start, end);
  }
  store<u32>(free, <u32>start);
  const key = free + HEADER_BYTES;
  copy(key, start, length);
  copy(key + length, tail, tailBytes);
  free = (key + total + 7) & ~7;
  return addLater(key, <u32>total);
}

function list(start: usize, end: usize): bool {
  if (leave(start, end)) return true;
  unlisted = start;
  return false;
}

/** Calls cost more than the few vectors that a word or a path has. */
// @ts-ignore: decorator
@inline
function copy(to: usize, from: usize, length: usize): void {
  for (let at: usize = 0; at < length; at += 16) v128.store(to + at, v128.load(from + at));
}

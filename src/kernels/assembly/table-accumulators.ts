/**
 * The accumulator in a table slot: how a number is added to it, and its bytes in a segment (value-codec.ts and the
 * accumulators of src/shuffle say what they mean).
 *
 * A1. Sums are exact: two doubles that do not overlap. A number that does not fit them exactly is refused, the caller
 *     adds it elsewhere.
 */

import { addExactly, BIG, errorOf, storeSum } from "./exact-sum";
import { storeNumber, storeWhole } from "./number-values";

export const COUNT: u32 = 0;
export const SUM: u32 = 1;
export const MIN: u32 = 2;
export const MAX: u32 = 3;
/** Keeps its count in the eight bytes before the key's copy in the arena. */
export const AVERAGE: u32 = 4;
/** A sum that one double has held exactly so far. The slot's last eight bytes are then the key's, as with a count. */
export const WHOLE_SUM: u32 = 5;
/** The bytes that came first: where they stand in the arena, before the key's copy, u32 | how many u32, 0: none yet. */
export const FIRST: u32 = 6;
/** The best numbers, best first: where they stand in the arena, before the key's copy, u32 | how many there are u32. */
export const LARGEST: u32 = 7;
export const SMALLEST: u32 = 8;
/** Nothing: the number is the end of the key (table-distinct.ts), behind a zero byte, or by itself. */
export const DISTINCT: u32 = 9;
export const DISTINCT_TAGGED: u32 = 10;

/** Of a number as a key (key-codec.ts). */
const TAG_NUMBER: u8 = 5;
export const AS_KEY_BYTES: u32 = 9;

/** How many numbers a slot keeps: LARGEST and SMALLEST. */
let most: u32 = 0;

export function keepMost(kept: u32): void {
  most = kept;
}

/** Bytes that a new slot gets in the arena. */
export function besideFor(mode: u32): usize {
  return mode == AVERAGE ? 8 : mode >= LARGEST ? (<usize>most) << 3 : 0;
}

/** Values a new slot begins with. `beside`: what the arena has for it. */
// @ts-ignore: decorator
@inline
export function start(mode: u32, slot: usize, beside: usize): void {
  store<f64>(slot, mode == MIN ? Infinity : mode == MAX ? -Infinity : 0, 16);
  store<u64>(slot, 0, 24);
  if (mode == AVERAGE) store<u64>(beside, 0);
  if (mode >= FIRST) store<u32>(slot, <u32>beside, 16);
}

/** False: nothing was added. */
// @ts-ignore: decorator
@inline
export function addNumber(mode: u32, slot: usize, value: f64): bool {
  if (mode == COUNT) {
    store<u64>(slot, load<u64>(slot, 16) + 1, 16);
    return true;
  }
  if (mode == MIN || mode == MAX) return addExtreme(mode, slot, value);
  if (mode == WHOLE_SUM) return addWhole(slot, value);
  if (mode >= LARGEST) return addBest(mode == LARGEST, slot, value);
  if (!addExactly(slot + 16, value)) return false;
  if (mode == AVERAGE) {
    const count = <usize>load<u32>(slot, 12) - 8;
    store<u64>(count, load<u64>(count) + 1);
  }
  return true;
}

function addExtreme(mode: u32, slot: usize, value: f64): bool {
  if (isNaN(value)) return false;
  const before = load<f64>(slot, 16);
  // Plus zero: -0 is 0.
  if (mode == MIN ? value <= before : value >= before) store<f64>(slot, value + 0.0, 16);
  return true;
}

function addBest(largest: bool, slot: usize, value: f64): bool {
  if (isNaN(value)) return false;
  const values = <usize>load<u32>(slot, 16);
  let count = load<u32>(slot, 20);
  if (count == most) {
    const worst = load<f64>(values + ((<usize>count - 1) << 3));
    if (largest ? value <= worst : value >= worst) return true;
    count--;
  } else store<u32>(slot, count + 1, 20);
  let at = values + ((<usize>count) << 3);
  for (; at > values; at -= 8) {
    const better = load<f64>(at - 8);
    if (largest ? better >= value : better <= value) break;
    store<f64>(at, better);
  }
  // As above.
  store<f64>(at, value + 0.0);
  return true;
}

// @ts-ignore: decorator
@inline
function addWhole(slot: usize, value: f64): bool {
  if (!(abs(value) < BIG)) return false;
  const before = load<f64>(slot, 16);
  const sum = before + value;
  if (errorOf(before, value, sum) != 0) return false;
  store<f64>(slot, sum, 16);
  return true;
}

/** The accumulator keeps these bytes unless it has some. Its slot was found while there was room for them. */
// @ts-ignore: decorator
@inline
export function keepFirst(slot: usize, bytes: usize, length: u32): void {
  if (load<u32>(slot, 20) != 0) return;
  memory.copy(<usize>load<u32>(slot, 16), bytes, length);
  store<u32>(slot, length, 20);
}

/** Where the accumulator's bytes begin, which are written at `scratch` if they stand nowhere; see `encodedLength`. */
// @ts-ignore: decorator
@inline
export function encoded(mode: u32, slot: usize, scratch: usize): usize {
  if (mode == FIRST) {
    length = load<u32>(slot, 20);
    return <usize>load<u32>(slot, 16);
  }
  length = mode >= DISTINCT ? 0 : <u32>(encode(mode, slot, scratch) - scratch);
  return scratch;
}

let length: u32 = 0;

/** Of the accumulator that was last encoded. */
// @ts-ignore: decorator
@inline
export function encodedLength(): u32 {
  return length;
}

/** Writes the accumulator's bytes and returns where they end; at most 32, or 9 for each of the best numbers. */
function encode(mode: u32, slot: usize, at: usize): usize {
  if (mode == COUNT) return storeWhole(at, load<u64>(slot, 16));
  if (mode >= LARGEST) return encodeBest(slot, at);
  if (mode == MIN || mode == MAX || mode == WHOLE_SUM) {
    return storeNumber(at, load<f64>(slot, 16));
  }
  if (mode == AVERAGE) at = storeWhole(at, load<u64>(<usize>load<u32>(slot, 12) - 8));
  return storeSum(at, slot + 16);
}

/** As keys, whose bytes have their order. */
function encodeBest(slot: usize, at: usize): usize {
  let from = <usize>load<u32>(slot, 16);
  for (const end = from + ((<usize>load<u32>(slot, 20)) << 3); from < end; from += 8) {
    at = encodeAsKey(load<f64>(from), at);
  }
  return at;
}

/** The number's tag and eight bytes that have its order; it is not -0. */
// @ts-ignore: decorator
@inline
export function encodeAsKey(value: f64, at: usize): usize {
  const bits = reinterpret<u64>(value);
  store<u8>(at, TAG_NUMBER);
  store<u64>(at, bswap<u64>(<i64>bits < 0 ? ~bits : bits | (<u64>1 << 63)), 1);
  return at + AS_KEY_BYTES;
}

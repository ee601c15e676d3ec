/** Pairs of keys and numbers, put into the table. */

import { begin, FULL, leave, LISTED, READ, stop } from "./reading";
import { add, addFirst, askForKey, isLarge, locate, tableMode } from "./table";
import { DISTINCT } from "./table-accumulators";
import { askForDistinct, isPlain, locateDistinct } from "./table-distinct";

/** The pair is one that the kernel does not take: a value that is no common number, a sum that is not exact. */
export const ODD: u32 = 3;

// @ts-ignore: decorator
@inline
export function addPair(key: usize, length: u32, value: f64): u32 {
  if (tableMode() >= DISTINCT) return addDistinct(key, length, value);
  const slot = locate(key, length);
  if (slot == 0) return FULL;
  return add(slot, value) ? READ : ODD;
}

function addDistinct(key: usize, length: u32, value: f64): u32 {
  if (!isPlain(key, length, value)) return ODD;
  return locateDistinct(key, length, value) == 0 ? FULL : READ;
}

/** Before `addPair`, where slots are asked for. */
// @ts-ignore: decorator
@inline
export function askForPair(key: usize, length: u32, value: f64): void {
  if (tableMode() < DISTINCT) askForKey(key, length);
  else if (isPlain(key, length, value)) askForDistinct(key, length, value);
}

/** Pairs whose slots are asked for at once: the memory behind them is waited for together. */
const AHEAD: u32 = 32;

function askForPairs(
  keys: usize,
  key: usize,
  ends: usize,
  values: usize,
  from: u32,
  to: u32,
): void {
  for (let index = from; index < to; index++) {
    const end = keys + <usize>load<u32>(ends + ((<usize>index) << 2));
    askForPair(key, <u32>(end - key), load<f64>(values + ((<usize>index) << 3)));
    key = end;
  }
}

/**
 * Pairs that came one by one: keys one after another, where each ends (counted from the first), their values. Takes pairs
 * from the one numbered `from` on and returns the number of the first that was not taken; odd ones are listed by number.
 */
export function pairs(keys: usize, ends: usize, values: usize, from: u32, count: u32): u32 {
  begin();
  let taken: u32 = 0;
  let index = from;
  let ahead = from;
  let key = keys + (from == 0 ? 0 : <usize>load<u32>(ends + ((<usize>from - 1) << 2)));
  while (index < count) {
    if (index == ahead) {
      ahead = min<u32>(count, index + AHEAD);
      if (isLarge()) askForPairs(keys, key, ends, values, index, ahead);
    }
    const end = keys + <usize>load<u32>(ends + ((<usize>index) << 2));
    const value = load<f64>(values + ((<usize>index) << 3));
    let why = addPair(key, <u32>(end - key), value);
    if (why == READ) taken++;
    else {
      if (why == ODD) why = leave(index, index) ? READ : LISTED;
      if (why != READ) {
        stop(why, taken);
        return index;
      }
    }
    key = end;
    index++;
  }
  stop(READ, taken);
  return index;
}

function askForFirsts(items: usize, key: usize, ends: usize, from: u32, to: u32): void {
  for (let index = from; index < to; index++) {
    const place = ends + ((<usize>index) << 3);
    askForKey(key, <u32>(items + <usize>load<u32>(place) - key));
    key = items + <usize>load<u32>(place, 4);
  }
}

/**
 * Pairs of two byte strings, key and value, all one after another, where each of them ends (counted from the first). Takes
 * pairs from the one numbered `from` on and returns the number of the first that was not taken.
 */
export function firsts(items: usize, ends: usize, from: u32, count: u32): u32 {
  begin();
  let index = from;
  let ahead = from;
  let key = items + (from == 0 ? 0 : <usize>load<u32>(ends + ((<usize>from) << 3) - 4));
  for (; index < count; index++) {
    if (index == ahead) {
      ahead = min<u32>(count, index + AHEAD);
      if (isLarge()) askForFirsts(items, key, ends, index, ahead);
    }
    const place = ends + ((<usize>index) << 3);
    const value = items + <usize>load<u32>(place);
    const end = items + <usize>load<u32>(place, 4);
    if (!addFirst(key, <u32>(value - key), value, <u32>(end - value))) break;
    key = end;
  }
  stop(index < count ? FULL : READ, index - from);
  return index;
}

/** Puts the pair of a cut out key and value into the table. */

import { parseNumber } from "./numbers";
import { begin, FULL, leave, LISTED, READ, stop } from "./reading";
import { add, addFirst, locate, tableMode } from "./table";
import { DISTINCT } from "./table-accumulators";
import { isPlain, locateDistinct } from "./table-distinct";

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

/** Blanks around the number do not count; nothing at all is a missing value, which makes no pair. */
export function addNumberText(key: usize, length: u32, start: usize, end: usize): u32 {
  while (start < end && isBlank(load<u8>(start))) start++;
  while (end > start && isBlank(load<u8>(end - 1))) end--;
  if (start == end) return READ;
  const value = parseNumber(start, end);
  return isNaN(value) ? ODD : addPair(key, length, value);
}

// @ts-ignore: decorator
@inline
export function isBlank(byte: u8): bool {
  return byte == 32 || byte == 9;
}

/**
 * Pairs that came one by one: keys one after another, where each ends (counted from the first), their values. Takes pairs
 * from the one numbered `from` on and returns the number of the first that was not taken; odd ones are listed by number.
 */
export function pairs(keys: usize, ends: usize, values: usize, from: u32, count: u32): u32 {
  begin();
  let taken: u32 = 0;
  let index = from;
  let key = keys + (from == 0 ? 0 : <usize>load<u32>(ends + ((<usize>from - 1) << 2)));
  while (index < count) {
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

/**
 * Pairs of two byte strings, key and value, all one after another, where each of them ends (counted from the first). Takes
 * pairs from the one numbered `from` on and returns the number of the first that was not taken.
 */
export function firsts(items: usize, ends: usize, from: u32, count: u32): u32 {
  begin();
  let index = from;
  let key = items + (from == 0 ? 0 : <usize>load<u32>(ends + ((<usize>from) << 3) - 4));
  for (; index < count; index++) {
    const place = ends + ((<usize>index) << 3);
    const value = items + <usize>load<u32>(place);
    const end = items + <usize>load<u32>(place, 4);
    if (!addFirst(key, <u32>(value - key), value, <u32>(end - value))) break;
    key = end;
  }
  stop(index < count ? FULL : READ, index - from);
  return index;
}

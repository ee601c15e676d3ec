/** Puts the pair of a cut out key and value into the table. */

import { addNumber } from "./table-accumulators";
import { parseNumber } from "./numbers";
import { FULL, READ } from "./reading";
import { locate, tableMode } from "./table";

/** The pair is one that the kernel does not take: a value that is no common number, a sum that is not exact. */
export const ODD: u32 = 3;

// @ts-ignore: decorator
@inline
export function addPair(key: usize, length: u32, value: f64): u32 {
  const slot = locate(key, length);
  if (slot == 0) return FULL;
  return addNumber(tableMode(), slot, value) ? READ : ODD;
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

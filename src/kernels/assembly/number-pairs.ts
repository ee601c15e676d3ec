/** The pair of a key and a number in text, both cut out of a record. */

import { parseNumber } from "./numbers";
import { ODD } from "./pairs";
import { READ } from "./reading";
import { addLaterPair } from "./taking";

/** Blanks around the number do not count; nothing at all is a missing value, which makes no pair. */
export function numberPair(key: usize, length: u32, start: usize, end: usize): u32 {
  while (start < end && isBlank(load<u8>(start))) start++;
  while (end > start && isBlank(load<u8>(end - 1))) end--;
  if (start == end) return READ;
  const value = parseNumber(start, end);
  return isNaN(value) ? ODD : addLaterPair(key, length, value);
}

// @ts-ignore: decorator
@inline
export function isBlank(byte: u8): bool {
  return byte == 32 || byte == 9;
}

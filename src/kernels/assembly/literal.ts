/** Looks for a text in lines. */

/** Whether the literal stands there. */
// @ts-ignore: decorator
@inline
function holds(at: usize, literal: usize, masks: usize, length: usize): bool {
  for (let index: usize = 0; index < length; index++) {
    if ((load<u8>(at + index) | load<u8>(masks + index)) != load<u8>(literal + index)) return false;
  }
  return true;
}

// @ts-ignore: decorator
@inline
function equal(at: usize, mask: v128, byte: v128): v128 {
  return i8x16.eq(v128.or(v128.load(at), mask), byte);
}

/**
 * Writes the offset from `start` of the first hit of each line within [start, end), 4 bytes each, and returns how many.
 * Bytes `first` and `second` of the literal are compared before all others: the rarer they are, the faster it is.
 * 64 bytes at a time are looked at, so there is room of 64 bytes and the literal's length behind `end`. `masks` has a byte
 * for each of the literal's, which is set in both before they are compared: 32 where the case of a letter does not count.
 */
export function literalHits(
  start: usize,
  end: usize,
  literal: usize,
  masks: usize,
  length: usize,
  first: usize,
  second: usize,
  hits: usize,
): i32 {
  if (start + length > end) return 0;
  const last = end - length;
  const one = i8x16.splat(load<i8>(literal + first));
  const two = i8x16.splat(load<i8>(literal + second));
  const oneMask = i8x16.splat(load<i8>(masks + first));
  const twoMask = i8x16.splat(load<i8>(masks + second));
  let out = hits;
  let at = start;
  while (at <= last) {
    const here = at + first;
    const there = at + second;
    const a = v128.and(equal(here, oneMask, one), equal(there, twoMask, two));
    const b = v128.and(equal(here + 16, oneMask, one), equal(there + 16, twoMask, two));
    const c = v128.and(equal(here + 32, oneMask, one), equal(there + 32, twoMask, two));
    const d = v128.and(equal(here + 48, oneMask, one), equal(there + 48, twoMask, two));
    if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) {
      at += 64;
      continue;
    }
    let mask =
      <u64>i8x16.bitmask(a) |
      (<u64>i8x16.bitmask(b) << 16) |
      (<u64>i8x16.bitmask(c) << 32) |
      (<u64>i8x16.bitmask(d) << 48);
    let next = at + 64;
    while (mask != 0) {
      const hit = at + <usize>ctz(mask);
      if (hit > last) break;
      if (holds(hit, literal, masks, length)) {
        store<u32>(out, <u32>(hit - start));
        out += 4;
        next = hit + length;
        while (next < end && load<u8>(next) != 10) next++;
        break;
      }
      mask &= mask - 1;
    }
    at = next;
  }
  return <i32>((out - hits) >> 2);
}

/** Whole numbers of magnitude below 2^53 as values (src/shuffle/encoding/value-codec.ts is the reference). */

export const SAFE: i64 = 9007199254740991;
const POSITIVE: u32 = 8;
const NEGATIVE: u32 = 9;
/** The tag alone is the number, from here on. */
const SMALL: u32 = 16;
const SMALL_LIMIT: i64 = 240;

/** Result of `readWhole`. */
export let wholeRead: i64 = 0;

/** False: the value `[start, end)` is something else. */
export function readWhole(start: usize, end: usize): bool {
  if (start >= end) return false;
  const tag = <u32>load<u8>(start);
  if (tag >= SMALL) {
    wholeRead = tag - SMALL;
    return start + 1 == end;
  }
  if (tag != POSITIVE && tag != NEGATIVE) return false;
  if (end - start > 9) return false;
  let value: u64 = 0;
  let shift: u64 = 0;
  let at = start + 1;
  while (at < end) {
    const byte = <u64>load<u8>(at++);
    value |= (byte & 0x7f) << shift;
    shift += 7;
    if (byte < 0x80) {
      if (value > <u64>SAFE || at != end) return false;
      wholeRead = tag == NEGATIVE ? -<i64>value : <i64>value;
      return true;
    }
  }
  return false;
}

// @ts-ignore: decorator
@inline
function isSmall(value: i64): bool {
  return value >= 0 && value < SMALL_LIMIT;
}

/** What `storeWhole` writes. */
export function wholeBytes(value: i64): u32 {
  if (isSmall(value)) return 1;
  let bytes: u32 = 2;
  for (let rest = <u64>abs<i64>(value) >> 7; rest != 0; rest >>= 7) bytes++;
  return bytes;
}

/** Returns the position behind the value. */
export function storeWhole(at: usize, value: i64): usize {
  if (isSmall(value)) {
    store<u8>(at, SMALL + <u32>value);
    return at + 1;
  }
  store<u8>(at, value < 0 ? NEGATIVE : POSITIVE);
  return storeVarint(at + 1, <u64>abs<i64>(value));
}

/** Seven bits a byte, the lowest first. Returns the position behind it. */
export function storeVarint(at: usize, value: u64): usize {
  while (value >= 0x80) {
    store<u8>(at++, <u8>(value & 0x7f) | 0x80);
    value >>= 7;
  }
  store<u8>(at, <u8>value);
  return at + 1;
}

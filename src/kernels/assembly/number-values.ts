/** Numbers as values (src/shuffle/encoding/number-codec.ts is the reference). */

const SAFE: f64 = 9007199254740991;
const DOUBLE: u32 = 4;
const POSITIVE: u32 = 8;
const NEGATIVE: u32 = 9;
/** The tag alone is the number, from here on. */
const SMALL: u32 = 16;
const SMALL_LIMIT: i64 = 240;

/** Result of `readNumber`: the number, and where its bytes end. */
export let numberRead: f64 = 0;
export let numberEnd: usize = 0;

/** False: what begins at `start` is not a number. */
export function readNumber(start: usize, end: usize): bool {
  if (start >= end) return false;
  const tag = <u32>load<u8>(start);
  if (tag >= SMALL) {
    numberRead = <f64>(tag - SMALL);
    numberEnd = start + 1;
    return true;
  }
  if (tag == DOUBLE) {
    if (end - start < 9) return false;
    numberRead = load<f64>(start, 1);
    numberEnd = start + 9;
    return true;
  }
  return (tag == POSITIVE || tag == NEGATIVE) && readVarint(start + 1, end, tag == NEGATIVE);
}

function readVarint(start: usize, end: usize, negative: bool): bool {
  let value: u64 = 0;
  let shift: u64 = 0;
  for (let at = start; at < end && shift < 63; shift += 7) {
    const byte = <u64>load<u8>(at++);
    value |= (byte & 0x7f) << shift;
    if (byte >= 0x80) continue;
    numberRead = negative ? -(<f64>value) : <f64>value;
    numberEnd = at;
    return <f64>value <= SAFE;
  }
  return false;
}

/** Returns the position behind the number; -0 is stored as 0. */
export function storeNumber(at: usize, value: f64): usize {
  if (trunc(value) == value && abs(value) <= SAFE) return storeWhole(at, <i64>value);
  store<u8>(at, DOUBLE);
  store<f64>(at, value, 1);
  return at + 9;
}

/** Of magnitude below 2^53. Returns the position behind it. */
export function storeWhole(at: usize, value: i64): usize {
  if (value >= 0 && value < SMALL_LIMIT) {
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

/**
 * Records as bytes: `varint key length, varint value length, key, value` (src/kernels/record-scan.ts is the reference).
 */

/** Result of `readLength`: where the number ended. */
export let lengthEnd: usize = 0;

/** The number at `at`, or -1 when it does not end before `end` or is too large. */
export function readLength(at: usize, end: usize): i32 {
  let value: u32 = 0;
  for (let shift: u32 = 0; shift < 35; shift += 7) {
    if (at >= end) return -1;
    const byte = <u32>load<u8>(at++);
    if (shift == 28 && byte > 7) return -1;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) {
      lengthEnd = at;
      return <i32>value;
    }
  }
  return -1;
}

/** Result of `recordKey`. */
export let recordKeyLength: u32 = 0;

/** Where the key of the record at `at` begins. */
// @ts-ignore: decorator
@inline
export function recordKey(at: usize): usize {
  const frame = <u32>load<u16>(at);
  if ((frame & 0x8080) == 0) {
    recordKeyLength = frame & 0xff;
    return at + 2;
  }
  return longRecordKey(at);
}

function longRecordKey(at: usize): usize {
  recordKeyLength = readLength(at, at + 5);
  readLength(lengthEnd, lengthEnd + 5);
  return lengthEnd;
}

export function lengthSize(value: u32): u32 {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x200000) return 3;
  return value < 0x10000000 ? 4 : 5;
}

/** Returns the position after the number. */
export function writeLength(at: usize, value: u32): usize {
  while (value >= 0x80) {
    store<u8>(at++, (value & 0x7f) | 0x80);
    value >>>= 7;
  }
  store<u8>(at, value);
  return at + 1;
}

/** Copies in steps of 16 bytes: up to 15 bytes behind the target are overwritten. */
// @ts-ignore: decorator
@inline
export function copyLoosely(to: usize, from: usize, length: usize): void {
  if (length > 256) {
    memory.copy(to, from, length);
    return;
  }
  const end = from + length;
  do {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  } while (from < end);
}

// @ts-ignore: decorator
@inline
function reversed(word: u64): u64 {
  return bswap<u64>(word);
}

/** Eight key bytes as a number in key order; bytes past the end count as zero. */
// @ts-ignore: decorator
@inline
export function orderedWord(start: usize, length: i32): u64 {
  const word = reversed(load<u64>(start));
  if (length >= 8) return word;
  return length <= 0 ? 0 : word & ~((<u64>-1) >> (<u64>length << 3));
}

/** Negative, zero or positive. */
export function compareFrom(a: usize, aEnd: usize, b: usize, bEnd: usize): i32 {
  const aLength = <isize>(aEnd - a);
  const bLength = <isize>(bEnd - b);
  const shared = min<isize>(aLength, bLength);
  const end = a + <usize>max<isize>(shared, 0);
  while (a + 8 <= end) {
    const x = load<u64>(a);
    const y = load<u64>(b);
    if (x != y) return reversed(x) < reversed(y) ? -1 : 1;
    a += 8;
    b += 8;
  }
  while (a < end) {
    const difference = <i32>load<u8>(a++) - <i32>load<u8>(b++);
    if (difference != 0) return difference;
  }
  return aLength == bLength ? 0 : aLength < bLength ? -1 : 1;
}

export function equalBytes(a: usize, b: usize, length: usize): bool {
  const end = a + length;
  while (a + 8 <= end) {
    if (load<u64>(a) != load<u64>(b)) return false;
    a += 8;
    b += 8;
  }
  const rest = (end - a) << 3;
  return rest == 0 || ((load<u64>(a) ^ load<u64>(b)) << (64 - <u64>rest)) == 0;
}

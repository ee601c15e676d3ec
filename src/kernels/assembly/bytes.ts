/** Hashes of bytes, the same as in src/kernels/hash.ts and record-scan.ts; and bytes that are asked for early. */

/**
 * Asks for the memory behind an address that is used soon: a load whose answer nobody waits for. It stays in the code, since
 * a load may trap and so no compiler leaves it out.
 */
// @ts-ignore: decorator
@inline
export function askFor(address: usize): void {
  load<u8>(address);
}

/** What `askForBytes` looks at: the processor brings the rest of longer runs by itself. */
const MOST_ASKED: usize = 128;

/** Asks for all lines of the cache in which `[start, start + length)` lies; `length` is at least one, and a guess will do. */
// @ts-ignore: decorator
@inline
export function askForBytes(start: usize, length: u32): void {
  const reach = min<usize>(length, MOST_ASKED) - 1;
  askFor(start);
  askFor(start + (reach >> 1));
  askFor(start + reach);
}

/** hash.ts: MurmurHash3 x86 32-bit, seed 0. */
export function murmur3(start: usize, length: u32): u32 {
  let hash: u32 = 0;
  let at = start;
  const words = start + (length & ~3);
  for (; at < words; at += 4) {
    hash ^= rotl<u32>(load<u32>(at) * 0xcc9e2d51, 15) * 0x1b873593;
    hash = rotl<u32>(hash, 13) * 5 + 0xe6546b64;
  }
  const rest = length & 3;
  if (rest > 0) {
    let word = <u32>load<u8>(at);
    if (rest > 1) word |= (<u32>load<u8>(at, 1)) << 8;
    if (rest > 2) word |= (<u32>load<u8>(at, 2)) << 16;
    hash ^= rotl<u32>(word * 0xcc9e2d51, 15) * 0x1b873593;
  }
  return mix(hash ^ length);
}

/** record-scan.ts: 64 bits over a whole record. May look at 15 bytes behind it. */
// @ts-ignore: decorator
@inline
export function recordHash(start: usize, end: usize): u64 {
  const length = <u32>(end - start);
  const seeds = i32x4(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344);
  let lanes = i32x4.add(i32x4.splat(length), seeds);
  let at = start;
  for (; at + 16 <= end; at += 16) lanes = absorb(lanes, v128.load(at));
  const rest = <u64>(end - at) << 3;
  if (rest != 0) {
    const low = rest >= 64 ? <u64>-1 : (<u64>1 << rest) - 1;
    const high = rest <= 64 ? <u64>0 : (<u64>1 << (rest - 64)) - 1;
    const mask = i64x2.replace_lane(i64x2.splat(low), 1, high);
    lanes = absorb(lanes, v128.and(v128.load(at), mask));
  }
  const a = <u32>i32x4.extract_lane(lanes, 0);
  const b = <u32>i32x4.extract_lane(lanes, 1);
  const c = <u32>i32x4.extract_lane(lanes, 2);
  const d = <u32>i32x4.extract_lane(lanes, 3);
  let x = a * 0x85ebca77 + b;
  x = (x ^ (x >> 16)) * 0xc2b2ae3d + c;
  x = (x ^ (x >> 15)) * 0x27d4eb2f + d;
  let y = d * 0xc2b2ae3d + c;
  y = (y ^ (y >> 16)) * 0x85ebca77 + b;
  y = (y ^ (y >> 15)) * 0x165667b1 + a;
  return (<u64>mix(y ^ length) << 32) | <u64>mix(x);
}

// @ts-ignore: decorator
@inline
function absorb(lanes: v128, chunk: v128): v128 {
  const product = i32x4.mul(v128.xor(lanes, chunk), i32x4.splat(0x9e3779b1));
  return v128.xor(product, i32x4.shr_u(product, 15));
}

// @ts-ignore: decorator
@inline
function mix(hash: u32): u32 {
  hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
  return hash ^ (hash >> 16);
}

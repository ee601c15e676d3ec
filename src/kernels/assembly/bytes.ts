/** Hashes of bytes, the same as in src/kernels/hash.ts and record-scan.ts. */

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

/** record-scan.ts: 64 bits over a whole record. */
export function recordHash(start: usize, end: usize): u64 {
  let a = <u32>(end - start);
  let b = ~a;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = load<u32>(at);
    a = (a ^ word) * 0x9e3779b1;
    a ^= a >> 15;
    b = rotl<u32>((b + word) * 0x85ebca77, 13);
  }
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    a = (a ^ byte) * 0xc2b2ae3d;
    a ^= a >> 15;
    b = rotl<u32>((b + byte + 1) * 0x27d4eb2f, 13);
  }
  return ((<u64>mix(b ^ (a >> 16))) << 32) | (<u64>mix(a));
}

// @ts-ignore: decorator
@inline
function mix(hash: u32): u32 {
  hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
  return hash ^ (hash >> 16);
}

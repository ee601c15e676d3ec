/**
 * hash(key): MurmurHash3 x86 32-bit with seed 0 over the bytes of the encoded key.
 * The partition of a key is this hash, read as unsigned, modulo the number of partitions: it decides which output
 * file a key goes to, so it never changes.
 *
 * H1. Results are signed int32 (never boxed); `>>> 0` gives the published unsigned value.
 */

const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;
/** Fixed for ever: outputs of old and new versions must agree. */
export const KEY_HASH_SEED = 0;

export function murmur3(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let hash = seed | 0;
  const length = end - start;
  const wordsEnd = start + (length & ~3);
  let at = start;
  for (; at < wordsEnd; at += 4) {
    let word = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    word = Math.imul(word, C1);
    word = (word << 15) | (word >>> 17);
    hash ^= Math.imul(word, C2);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  if (at < end) {
    let word = bytes[at];
    if (at + 1 < end) word |= bytes[at + 1] << 8;
    if (at + 2 < end) word |= bytes[at + 2] << 16;
    word = Math.imul(word, C1);
    word = (word << 15) | (word >>> 17);
    hash ^= Math.imul(word, C2);
  }
  return finish(hash ^ length);
}

/** The hash of a key's bytes. */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  return murmur3(bytes, start, end, KEY_HASH_SEED);
}

export function partitionOf(hash: number, partitions: number): number {
  return (hash >>> 0) % partitions;
}

function finish(hash: number): number {
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * CRC-32 without tables: a message becomes one of 4800 bytes that leaves the same remainder.
 *
 * The polynomial of CRC-32 (IEEE 802.3) divides x^300 + x^155 + x^117 + x^89 + 1, and so the same with all powers times
 * 128, as squaring a sum of powers squares each of them. A vector of 16 bytes may therefore be taken out of a message when
 * it is added, without carry, to the ones 145, 183, 211 and 300 vectors behind it. Source: Russell, "Chorba: A novel CRC32
 * implementation", arXiv 2412.16398.
 */

/** How far behind it a vector is added, in bytes. */
const FIRST: usize = 145 * 16;
const SECOND: usize = 183 * 16;
const THIRD: usize = 211 * 16;
const LAST: usize = 300 * 16;

/** Takes the vectors of `[start, end)` out; before `start` lie the 300 that were taken out last. */
export function crcFold(start: usize, end: usize): void {
  for (let base = start - LAST; base < end - LAST; base += 16) {
    const near = v128.xor(v128.load(base, LAST - FIRST), v128.load(base, LAST - SECOND));
    const far = v128.xor(v128.load(base, LAST - THIRD), v128.load(base));
    v128.store(base, v128.xor(v128.xor(near, far), v128.load(base, LAST)), LAST);
  }
}

/** Adds to the 300 vectors at `start`, which stay, what the 300 before them, which were taken out, leave there. */
export function crcLeave(start: usize): void {
  for (let offset: usize = 0; offset < LAST; offset += 16) {
    const at = start + offset;
    let sum = v128.xor(v128.load(at), v128.load(at - LAST));
    if (offset < FIRST) sum = v128.xor(sum, v128.load(at - FIRST));
    if (offset < SECOND) sum = v128.xor(sum, v128.load(at - SECOND));
    if (offset < THIRD) sum = v128.xor(sum, v128.load(at - THIRD));
    v128.store(at, sum);
  }
}

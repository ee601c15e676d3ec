/**
 * How the k-means job picks its first centres, such that any other program can pick the same.
 *
 * K1. `pointHash` is FNV-1a (32 bits) over the UTF-8 bytes of `seed:path:offset`, then mixed by
 *     h ^= h >>> 16; h *= 0x85ebca6b; h ^= h >>> 13; h *= 0xc2b2ae35; h ^= h >>> 16 (all modulo 2^32).
 * K2. Of equal points the smallest hash counts; of equal hashes the point that comes first in the input.
 */

import type { Point } from "./points.js";

export type Candidate = readonly [hash: number, point: Point];

export function pointHash(seed: number, path: string, offset: number): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${seed}:${path}:${offset}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The `k` different points with the smallest hashes, smallest first. */
export function keepSmallest(candidates: Iterable<Candidate>, k: number): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates) {
    const [hash, point] = candidate;
    const last = kept[k - 1];
    if (last !== undefined && hash >= last[0]) continue;
    const same = kept.findIndex(([, other]) => samePoint(point, other));
    if (same >= 0) {
      if ((kept[same]?.[0] ?? 0) <= hash) continue;
      kept.splice(same, 1);
    }
    const place = kept.findIndex(([other]) => other > hash);
    kept.splice(place < 0 ? kept.length : place, 0, candidate);
    if (kept.length > k) kept.pop();
  }
  return kept;
}

function samePoint(a: Point, b: Point): boolean {
  return a.length === b.length && a.every((value, column) => value === b[column]);
}

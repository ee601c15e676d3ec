/**
 * Bounded fan-in: merges neighbouring runs until few enough are left to be merged at once.
 *
 * P1. Only neighbours are merged and the result takes their place, so the order of runs, and with it the order of equal
 *     keys, is kept.
 * P2. As little as possible is merged: the first merge brings the number down so that later ones are full, and the
 *     smallest neighbours are taken.
 */

import { BLOCK_HEADER_BYTES } from "./segment-file.js";

const FAN_IN_LIMIT = 64;

/** How many runs may be merged at once: one block each within the budget. */
export function fanInFor(memoryBytes: number, blockBytes: number): number {
  const affordable = Math.floor(memoryBytes / (blockBytes + BLOCK_HEADER_BYTES));
  return Math.max(2, Math.min(FAN_IN_LIMIT, affordable));
}

export function compact<T>(
  items: readonly T[],
  options: { fanIn: number; sizeBytes(item: T): number; merge(neighbours: readonly T[]): T },
): T[] {
  const list = [...items];
  while (list.length > options.fanIn) {
    const width = Math.min(options.fanIn, list.length - options.fanIn + 1);
    const at = smallestWindow(
      list.map((item) => options.sizeBytes(item)),
      width,
    );
    list.splice(at, width, options.merge(list.slice(at, at + width)));
  }
  return list;
}

function smallestWindow(sizes: readonly number[], width: number): number {
  let sum = 0;
  let best = 0;
  let bestSum = Number.POSITIVE_INFINITY;
  for (let i = 0; i < sizes.length; i++) {
    sum += sizes[i];
    if (i < width - 1) continue;
    const at = i - width + 1;
    if (sum < bestSum) {
      bestSum = sum;
      best = at;
    }
    sum -= sizes[at];
  }
  return best;
}

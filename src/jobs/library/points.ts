/** Points of the k-means job: arrays of numbers. */

import type { Key } from "../../index.js";

export type Point = readonly number[];

/** Null: not a line of numbers. */
export function parsePoint(line: string): Point | null {
  const point = line.split(",").map((text) => (text.trim() === "" ? Number.NaN : Number(text)));
  return point.every(Number.isFinite) ? point : null;
}

/** The number of the centre with the smallest distance; the lower one of two that are equally near. */
export function nearest(point: Point, centres: readonly Point[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  centres.forEach((centre, index) => {
    let distance = 0;
    for (let column = 0; column < point.length; column += 1) {
      distance += ((point[column] ?? 0) - (centre[column] ?? 0)) ** 2;
    }
    if (distance >= least) return;
    least = distance;
    best = index;
  });
  return best;
}

/** `sums`: for each `[cluster, column]` the sum of its points, their number in column -1. */
export function meansOf(
  sums: readonly (readonly [Key, number])[],
  centres: readonly Point[],
): readonly Point[] {
  const of = new Map(sums.map(([key, value]) => [String(key), value]));
  return centres.map((centre, cluster) => {
    const count = of.get(`${cluster},-1`);
    if (count === undefined) return centre;
    return centre.map((_, column) => (of.get(`${cluster},${column}`) ?? 0) / count);
  });
}

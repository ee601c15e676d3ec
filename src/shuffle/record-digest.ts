/**
 * Digests of record sets as they travel in reports: order-free, and additive over disjoint sets.
 */

import type { RecordDigest } from "../engine/graph.js";
import { RecordSum } from "../kernels/record-scan.js";

export function toDigest(sum: RecordSum): RecordDigest {
  const hex = (half: number): string => half.toString(16).padStart(8, "0");
  return { records: sum.records, sum: hex(sum.high) + hex(sum.low) };
}

export function addDigest(sum: RecordSum, digest: RecordDigest): void {
  sum.add(
    digest.records,
    Number.parseInt(digest.sum.slice(0, 8), 16),
    Number.parseInt(digest.sum.slice(8), 16),
  );
}

export function addDigests(digests: Iterable<RecordDigest>): RecordDigest {
  const sum = new RecordSum();
  for (const digest of digests) addDigest(sum, digest);
  return toDigest(sum);
}

export function sameDigest(a: RecordDigest, b: RecordDigest): boolean {
  return a.records === b.records && a.sum === b.sum;
}

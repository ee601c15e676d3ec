/**
 * Digests of record sets as they travel in reports: order-free, and additive over disjoint sets.
 *
 * D1. What a map reports and what a reduce reports are weighted by partition: a record that went to another partition
 *     than its map meant shows in the sum over all tasks, as one that is lost or doubled does.
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

/** An odd number a partition, 1 for the first: weighting by it can be undone, so nothing is lost from the sum. */
const WEIGHT_STEP = 0x9e3779b97f4a7c15n * 2n;

/** The digest of records as those of one partition. */
export function inPartition({ records, sum }: RecordDigest, partition: number): RecordDigest {
  const weighted = BigInt.asUintN(64, BigInt(`0x${sum}`) * (WEIGHT_STEP * BigInt(partition) + 1n));
  return { records, sum: weighted.toString(16).padStart(16, "0") };
}

export function sameDigest(a: RecordDigest, b: RecordDigest): boolean {
  return a.records === b.records && a.sum === b.sum;
}

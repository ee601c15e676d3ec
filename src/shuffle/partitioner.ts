/**
 * Which partition a key belongs to, from its encoded bytes (of a composite key: of the key itself).
 *
 * A1. Hash: MurmurHash3 of the bytes, unsigned, modulo the number of partitions. Before-tab: the same of the bytes before
 *     the first TAB, if there is one.
 * A2. Range: the number of cuts that do not come after the key; cuts are encoded keys in rising order.
 * A3. Custom: the user's function; its answer must be a whole number from 0 to partitions - 1.
 */

import { MrError, unreachable } from "../engine/error.js";
import { compareBytes } from "../kernels/bytes.js";
import { hashBytes, partitionOf } from "../kernels/hash.js";
import type { Key, KeyMode } from "./key.js";
import { decodeKey } from "./encoding/key-codec.js";

export type CollectorPartitioning =
  | { readonly kind: "hash" | "before-tab" }
  | { readonly kind: "range"; readonly cuts: readonly Uint8Array[] }
  | { readonly kind: "custom"; readonly partition: (key: Key, partitions: number) => number };

const TAB = 0x09;

export type Partitioner = (bytes: Buffer, start: number, end: number) => number;

export function createPartitioner(
  partitioning: CollectorPartitioning,
  partitions: number,
  keys: KeyMode,
): Partitioner {
  switch (partitioning.kind) {
    case "hash":
      if (partitions === 1) return () => 0;
      return (bytes, start, end) => partitionOf(hashBytes(bytes, start, end), partitions);
    case "before-tab":
      if (partitions === 1) return () => 0;
      return (bytes, start, end) =>
        partitionOf(hashBytes(bytes, start, tabOrEnd(bytes, start, end)), partitions);
    case "range":
      return rangePartitioner(partitioning.cuts, partitions);
    case "custom":
      return (bytes, start, end) =>
        checked(partitioning.partition(decodeKey(bytes, start, end, keys), partitions), partitions);
    default:
      return unreachable(partitioning, "createPartitioner");
  }
}

function tabOrEnd(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== TAB) at++;
  return at;
}

function rangePartitioner(cuts: readonly Uint8Array[], partitions: number): Partitioner {
  if (cuts.length >= partitions) {
    throw new MrError("MR_INTERNAL", `${cuts.length} cuts make more than ${partitions} ranges`);
  }
  return (bytes, start, end) => {
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const cut = cuts[middle];
      if (compareBytes(cut, 0, cut.length, bytes, start, end) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

function checked(partition: number, partitions: number): number {
  if (Number.isInteger(partition) && partition >= 0 && partition < partitions) return partition;
  throw new MrError(
    "MR_USER_CODE",
    `the partition function returned ${String(partition)} of ${partitions} partitions`,
    { hint: `Return a whole number from 0 to ${partitions - 1}.` },
  );
}

/**
 * Sums of record digests: counts, and 64-bit hash sums modulo 2^64 held as two halves.
 *
 * Owns: the arithmetic of conservation (what was written equals what was read). Talks to: nobody.
 *
 * S1. Adding and taking away the same digest leaves the sum as it was.
 */

import type { RecordDigest } from "./graph.js";

const HALF = 2 ** 32;

export class DigestSum {
  private records = 0;
  private high = 0;
  private low = 0;

  add(digest: RecordDigest): void {
    this.records += digest.records;
    const low = this.low + parseHalf(digest.sum, 8);
    this.high = (this.high + parseHalf(digest.sum, 0) + (low >= HALF ? 1 : 0)) % HALF;
    this.low = low % HALF;
  }

  subtract(digest: RecordDigest): void {
    this.records -= digest.records;
    const low = this.low - parseHalf(digest.sum, 8);
    this.high = (this.high - parseHalf(digest.sum, 0) - (low < 0 ? 1 : 0) + 2 * HALF) % HALF;
    this.low = (low + HALF) % HALF;
  }

  value(): RecordDigest {
    return { records: this.records, sum: hexHalf(this.high) + hexHalf(this.low) };
  }
}

export function sumDigests(digests: readonly RecordDigest[]): RecordDigest {
  const sum = new DigestSum();
  for (const digest of digests) sum.add(digest);
  return sum.value();
}

export function sameDigest(a: RecordDigest, b: RecordDigest): boolean {
  return a.records === b.records && a.sum === b.sum;
}

function parseHalf(sum: string, start: number): number {
  return Number.parseInt(sum.slice(start, start + 8), 16);
}

function hexHalf(half: number): string {
  return half.toString(16).padStart(8, "0");
}

/**
 * How long the finished tasks of a stage took, in a fixed number of buckets that grow by a tenth.
 *
 * Owns: the median against which slow tasks are measured; exact to 10 %, whatever the number of tasks.
 */

const BUCKETS_PER_DOUBLING = 8;
const BUCKETS = 32 * BUCKETS_PER_DOUBLING;
/** Where a bucket ends. */
const ENDS_MS = Float64Array.from(
  { length: BUCKETS },
  (_, index) => 2 ** ((index + 1) / BUCKETS_PER_DOUBLING) - 1,
);

export class DurationHistogram {
  private buckets: Uint32Array | null = null;
  private count = 0;
  /** The first bucket with which half of all have been seen, and how many lie below it. */
  private median = 0;
  private below = 0;

  add(durationMs: number): void {
    this.buckets ??= new Uint32Array(BUCKETS);
    const bucket = Math.floor(Math.log2(Math.max(0, durationMs) + 1) * BUCKETS_PER_DOUBLING);
    const index = Math.min(BUCKETS - 1, bucket);
    this.buckets[index] = (this.buckets[index] ?? 0) + 1;
    this.count += 1;
    if (index < this.median) this.below += 1;
    this.follow(this.buckets);
  }

  /** Null while nothing has finished. */
  medianMs(): number | null {
    return this.count === 0 ? null : (ENDS_MS[this.median] ?? null);
  }

  /** One more task moves the median by a bucket that is not empty, at the most. */
  private follow(buckets: Uint32Array): void {
    while ((this.below + (buckets[this.median] ?? 0)) * 2 < this.count) {
      this.below += buckets[this.median] ?? 0;
      this.median += 1;
    }
    while (this.below * 2 >= this.count) {
      this.median -= 1;
      this.below -= buckets[this.median] ?? 0;
    }
  }
}

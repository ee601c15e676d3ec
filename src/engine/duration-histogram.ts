/**
 * How long the finished tasks of a stage took, in a fixed number of buckets that grow by a tenth.
 *
 * Owns: the median against which slow tasks are measured; exact to 10 %, whatever the number of tasks.
 */

const BUCKETS_PER_DOUBLING = 8;
const BUCKETS = 32 * BUCKETS_PER_DOUBLING;

export class DurationHistogram {
  private buckets: Uint32Array | null = null;
  private count = 0;

  add(durationMs: number): void {
    this.buckets ??= new Uint32Array(BUCKETS);
    const bucket = Math.floor(Math.log2(Math.max(0, durationMs) + 1) * BUCKETS_PER_DOUBLING);
    const index = Math.min(BUCKETS - 1, bucket);
    this.buckets[index] = (this.buckets[index] ?? 0) + 1;
    this.count += 1;
  }

  /** Null while nothing has finished. */
  medianMs(): number | null {
    if (this.buckets === null) return null;
    let seen = 0;
    for (let index = 0; index < BUCKETS; index += 1) {
      seen += this.buckets[index] ?? 0;
      if (seen * 2 >= this.count) return 2 ** ((index + 1) / BUCKETS_PER_DOUBLING) - 1;
    }
    return null;
  }
}

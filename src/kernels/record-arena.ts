/**
 * Records waiting to be sorted: key and value bytes one after another in one arena, a ref each.
 *
 * A1. Refs are in order of emission.
 */

import { ByteSink } from "./byte-sink.js";
import { REF_KEY_LENGTH, REF_OFFSET, REF_PARTITION, REF_STRIDE, REF_VALUE_LENGTH } from "./refs.js";

export class RecordArena {
  readonly arena: ByteSink;
  refs: Int32Array;
  count = 0;
  private readonly maxRecords: number;

  /** `maxRecords` bounds geometric growth, it is not enforced: the owner empties the arena in time. */
  constructor(arenaLimitBytes: number, maxRecords: number) {
    this.arena = new ByteSink(16 * 1024, arenaLimitBytes);
    this.maxRecords = Math.max(16, maxRecords);
    this.refs = new Int32Array(512 * REF_STRIDE);
  }

  /** Takes `arena[start, keyEnd)` as key and all that follows in the arena as value. */
  push(start: number, keyEnd: number, partition: number): void {
    const ref = this.count++ * REF_STRIDE;
    if (ref === this.refs.length) this.grow();
    this.refs[ref + REF_OFFSET] = start;
    this.refs[ref + REF_KEY_LENGTH] = keyEnd - start;
    this.refs[ref + REF_PARTITION] = partition;
    this.refs[ref + REF_VALUE_LENGTH] = this.arena.length - keyEnd;
  }

  clear(): void {
    this.count = 0;
    this.arena.length = 0;
  }

  private grow(): void {
    const capacity = this.refs.length / REF_STRIDE;
    const wanted = Math.max(capacity + 64, Math.min(capacity * 2, this.maxRecords));
    const larger = new Int32Array(wanted * REF_STRIDE);
    larger.set(this.refs);
    this.refs = larger;
  }
}

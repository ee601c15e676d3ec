/**
 * Sorts refs by (partition, key bytes, order of insertion).
 *
 * First a counting sort by partition, then within a partition a radix sort on eight key bytes at a time. Keys that
 * agree in these go on with the next bytes that differ: the common prefix of a group is skipped in one pass, so the
 * work is bounded by the bytes of the keys, also when all keys share long prefixes or are equal.
 *
 * R1. Stable: equal keys keep their order of insertion. R2. No recursion: groups wait on an explicit stack.
 */

import { orderedWord } from "./bytes.js";
import { REF_KEY_LENGTH, REF_OFFSET, REF_PARTITION, REF_STRIDE } from "./refs.js";

/** Up to this many keys, insertion sort. */
const SMALL_GROUP = 24;
/** Digits, least significant first: length class, then the eight key bytes from the last to the first. */
const DIGITS = 9;
const RADIX = 256;
/** Length class of keys that go on after the eight bytes. */
const LONGER = 9;

/** Working memory a ref: its place in the order and two rows of the radix sort. */
export const SORT_ENTRY_BYTES = 4 + 2 * (4 + 4 + 4 + 1);

export class RecordSorter {
  /** Entry numbers in sorted order. */
  order: Uint32Array = new Uint32Array(0);
  /** `order[starts[p], starts[p + 1])` is partition p. */
  starts: Uint32Array = new Uint32Array(0);
  private bytes: Uint8Array = new Uint8Array(0);
  private refs: Int32Array = new Int32Array(0);
  private here = new Rows(0);
  private there = new Rows(0);
  private readonly histogram = new Uint32Array(DIGITS * RADIX);
  /** Groups still to be sorted: from, to, bytes known to be equal. */
  private readonly pending: number[] = [];

  sort(bytes: Uint8Array, refs: Int32Array, count: number, partitions: number): void {
    this.bytes = bytes;
    this.refs = refs;
    const largest = this.scatterByPartition(count, partitions);
    if (this.here.capacity < largest) {
      this.here = new Rows(largest);
      this.there = new Rows(largest);
    }
    for (let partition = 0; partition < partitions; partition++) {
      this.pending.push(this.starts[partition], this.starts[partition + 1], 0);
      this.sortPending();
    }
  }

  /** Drops references to the caller's memory. */
  release(): void {
    this.bytes = new Uint8Array(0);
    this.refs = new Int32Array(0);
  }

  private scatterByPartition(count: number, partitions: number): number {
    const { refs } = this;
    const starts = new Uint32Array(partitions + 1);
    for (let i = 0; i < count; i++) starts[refs[i * REF_STRIDE + REF_PARTITION] + 1]++;
    let largest = 0;
    for (let p = 0; p < partitions; p++) {
      if (starts[p + 1] > largest) largest = starts[p + 1];
      starts[p + 1] += starts[p];
    }
    const next = starts.slice();
    if (this.order.length < count) this.order = new Uint32Array(count);
    for (let i = 0; i < count; i++) this.order[next[refs[i * REF_STRIDE + REF_PARTITION]]++] = i;
    this.starts = starts;
    return largest;
  }

  private sortPending(): void {
    const { pending } = this;
    while (pending.length > 0) {
      const depth = pending.pop() ?? 0;
      const to = pending.pop() ?? 0;
      const from = pending.pop() ?? 0;
      if (to - from < 2) continue;
      if (to - from <= SMALL_GROUP) this.insertionSort(from, to, depth);
      else this.radixSort(from, to, this.commonPrefix(from, to, depth));
    }
  }

  /** Length of the longest prefix shared by all keys of the group, given that `depth` bytes are. */
  private commonPrefix(from: number, to: number, depth: number): number {
    const { bytes, refs, order } = this;
    const first = order[from] * REF_STRIDE;
    const offset = refs[first + REF_OFFSET];
    let shared = refs[first + REF_KEY_LENGTH];
    for (let i = from + 1; i < to && shared > depth; i++) {
      const ref = order[i] * REF_STRIDE;
      const other = refs[ref + REF_OFFSET];
      const length = refs[ref + REF_KEY_LENGTH];
      if (length < shared) shared = length;
      let at = depth;
      while (at < shared && bytes[offset + at] === bytes[other + at]) at++;
      shared = at;
    }
    return shared;
  }

  private radixSort(from: number, to: number, depth: number): void {
    const count = to - from;
    this.load(from, to, depth);
    const { histogram } = this;
    let rows = this.here;
    let spare = this.there;
    for (let digit = 0; digit < DIGITS; digit++) {
      const base = digit * RADIX;
      // All alike: nothing to move.
      if (histogram[base + rows.digit(0, digit)] === count) continue;
      let position = 0;
      for (let bucket = base; bucket < base + RADIX; bucket++) {
        const size = histogram[bucket];
        histogram[bucket] = position;
        position += size;
      }
      rows.scatter(spare, count, digit, histogram.subarray(base, base + RADIX));
      [rows, spare] = [spare, rows];
    }
    this.order.set(rows.entry.subarray(0, count), from);
    this.pushTies(rows, from, count, depth + 8);
  }

  private load(from: number, to: number, depth: number): void {
    const { bytes, refs, order, histogram } = this;
    const { high, low, lengthClass, entry } = this.here;
    histogram.fill(0);
    for (let i = from, row = 0; i < to; i++, row++) {
      const ref = order[i] * REF_STRIDE;
      const end = refs[ref + REF_OFFSET] + refs[ref + REF_KEY_LENGTH];
      const start = refs[ref + REF_OFFSET] + depth;
      const h = orderedWord(bytes, start, end);
      const l = orderedWord(bytes, start + 4, end);
      const rest = end - start > 8 ? LONGER : end - start;
      entry[row] = order[i];
      high[row] = h;
      low[row] = l;
      lengthClass[row] = rest;
      histogram[rest]++;
      histogram[RADIX + (l & 255)]++;
      histogram[RADIX * 2 + ((l >>> 8) & 255)]++;
      histogram[RADIX * 3 + ((l >>> 16) & 255)]++;
      histogram[RADIX * 4 + ((l >>> 24) ^ 0x80)]++;
      histogram[RADIX * 5 + (h & 255)]++;
      histogram[RADIX * 6 + ((h >>> 8) & 255)]++;
      histogram[RADIX * 7 + ((h >>> 16) & 255)]++;
      histogram[RADIX * 8 + ((h >>> 24) ^ 0x80)]++;
    }
  }

  /** Neighbours that agree in all eight bytes and go on must be told apart by later bytes. */
  private pushTies(rows: Rows, from: number, count: number, depth: number): void {
    const { high, low, lengthClass } = rows;
    let start = 0;
    for (let row = 1; row <= count; row++) {
      if (row < count && high[row] === high[start] && low[row] === low[start]) {
        if (lengthClass[row] === lengthClass[start]) continue;
      }
      if (row - start > 1 && lengthClass[start] === LONGER) {
        this.pending.push(from + start, from + row, depth);
      }
      start = row;
    }
  }

  private insertionSort(from: number, to: number, depth: number): void {
    const { order } = this;
    for (let i = from + 1; i < to; i++) {
      const entry = order[i];
      let at = i;
      while (at > from && this.comesAfter(order[at - 1], entry, depth)) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = entry;
    }
  }

  private comesAfter(a: number, b: number, depth: number): boolean {
    const { bytes, refs } = this;
    const aLength = refs[a * REF_STRIDE + REF_KEY_LENGTH];
    const bLength = refs[b * REF_STRIDE + REF_KEY_LENGTH];
    const aStart = refs[a * REF_STRIDE + REF_OFFSET];
    const bStart = refs[b * REF_STRIDE + REF_OFFSET];
    const shared = aLength < bLength ? aLength : bLength;
    for (let at = depth; at < shared; at++) {
      const difference = bytes[aStart + at] - bytes[bStart + at];
      if (difference !== 0) return difference > 0;
    }
    return aLength > bLength;
  }
}

/** One side of the radix sort: columns that move together. */
class Rows {
  readonly capacity: number;
  readonly entry: Uint32Array;
  readonly high: Int32Array;
  readonly low: Int32Array;
  readonly lengthClass: Uint8Array;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.entry = new Uint32Array(capacity);
    this.high = new Int32Array(capacity);
    this.low = new Int32Array(capacity);
    this.lengthClass = new Uint8Array(capacity);
  }

  digit(row: number, digit: number): number {
    if (digit === 0) return this.lengthClass[row];
    const word = digit < 5 ? this.low[row] : this.high[row];
    const byte = (word >>> (((digit - 1) & 3) * 8)) & 255;
    // The top byte of a word is stored with its sign turned (see orderedWord).
    return digit === 4 || digit === 8 ? byte ^ 0x80 : byte;
  }

  /** Moves all rows to `target`, to the positions counted in `next` for each value of the digit. */
  scatter(target: Rows, count: number, digit: number, next: Uint32Array): void {
    const { entry, high, low, lengthClass } = this;
    const words = digit < 5 ? low : high;
    const shift = ((digit - 1) & 3) * 8;
    const flip = digit === 4 || digit === 8 ? 0x80 : 0;
    for (let row = 0; row < count; row++) {
      const value = digit === 0 ? lengthClass[row] : ((words[row] >>> shift) & 255) ^ flip;
      const to = next[value]++;
      target.entry[to] = entry[row];
      target.high[to] = high[row];
      target.low[to] = low[row];
      target.lengthClass[to] = lengthClass[row];
    }
  }
}

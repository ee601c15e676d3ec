/**
 * Pairs that come one by one, on their way into a kernel's table: keys as bytes one after another, where each ends, their
 * numbers. The kernel takes many at a time, and its look-ups then overlap. Where values are bytes, each is an item as the
 * keys are, behind its key.
 *
 * Owns: nothing but what waits; the memory is a kernel table's.
 *
 * B1. Nothing is allocated for a pair. A key may be written where it stays: from `length` on, below `limit`.
 * B2. There is room for an item of any length that is taken: its owner takes the batch out while `isFull`.
 */

import { copyBytes } from "./bytes.js";

export interface PairRoom {
  readonly keys: Buffer;
  readonly ends: Uint32Array;
  readonly values: Float64Array;
}

export class PairBatch {
  count = 0;
  /** Where the next item begins. */
  length = 0;
  readonly keys: Buffer;
  private readonly ends: Uint32Array;
  private readonly values: Float64Array;
  private readonly longestKey: number;
  private readonly fullCount: number;
  private readonly fullLength: number;

  /** `items`: of a pair. */
  constructor({ keys, ends, values }: PairRoom, items: 1 | 2 = 1) {
    this.keys = keys;
    this.ends = ends;
    this.values = values;
    this.longestKey = keys.length >> 2;
    this.fullCount = ends.length - items;
    this.fullLength = keys.length - items * this.longestKey;
  }

  get isFull(): boolean {
    return this.count > this.fullCount || this.length > this.fullLength;
  }

  /** Where an item that is written must have ended. */
  get limit(): number {
    return this.length + this.longestKey;
  }

  /** The item that was written and ends at `end`. */
  add(end: number, value: number): void {
    this.ends[this.count] = end;
    this.values[this.count] = value;
    this.count++;
    this.length = end;
  }

  /** Whether an item of this length is taken. */
  takes(length: number): boolean {
    return length <= this.longestKey;
  }

  /** The key as it is stored. False: it is too long. */
  addBytes(bytes: Uint8Array, start: number, end: number, value: number): boolean {
    if (!this.takes(end - start)) return false;
    copyBytes(bytes, start, end, this.keys, this.length);
    this.add(this.length + (end - start), value);
    return true;
  }

  clear(): void {
    this.count = 0;
    this.length = 0;
  }
}

/**
 * Typed columns that grow with the number of entries, and cells of bytes for accumulators that are not numbers.
 */

import { ByteSink } from "../../kernels/byte-sink.js";

/** The smallest geometric capacity that holds `entry`. */
export function capacityFor(entry: number, current: number): number {
  return Math.max(entry + 1, Math.min(current * 2, current + (1 << 20)), 16);
}

export function grownDoubles(column: Float64Array, entry: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(capacityFor(entry, column.length));
  larger.set(column);
  return larger;
}

export function grownIntegers(column: Int32Array, entries: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(entries);
  larger.set(column);
  return larger;
}

/** One byte string an entry, in one arena; overwritten in place while it fits. */
export class ByteCells {
  private readonly sink = new ByteSink(1024);
  private offsets = new Int32Array(16);
  private lengths = new Int32Array(16);
  private capacities = new Int32Array(16);

  get sizeBytes(): number {
    return this.sink.length;
  }

  get bytes(): Buffer {
    return this.sink.bytes;
  }

  start(entry: number): void {
    if (entry >= this.offsets.length) {
      const entries = capacityFor(entry, this.offsets.length);
      this.offsets = grownIntegers(this.offsets, entries);
      this.lengths = grownIntegers(this.lengths, entries);
      this.capacities = grownIntegers(this.capacities, entries);
    }
    this.lengths[entry] = -1;
    this.capacities[entry] = 0;
  }

  has(entry: number): boolean {
    return this.lengths[entry] >= 0;
  }

  begin(entry: number): number {
    return this.offsets[entry];
  }

  end(entry: number): number {
    return this.offsets[entry] + this.lengths[entry];
  }

  /** `bytes` must not be the cells' own. */
  set(entry: number, bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (length > this.capacities[entry]) {
      const first = this.lengths[entry] < 0;
      const capacity = first ? length : Math.ceil(length * 1.5);
      this.sink.reserve(capacity);
      this.offsets[entry] = this.sink.length;
      this.capacities[entry] = capacity;
      this.sink.length += capacity;
    }
    this.sink.bytes.set(bytes.subarray(start, end), this.offsets[entry]);
    this.lengths[entry] = length;
  }

  clear(): void {
    this.sink.length = 0;
  }
}

export const CELL_ENTRY_BYTES = 12;

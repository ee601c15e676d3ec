/**
 * The k largest or smallest values (anything that can be a key), best first; equal values count each.
 * Encoded as tagged keys one after another, which need no lengths.
 */

import { ByteSink } from "../../kernels/byte-sink.js";
import { compareBytes } from "../../kernels/bytes.js";
import { decodeText } from "../../kernels/text.js";
import type { Key } from "../key.js";
import { decodeKey, encodeKey, taggedKeyEnd } from "../encoding/key-codec.js";
import type { Accumulators } from "./accumulators.js";
import { ByteCells, CELL_ENTRY_BYTES, capacityFor, grownIntegers } from "./columns.js";

export class TopAccumulators implements Accumulators {
  readonly entryBytes = 8 + CELL_ENTRY_BYTES;
  private readonly k: number;
  private readonly sign: 1 | -1;
  private readonly cells = new ByteCells();
  private counts = new Int32Array(16);
  /** Where the last (worst) value of the entry begins, from the cell's beginning. */
  private worst = new Int32Array(16);
  private readonly candidate = new ByteSink(256);
  private readonly merged = new ByteSink(1024);

  constructor(k: number, order: "largest" | "smallest") {
    this.k = k;
    this.sign = order === "largest" ? 1 : -1;
  }

  extraBytes(): number {
    return this.cells.sizeBytes;
  }

  start(entry: number): void {
    this.cells.start(entry);
    if (entry >= this.counts.length) {
      const entries = capacityFor(entry, this.counts.length);
      this.counts = grownIntegers(this.counts, entries);
      this.worst = grownIntegers(this.worst, entries);
    }
    this.counts[entry] = 0;
    this.worst[entry] = 0;
  }

  addNumber(entry: number, value: number): void {
    this.addValue(entry, value);
  }

  addValue(entry: number, value: unknown): void {
    this.candidate.length = 0;
    encodeKey(value as Key, "tagged", this.candidate);
    this.offer(entry, this.candidate.bytes, 0, this.candidate.length);
  }

  addText(entry: number, bytes: Buffer, start: number, end: number): void {
    this.addValue(entry, decodeText(bytes, start, end));
  }

  absorb(entry: number, bytes: Buffer, start: number, end: number): void {
    let at = start;
    while (at < end) {
      const next = taggedKeyEnd(bytes, at, end);
      this.offer(entry, bytes, at, next);
      at = next;
    }
  }

  encode(entry: number, out: ByteSink): void {
    if (this.counts[entry] > 0) {
      out.append(this.cells.bytes, this.cells.begin(entry), this.cells.end(entry));
    }
  }

  value(entry: number): unknown[] {
    const values: unknown[] = [];
    if (this.counts[entry] === 0) return values;
    const { bytes } = this.cells;
    const end = this.cells.end(entry);
    let at = this.cells.begin(entry);
    while (at < end) {
      const next = taggedKeyEnd(bytes, at, end);
      values.push(decodeKey(bytes, at, next, "tagged"));
      at = next;
    }
    return values;
  }

  clear(): void {
    this.cells.clear();
  }

  private offer(entry: number, bytes: Buffer, start: number, end: number): void {
    const count = this.counts[entry];
    if (count === 0) {
      this.counts[entry] = 1;
      this.cells.set(entry, bytes, start, end);
      return;
    }
    const full = count === this.k;
    const worst = this.cells.begin(entry) + this.worst[entry];
    if (full && !this.isBetter(bytes, start, end, worst, this.cells.end(entry))) return;
    this.insert(entry, bytes, start, end, full);
  }

  private insert(entry: number, bytes: Buffer, start: number, end: number, full: boolean): void {
    const { cells, merged } = this;
    const begin = cells.begin(entry);
    const kept = full ? begin + this.worst[entry] : cells.end(entry);
    let at = begin;
    let place = -1;
    let last = begin;
    while (at < kept) {
      const next = taggedKeyEnd(cells.bytes, at, kept);
      if (place < 0 && this.isBetter(bytes, start, end, at, next)) place = at;
      last = at;
      at = next;
    }
    merged.length = 0;
    const split = place < 0 ? kept : place;
    merged.append(cells.bytes, begin, split);
    merged.append(bytes, start, end);
    merged.append(cells.bytes, split, kept);
    this.worst[entry] = place < 0 ? split - begin : last - begin + (end - start);
    if (!full) this.counts[entry]++;
    cells.set(entry, merged.bytes, 0, merged.length);
  }

  /** Whether the candidate goes before the cell's value at `[at, to)`. */
  private isBetter(bytes: Buffer, start: number, end: number, at: number, to: number): boolean {
    return compareBytes(bytes, start, end, this.cells.bytes, at, to) * this.sign > 0;
  }
}

/** `average`: exact sum and count. Encoded as the count (a number) and the sum's accumulator. */

import type { ByteSink } from "../../kernels/byte-sink.js";
import { decodeNumber, encodeNumber, numberEnd } from "../value-codec.js";
import type { Accumulators } from "./accumulators.js";
import { grownDoubles } from "./columns.js";
import { SumAccumulators } from "./sum.js";

export class AverageAccumulators implements Accumulators {
  readonly entryBytes = 20;
  private counts = new Float64Array(512);
  private readonly sums = new SumAccumulators();

  extraBytes(): number {
    return this.sums.extraBytes();
  }

  start(entry: number): void {
    if (entry >= this.counts.length) this.counts = grownDoubles(this.counts, entry);
    this.counts[entry] = 0;
    this.sums.start(entry);
  }

  addNumber(entry: number, value: number): void {
    this.counts[entry]++;
    this.sums.addNumber(entry, value);
  }

  addValue(entry: number, value: unknown): void {
    this.counts[entry]++;
    this.sums.addValue(entry, value);
  }

  addText(): void {
    this.sums.addText();
  }

  absorb(entry: number, bytes: Buffer, start: number, end: number): void {
    this.counts[entry] += decodeNumber(bytes, start, end);
    this.sums.absorb(entry, bytes, numberEnd(), end);
  }

  encode(entry: number, out: ByteSink): void {
    encodeNumber(this.counts[entry], out);
    this.sums.encode(entry, out);
  }

  value(entry: number): number {
    return this.sums.value(entry) / this.counts[entry];
  }

  clear(): void {
    this.sums.clear();
  }
}

/** `average` and `count-and-sum`: count and exact sum. Encoded as the count (a number) and the sum's accumulator. */

import type { ByteSink } from "../../kernels/byte-sink.js";
import { decodeNumber, encodeNumber, numberEnd } from "../encoding/number-codec.js";
import type { Accumulators } from "./accumulators.js";
import { grownDoubles } from "./columns.js";
import { SumAccumulators } from "./sum.js";

abstract class CountedSums implements Accumulators {
  readonly entryBytes = 20;
  protected counts = new Float64Array(512);
  protected readonly sums = new SumAccumulators();

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

  abstract value(entry: number): unknown;

  clear(): void {
    this.sums.clear();
  }
}

export class AverageAccumulators extends CountedSums {
  readonly mergedAs = "average";

  value(entry: number): number {
    return this.sums.mean(entry, this.counts[entry]);
  }
}

export class CountAndSumAccumulators extends CountedSums {
  readonly mergedAs = "count-and-sum";

  value(entry: number): [count: number, sum: number] {
    return [this.counts[entry], this.sums.value(entry)];
  }
}

/** `count`: how many values, whatever they are. Encoded as a number. */

import type { ByteSink } from "../../kernels/byte-sink.js";
import { decodeNumber, encodeNumber } from "../encoding/number-codec.js";
import type { Accumulators } from "./accumulators.js";
import { grownDoubles } from "./columns.js";

export class CountAccumulators implements Accumulators {
  readonly entryBytes = 8;
  readonly mergedAs = "sum";
  private counts = new Float64Array(512);

  extraBytes(): number {
    return 0;
  }

  start(entry: number): void {
    if (entry >= this.counts.length) this.counts = grownDoubles(this.counts, entry);
    this.counts[entry] = 0;
  }

  addNumber(entry: number): void {
    this.counts[entry]++;
  }

  addValue(entry: number): void {
    this.counts[entry]++;
  }

  addText(entry: number): void {
    this.counts[entry]++;
  }

  absorb(entry: number, bytes: Buffer, start: number, end: number): void {
    this.counts[entry] += decodeNumber(bytes, start, end);
  }

  encode(entry: number, out: ByteSink): void {
    encodeNumber(this.counts[entry], out);
  }

  value(entry: number): number {
    return this.counts[entry];
  }

  clear(): void {}
}

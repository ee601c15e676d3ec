/** `first`: the value that comes first in (map task, emission) order. Encoded as that value. */

import { ByteSink } from "../../kernels/byte-sink.js";
import { decodeValue, encodeText, encodeValue } from "../encoding/value-codec.js";
import type { Accumulators } from "./accumulators.js";
import { ByteCells, CELL_ENTRY_BYTES } from "./columns.js";

export class FirstAccumulators implements Accumulators {
  readonly entryBytes = CELL_ENTRY_BYTES;
  readonly mergedAs = "first";
  private readonly cells = new ByteCells();
  private readonly encoded = new ByteSink(256);

  extraBytes(): number {
    return this.cells.sizeBytes;
  }

  start(entry: number): void {
    this.cells.start(entry);
  }

  addNumber(entry: number, value: number): void {
    this.addValue(entry, value);
  }

  addValue(entry: number, value: unknown): void {
    if (this.cells.has(entry)) return;
    this.encoded.length = 0;
    encodeValue(value, this.encoded);
    this.cells.set(entry, this.encoded.bytes, 0, this.encoded.length);
  }

  addText(entry: number, bytes: Buffer, start: number, end: number): void {
    if (this.cells.has(entry)) return;
    this.encoded.length = 0;
    encodeText(bytes, start, end, this.encoded);
    this.cells.set(entry, this.encoded.bytes, 0, this.encoded.length);
  }

  absorb(entry: number, bytes: Buffer, start: number, end: number): void {
    if (!this.cells.has(entry)) this.cells.set(entry, bytes, start, end);
  }

  encode(entry: number, out: ByteSink): void {
    out.append(this.cells.bytes, this.cells.begin(entry), this.cells.end(entry));
  }

  value(entry: number): unknown {
    if (!this.cells.has(entry)) return undefined;
    return decodeValue(this.cells.bytes, this.cells.begin(entry), this.cells.end(entry));
  }

  clear(): void {
    this.cells.clear();
  }
}

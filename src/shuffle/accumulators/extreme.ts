/**
 * `min` and `max` of anything that can be a key, in the order of keys. Encoded as a number, or KEY and a tagged key.
 */

import { MrError } from "../../engine/error.js";
import { ByteSink } from "../../kernels/byte-sink.js";
import { compareBytes } from "../../kernels/bytes.js";
import { decodeText } from "../../kernels/text.js";
import type { Key } from "../key.js";
import { decodeKey, encodeKey } from "../encoding/key-codec.js";
import { ACCUMULATOR_TAG, decodeNumber, encodeNumber } from "../encoding/number-codec.js";
import type { Accumulators } from "./accumulators.js";
import { ByteCells, CELL_ENTRY_BYTES, grownDoubles } from "./columns.js";

const TAG_KEY = ACCUMULATOR_TAG;
const EMPTY = 0;
const NUMBER = 1;
const BYTES = 2;

export class ExtremeAccumulators implements Accumulators {
  readonly entryBytes = 9 + CELL_ENTRY_BYTES;
  readonly mergedAs: "min" | "max";
  private numbers = new Float64Array(512);
  private states = new Uint8Array(512);
  private readonly cells = new ByteCells();
  private readonly candidate = new ByteSink(256);
  private readonly current = new ByteSink(16);
  /** 1: larger is better. */
  private readonly sign: 1 | -1;

  constructor(which: "min" | "max") {
    this.mergedAs = which;
    this.sign = which === "max" ? 1 : -1;
  }

  extraBytes(): number {
    return this.cells.sizeBytes;
  }

  start(entry: number): void {
    if (entry >= this.numbers.length) {
      this.numbers = grownDoubles(this.numbers, entry);
      const states = new Uint8Array(this.numbers.length);
      states.set(this.states);
      this.states = states;
    }
    this.states[entry] = EMPTY;
    this.cells.start(entry);
  }

  addNumber(entry: number, value: number): void {
    if (Number.isNaN(value)) {
      throw new MrError("MR_USER_CODE", "NaN has no place in the order of min() and max()", {
        hint: "Leave such values out before they are emitted.",
      });
    }
    if (this.states[entry] === NUMBER) {
      if ((value - this.numbers[entry]) * this.sign > 0) this.numbers[entry] = positiveZero(value);
    } else if (this.states[entry] === EMPTY) {
      this.states[entry] = NUMBER;
      this.numbers[entry] = positiveZero(value);
    } else this.addKey(entry, value);
  }

  addValue(entry: number, value: unknown): void {
    if (typeof value === "number") this.addNumber(entry, value);
    else this.addKey(entry, value as Key);
  }

  addText(entry: number, bytes: Buffer, start: number, end: number): void {
    this.addKey(entry, decodeText(bytes, start, end));
  }

  absorb(entry: number, bytes: Buffer, start: number, end: number): void {
    if (bytes[start] === TAG_KEY) this.offer(entry, bytes, start + 1, end);
    else this.addNumber(entry, decodeNumber(bytes, start, end));
  }

  encode(entry: number, out: ByteSink): void {
    if (this.states[entry] === NUMBER) encodeNumber(this.numbers[entry], out);
    else {
      out.byte(TAG_KEY);
      out.append(this.cells.bytes, this.cells.begin(entry), this.cells.end(entry));
    }
  }

  value(entry: number): unknown {
    if (this.states[entry] === NUMBER) return this.numbers[entry];
    if (this.states[entry] === EMPTY) return undefined;
    return decodeKey(this.cells.bytes, this.cells.begin(entry), this.cells.end(entry), "tagged");
  }

  clear(): void {
    this.cells.clear();
  }

  private addKey(entry: number, value: Key): void {
    this.candidate.length = 0;
    encodeKey(value, "tagged", this.candidate);
    this.offer(entry, this.candidate.bytes, 0, this.candidate.length);
  }

  private offer(entry: number, bytes: Buffer, start: number, end: number): void {
    if (this.states[entry] !== EMPTY && !this.isBetter(entry, bytes, start, end)) return;
    this.states[entry] = BYTES;
    this.cells.set(entry, bytes, start, end);
  }

  private isBetter(entry: number, bytes: Buffer, start: number, end: number): boolean {
    const { cells, current } = this;
    if (this.states[entry] === BYTES) {
      const order = compareBytes(
        bytes,
        start,
        end,
        cells.bytes,
        cells.begin(entry),
        cells.end(entry),
      );
      return order * this.sign > 0;
    }
    current.length = 0;
    encodeKey(this.numbers[entry], "tagged", current);
    return compareBytes(bytes, start, end, current.bytes, 0, current.length) * this.sign > 0;
  }
}

/** -0 is 0, as in keys: else the result would depend on which came first. */
function positiveZero(value: number): number {
  return value === 0 ? 0 : value;
}

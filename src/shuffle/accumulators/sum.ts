/**
 * `sum` of numbers, exact and so free of order: the result is the double nearest to the exact sum, and zero is 0.
 * Any NaN, or both infinities, give NaN; else an infinity gives itself; else a sum beyond the doubles an infinity.
 *
 * Most sums stay in the column `sums` (no rounding so far); the rest moves to an expansion; numbers from 2^900 on,
 * which are integers, go to a big integer.
 *
 * Encoded: a plain number; or EXPANSION and doubles, largest first (greedy form: one form for each exact value);
 * or RARE, the special double, length and hexadecimal digits of the big integer, and the doubles.
 */

import { MrError } from "../../engine/error.js";
import type { ByteSink } from "../../kernels/byte-sink.js";
import {
  addToExpansion,
  BIG,
  canonicalExpansion,
  ExpansionPool,
  roundExpansion,
} from "../../kernels/exact-sum.js";
import {
  ACCUMULATOR_TAG,
  appendDouble,
  decodeNumber,
  encodeNumber,
} from "../encoding/number-codec.js";
import type { Accumulators } from "./accumulators.js";
import { grownDoubles, grownIntegers } from "./columns.js";
import { roundQuotient } from "./round-quotient.js";

const TAG_EXPANSION = ACCUMULATOR_TAG;
const TAG_RARE = ACCUMULATOR_TAG + 1;
/** A rough price of an object in a map. */
const RARE_BYTES = 200;

interface Rare {
  /** 0, an infinity or NaN. */
  special: number;
  big: bigint;
}

export class SumAccumulators implements Accumulators {
  readonly entryBytes = 12;
  readonly mergedAs = "sum";
  private sums = new Float64Array(512);
  /** First node of the entry's expansion; 0 while the sum is in its column. */
  private heads = new Int32Array(512);
  /** False: no entry has one, so `heads` need not be looked at. */
  private hasExpansions = false;
  private readonly pool = new ExpansionPool();
  private readonly rare = new Map<number, Rare>();

  extraBytes(): number {
    return this.pool.sizeBytes + this.rare.size * RARE_BYTES;
  }

  start(entry: number): void {
    if (entry >= this.sums.length) {
      this.sums = grownDoubles(this.sums, entry);
      this.heads = grownIntegers(this.heads, this.sums.length);
    }
    this.sums[entry] = 0;
    this.heads[entry] = 0;
  }

  addNumber(entry: number, value: number): void {
    if ((!this.hasExpansions || this.heads[entry] === 0) && value < BIG && value > -BIG) {
      const before = this.sums[entry];
      const after = before + value;
      const added = after - before;
      // The rounding error of the addition (Knuth): zero for integers up to 2^53.
      if (before - (after - added) + (value - added) === 0) {
        this.sums[entry] = after;
        return;
      }
    }
    this.addSlowly(entry, value);
  }

  addValue(entry: number, value: unknown): void {
    if (typeof value !== "number") throw notANumber(typeof value);
    this.addNumber(entry, value);
  }

  addText(): void {
    throw notANumber("string");
  }

  absorb(entry: number, bytes: Buffer, start: number, end: number): void {
    const tag = bytes[start];
    if (tag === TAG_EXPANSION) this.absorbDoubles(entry, bytes, start + 1, end);
    else if (tag === TAG_RARE) {
      const digits = bytes.readUInt16LE(start + 9);
      const text = bytes.toString("latin1", start + 11, start + 11 + digits);
      const rare = this.rareOf(entry);
      rare.special += bytes.readDoubleLE(start + 1);
      rare.big += text.startsWith("-") ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`);
      this.absorbDoubles(entry, bytes, start + 11 + digits, end);
    } else this.addNumber(entry, decodeNumber(bytes, start, end));
  }

  encode(entry: number, out: ByteSink): void {
    const rare = this.rare.get(entry);
    if (rare === undefined && this.heads[entry] === 0) {
      encodeNumber(positiveZero(this.sums[entry]), out);
      return;
    }
    const doubles = canonicalExpansion(this.parts(entry));
    if (rare !== undefined && (rare.special !== 0 || rare.big !== 0n)) {
      const digits = rare.big.toString(16);
      out.byte(TAG_RARE);
      appendDouble(rare.special, out);
      out.byte(digits.length & 255);
      out.byte(digits.length >>> 8);
      out.utf8(digits);
    } else if (doubles.length < 2) {
      encodeNumber(doubles[0] ?? 0, out);
      return;
    } else out.byte(TAG_EXPANSION);
    for (const double of doubles) appendDouble(double, out);
  }

  value(entry: number): number {
    const rare = this.rare.get(entry);
    if (rare !== undefined && rare.special !== 0) return rare.special;
    if (rare !== undefined && rare.big !== 0n) return roundQuotient(rare.big, this.parts(entry), 1);
    if (this.heads[entry] === 0) return positiveZero(this.sums[entry]);
    return roundExpansion(this.parts(entry));
  }

  /** The double nearest to the exact sum divided by `count`. */
  mean(entry: number, count: number): number {
    const rare = this.rare.get(entry);
    if (rare !== undefined && rare.special !== 0) return rare.special;
    const big = rare?.big ?? 0n;
    if (big === 0n && this.heads[entry] === 0) return positiveZero(this.sums[entry]) / count;
    return roundQuotient(big, this.parts(entry), count);
  }

  clear(): void {
    this.pool.clear();
    // An empty map, too, gets a new table.
    if (this.rare.size > 0) this.rare.clear();
  }

  private addSlowly(entry: number, value: number): void {
    if (!Number.isFinite(value)) this.rareOf(entry).special += value;
    else if (Math.abs(value) >= BIG) this.rareOf(entry).big += BigInt(value);
    else {
      let head = this.heads[entry];
      if (head === 0) head = this.pool.add(0, this.sums[entry]);
      this.hasExpansions = true;
      this.heads[entry] = this.pool.add(head, value);
    }
  }

  private absorbDoubles(entry: number, bytes: Buffer, start: number, end: number): void {
    for (let at = start; at + 8 <= end; at += 8) this.addNumber(entry, bytes.readDoubleLE(at));
  }

  private parts(entry: number): number[] {
    if (this.heads[entry] !== 0) return this.pool.read(this.heads[entry]);
    const parts: number[] = [];
    addToExpansion(parts, this.sums[entry]);
    return parts;
  }

  private rareOf(entry: number): Rare {
    let rare = this.rare.get(entry);
    if (rare === undefined) {
      rare = { special: 0, big: 0n };
      this.rare.set(entry, rare);
    }
    return rare;
  }
}

function positiveZero(value: number): number {
  return value === 0 ? 0 : value;
}

function notANumber(type: string): MrError {
  return new MrError("MR_USER_CODE", `sum() and average() need numbers, but a value is a ${type}`, {
    hint: "Convert the value with Number(...) before it is emitted.",
  });
}

/**
 * Finds the lines of a block that hold a text, or one of several.
 *
 * Owns: what a search is, and the one that needs no kernel. Talks to: literal-kernel.ts, which does the same faster; where
 * there are no kernels, or a text is long, `Buffer.indexOf` does it.
 *
 * T1. `open` a block, then ask for hits in rising order; a hit is never in a line with an earlier hit, as long as the
 *     next question starts behind that line.
 * T2. One search at a time uses the memory between `open` and the last question: blocks are handled one after the other.
 * T3. No text holds a line's end: such a text is in no line.
 */

import { isKernelLiteral, KernelSearch, LITERALS_LIMIT, literalKernel } from "./literal-kernel.js";

export interface LiteralSearch {
  open(bytes: Buffer, end: number): void;
  /** Where the first hit from `from` on begins, of those that end by the block's end, or -1. */
  next(from: number): number;
}

export interface Literals {
  /** Where there are none, nothing is found. */
  readonly texts: readonly Buffer[];
  /** Upper and lower case of ASCII letters are the same. */
  readonly ignoreCase: boolean;
}

const LINE_FEED = 10;

/** Whether one of the literals is in `bytes[start, end)`. */
export function holdsLiteral(
  { texts, ignoreCase }: Literals,
  bytes: Buffer,
  start: number,
  end: number,
): boolean {
  const place = bytes.subarray(start, end);
  if (!ignoreCase) return texts.some((text) => place.includes(text));
  const low = lowered(place);
  return texts.some((text) => low.includes(lowered(text)));
}

export function createLiteralSearch({ texts, ignoreCase }: Literals): LiteralSearch {
  const inLines = texts.filter((text) => !text.includes(LINE_FEED));
  const kernel =
    inLines.length <= LITERALS_LIMIT && inLines.every(isKernelLiteral) ? literalKernel() : null;
  if (kernel === null) return new PlainSearch({ texts: inLines, ignoreCase });
  const folded = inLines.map((text) => (ignoreCase ? lowered(text) : text));
  return new KernelSearch(folded, ignoreCase, kernel);
}

/** The twin. */
export class PlainSearch implements LiteralSearch {
  readonly #texts: readonly Buffer[];
  readonly #ignoreCase: boolean;
  /** Of each text the latest hit that was found: -1 before the first one, infinite behind the last. */
  readonly #hits: number[];
  #bytes: Buffer = Buffer.alloc(0);
  #end = 0;

  constructor({ texts, ignoreCase }: Literals) {
    this.#texts = texts.map((text) => (ignoreCase ? lowered(text) : text));
    this.#ignoreCase = ignoreCase;
    this.#hits = texts.map(() => -1);
  }

  open(bytes: Buffer, end: number): void {
    this.#bytes = this.#ignoreCase ? lowered(bytes.subarray(0, end)) : bytes;
    this.#end = end;
    this.#hits.fill(-1);
  }

  next(from: number): number {
    this.#texts.forEach((text, index) => {
      if ((this.#hits[index] ?? -1) >= from) return;
      const hit = this.#bytes.indexOf(text, from);
      this.#hits[index] = hit < 0 || hit + text.length > this.#end ? Number.POSITIVE_INFINITY : hit;
    });
    const first = Math.min(...this.#hits);
    return Number.isFinite(first) ? first : -1;
  }
}

/** ASCII letters only. */
function lowered(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)));
}

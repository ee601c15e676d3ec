/**
 * Where records end in bytes.
 *
 * Owns: the rule of each format for the end of a record. Talks to: nobody.
 *
 * U1. Bytes are shown in order, each once: a boundary may remember what it has seen (quotes).
 * U2. Results are indices one past the end of a record (its delimiter included), or -1.
 */

import type { InputFormat } from "./input-format.js";
import { countQuotes } from "./count-quotes.js";
import type { FileRange } from "./split.js";

export interface Boundary {
  /** The first record end in `bytes[from..to)`; when found, bytes after it count as not seen. */
  first(bytes: Buffer, from: number, to: number): number;
  /** The last record end in `bytes[from..to)`. */
  last(bytes: Buffer, from: number, to: number): number;
}

const LINE_FEED = 10;
const QUOTE = 34;

/** For a reader of `range`, which shows the byte before a range's start first. */
export function createBoundary(format: InputFormat, range: FileRange): Boundary {
  switch (format.kind) {
    case "words":
      return whiteSpaceBoundary;
    case "csv":
      return createCsvBoundary(range.quoted ?? false, range.start > 0);
    default:
      return lineBoundary;
  }
}

export const lineBoundary: Boundary = {
  first(bytes, from, to) {
    if (from >= to) return -1;
    const found = bytes.indexOf(LINE_FEED, from);
    return found < 0 || found >= to ? -1 : found + 1;
  },
  last(bytes, from, to) {
    if (from >= to) return -1;
    // A view, for the search must not run back over what was seen before.
    const found = bytes.subarray(from, to).lastIndexOf(LINE_FEED);
    return found < 0 ? -1 : from + found + 1;
  },
};

/** ASCII white space: space, tab, line feed, vertical tab, form feed, carriage return. */
export function isWhiteSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

const whiteSpaceBoundary: Boundary = {
  first(bytes, from, to) {
    for (let index = from; index < to; index += 1) {
      if (isWhiteSpace(bytes[index] as number)) return index + 1;
    }
    return -1;
  },
  last(bytes, from, to) {
    for (let index = to - 1; index >= from; index -= 1) {
      if (isWhiteSpace(bytes[index] as number)) return index + 1;
    }
    return -1;
  },
};

/**
 * Line feeds outside quotes; every quote toggles. `startsQuoted` holds for the first byte shown, or with `behindCut`
 * for the second one: the first then lies before the cut and only counts as a line feed.
 */
export function createCsvBoundary(startsQuoted: boolean, behindCut: boolean): Boundary {
  let quoted = startsQuoted;
  let ignoreQuote = behindCut;
  return {
    first(bytes, from, to) {
      for (let index = from; index < to; index += 1) {
        const byte = bytes[index] as number;
        if (byte === QUOTE) quoted = ignoreQuote ? quoted : !quoted;
        else if (byte === LINE_FEED && !quoted) {
          ignoreQuote = false;
          return index + 1;
        }
        ignoreQuote = false;
      }
      return -1;
    },
    last(bytes, from, to) {
      if (countQuotes(bytes, from, to) % 2 === 1) quoted = !quoted;
      // From the end, where it is known what is inside quotes, the last record end is near.
      let inside = quoted;
      for (let index = to - 1; index >= from; index -= 1) {
        const byte = bytes[index] as number;
        if (byte === QUOTE) inside = !inside;
        else if (byte === LINE_FEED && !inside) return index + 1;
      }
      return -1;
    },
  };
}

/**
 * Which bytes of a split a sample reads: little, from places spread over the whole of it.
 *
 * R1. A function of the split alone. R2. Files that cannot be entered in the middle are read from their beginning.
 */

import type { InputFormat } from "../definition.js";
import type { FileRange, Split } from "../../input/split.js";
import type { BoundedRange } from "./split-reading.js";

const PLACES = 16;
/** Or the one record that is there. Sixteen places of short lines give a thousand keys: more would not cut better. */
const BYTES_A_PLACE = 8 * 1024;

export function sampleRanges(split: Split, format: InputFormat): BoundedRange[] {
  const { ranges } = split;
  if (ranges.length >= PLACES) {
    return Array.from({ length: PLACES }, (_, place) => {
      const range = ranges[Math.floor((place * ranges.length) / PLACES)] as FileRange;
      return { range, limitBytes: BYTES_A_PLACE };
    });
  }
  const places = Math.floor(PLACES / Math.max(1, ranges.length));
  return ranges.flatMap((range) => sampleRange(range, format, places));
}

function sampleRange(range: FileRange, format: InputFormat, places: number): BoundedRange[] {
  const { start, end } = range;
  const isDivisible = end !== null && range.compression === "none" && entersAnywhere(format);
  if (!isDivisible || end - start <= places * BYTES_A_PLACE) {
    return [{ range, limitBytes: places * BYTES_A_PLACE }];
  }
  const startOf = (place: number) => start + Math.floor((place * (end - start)) / places);
  // Each goes on to the next one: the first record may be longer than a place.
  return Array.from({ length: places }, (_, place) => ({
    range: { ...range, start: startOf(place), end: startOf(place + 1) },
    limitBytes: BYTES_A_PLACE,
  }));
}

/** Whether a record's beginning can be found from any byte. */
function entersAnywhere(format: InputFormat): boolean {
  return format.kind !== "csv" && format.kind !== "files";
}

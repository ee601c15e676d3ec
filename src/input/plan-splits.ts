/**
 * Cuts files into the splits that map tasks read. PURE.
 *
 * Owns: where cuts are. Talks to: nobody.
 *
 * S1. Ranges over all splits are in file order, then offset order: task order is input order.
 * S2. The ranges of a file cover it without gap or overlap; cuts are at multiples of the split size, but no tail of up to
 *     a tenth of it is cut off: such a task would cost more than it does.
 * S3. Compressed files and whole-file inputs are never cut.
 * S4. A split holds at most splitSizeBytes (but for one range with its tail or one uncut file) and MAX_RANGES ranges.
 * S5. Empty files make no range, except as whole files; but an input with files has at least one split, so that a job
 *     over empty files runs and publishes empty parts.
 */

import { MrError } from "../engine/error.js";
import type { InputFormat } from "./input-format.js";
import type { FileRange, InputFile, Split } from "./split.js";

/** A tail of up to 1/TAIL_SHARE of a split stays with the split before it. */
const TAIL_SHARE = 10;

/** A file of up to so many bytes is one range. */
export function mostUncutBytes(splitSizeBytes: number): number {
  return splitSizeBytes + Math.floor(splitSizeBytes / TAIL_SHARE);
}

/** Keeps a task's payload below a few megabytes. */
export const MAX_RANGES = 10_000;

export function planSplits(
  files: readonly InputFile[],
  input: number,
  format: InputFormat,
  options: { readonly splitSizeBytes: number },
): Split[] {
  const { splitSizeBytes } = options;
  if (!Number.isSafeInteger(splitSizeBytes) || splitSizeBytes < 1) {
    throw new MrError("MR_CONFIG", `the split size must be at least 1 byte, not ${splitSizeBytes}`);
  }
  const splits: Split[] = [];
  let ranges: FileRange[] = [];
  let sizeBytes = 0;
  function close(): void {
    if (ranges.length > 0) splits.push({ input, ranges, sizeBytes });
    ranges = [];
    sizeBytes = 0;
  }
  for (const file of files) {
    if (file.sizeBytes === 0 && format.kind !== "files") continue;
    for (const [range, rangeBytes] of rangesOf(file, format, splitSizeBytes)) {
      if (sizeBytes + rangeBytes > splitSizeBytes || ranges.length >= MAX_RANGES) close();
      ranges.push(range);
      sizeBytes += rangeBytes;
    }
  }
  close();
  const [first] = files;
  if (splits.length === 0 && first !== undefined) {
    splits.push({ input, ranges: [rangeOf(first, 0, 0)], sizeBytes: 0 });
  }
  return splits;
}

function* rangesOf(
  file: InputFile,
  format: InputFormat,
  splitSizeBytes: number,
): Generator<[FileRange, number]> {
  if (file.compression !== "none") {
    yield [rangeOf(file, 0, null), file.sizeBytes];
  } else if (format.kind === "files") {
    yield [rangeOf(file, 0, file.sizeBytes), file.sizeBytes];
  } else {
    const mostBytes = mostUncutBytes(splitSizeBytes);
    for (let start = 0; start < file.sizeBytes; ) {
      const end = file.sizeBytes - start <= mostBytes ? file.sizeBytes : start + splitSizeBytes;
      yield [rangeOf(file, start, end), end - start];
      start = end;
    }
  }
}

function rangeOf(file: InputFile, start: number, end: number | null): FileRange {
  return { path: file.path, label: file.label, compression: file.compression, start, end };
}

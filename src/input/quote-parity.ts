/**
 * CSV files may hold line ends inside quotes, so a cut needs to know whether it fell between quotes.
 *
 * Owns: FileRange.quoted. Talks to: the file system.
 *
 * By RFC 4180 every quote toggles, and `""` inside quotes toggles twice: a byte lies inside quotes exactly when the
 * number of quotes before it is odd.
 *
 * Q1. One pass over each file that is cut, up to its last cut; files that are not cut are not opened.
 */

import { type FileHandle, open } from "node:fs/promises";
import type { InputFormat } from "./input-format.js";
import { countQuotes } from "./count-quotes.js";
import { shrunkInput, unreadableInput } from "./input-error.js";
import { pathBytes } from "./path-bytes.js";
import type { FileRange, Split } from "./split.js";

const BLOCK_BYTES = 1024 * 1024;
export async function resolveQuotes(
  splits: readonly Split[],
  format: InputFormat,
): Promise<Split[]> {
  if (format.kind !== "csv") return [...splits];
  const cuts = new Map<string, FileRange[]>();
  for (const { ranges } of splits) {
    for (const range of ranges) {
      if (range.start === 0) continue;
      const known = cuts.get(range.path);
      if (known === undefined) cuts.set(range.path, [range]);
      else known.push(range);
    }
  }
  const quoted = new Map<FileRange, boolean>();
  for (const ranges of cuts.values()) {
    ranges.sort((a, b) => a.start - b.start);
    await resolveFile(ranges, quoted);
  }
  return splits.map((split) => ({
    ...split,
    ranges: split.ranges.map((range) => ({ ...range, quoted: quoted.get(range) ?? false })),
  }));
}

async function resolveFile(
  ranges: readonly FileRange[],
  quoted: Map<FileRange, boolean>,
): Promise<void> {
  const [first] = ranges;
  if (first === undefined) return;
  let file: FileHandle;
  try {
    file = await open(pathBytes(first.path));
  } catch (cause) {
    throw unreadableInput(first.label, "open", cause);
  }
  try {
    const block = Buffer.allocUnsafe(BLOCK_BYTES);
    let position = 0;
    let quotes = 0;
    for (const range of ranges) {
      while (position < range.start) {
        const wanted = Math.min(BLOCK_BYTES, range.start - position);
        const bytesRead = await readSome(file, block, wanted, position, range.label);
        if (bytesRead === 0) throw shrunkInput(range.label, range.start, position);
        quotes += countQuotes(block, 0, bytesRead);
        position += bytesRead;
      }
      quoted.set(range, quotes % 2 === 1);
    }
  } finally {
    await file.close();
  }
}

async function readSome(
  file: FileHandle,
  block: Buffer,
  wanted: number,
  position: number,
  label: string,
): Promise<number> {
  try {
    return (await file.read(block, 0, wanted, position)).bytesRead;
  } catch (cause) {
    throw unreadableInput(label, "read", cause);
  }
}

/**
 * What the tests of this folder share: a temporary folder, ranges, reading everything.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import type { MrError } from "../engine/error.js";
import type { InputFormat } from "./input-format.js";
import { createExtractor } from "./extractors/create-extractor.js";
import type { PairSink } from "./extractors/extractor.js";
import { openBlocks } from "./open-blocks.js";
import { createRecordDecoder } from "./record-decoder.js";
import type { FileRange } from "./split.js";

export const LIMIT_BYTES = 64 * 1024 * 1024;

export const textLines: InputFormat = { kind: "lines", as: "text", literals: null };
export const byteLines: InputFormat = { kind: "lines", as: "bytes", literals: null };
export const plainWords: InputFormat = { kind: "words", lowerCase: false, letters: false };
export const csvRows: InputFormat = {
  kind: "csv",
  separator: ",",
  header: false,
  key: null,
  value: null,
  valueType: "string",
};

/** A folder of its own for a test file; removed behind its tests. */
export function testFolder(): {
  path: string;
  write(name: string, content: string | Buffer): string;
} {
  const path = mkdtempSync(join(tmpdir(), "mr-input-"));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write(name, content) {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
  };
}

export function plainRange(path: string, start: number, end: number): FileRange {
  return { path, label: "in/file", compression: "none", start, end };
}

export interface ReadOptions {
  readonly recordLimitBytes?: number;
  readonly blockBytes?: number;
  readonly onBadRecord?: (error: MrError) => void;
}

/** Every record of a range with its offset. */
export async function readRecords(
  range: FileRange,
  format: InputFormat,
  { recordLimitBytes = LIMIT_BYTES, blockBytes = 1024, onBadRecord }: ReadOptions = {},
): Promise<{ record: unknown; offset: number }[]> {
  const source = openBlocks(range, format, { recordLimitBytes, blockBytes });
  const decoder = createRecordDecoder(format, range);
  const records: { record: unknown; offset: number }[] = [];
  try {
    for (let block = await source.next(); block !== null; block = await source.next()) {
      const visit = (record: unknown) => records.push({ record, offset: decoder.offset() });
      decoder.decode(block, visit, onBadRecord);
    }
  } finally {
    await source.close();
  }
  return records;
}

/** Beyond ASCII, of the first two planes of Unicode. */
export function everyCharacter(): string[] {
  const codes = Array.from({ length: 0x20000 - 0x80 }, (_, index) => index + 0x80);
  const valid = codes.filter((code) => code < 0xd800 || code > 0xdfff);
  return valid.map((code) => String.fromCodePoint(code));
}

/** Every declared pair of a range: [key, value], both text or the number. */
export async function readPairs(
  range: FileRange,
  format: InputFormat,
  { recordLimitBytes = LIMIT_BYTES, blockBytes = 1024, onBadRecord }: ReadOptions = {},
): Promise<{ pairs: (readonly [string, string | number])[]; records: number }> {
  const source = openBlocks(range, format, { recordLimitBytes, blockBytes });
  const extractor = createExtractor(format, range);
  const pairs: (readonly [string, string | number])[] = [];
  const sink: PairSink = {
    addKey: (bytes, start, end, value) => pairs.push([text(bytes, start, end), value]),
    addKeyBytes: (bytes, start, end, value, valueStart, valueEnd) =>
      pairs.push([text(bytes, start, end), text(value, valueStart, valueEnd)]),
  };
  let records = 0;
  try {
    for (let block = await source.next(); block !== null; block = await source.next()) {
      records += extractor.extract(block, sink, onBadRecord);
    }
  } finally {
    await source.close();
  }
  return { pairs, records };
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString("utf8");
}

/**
 * A record is read exactly once, however a file is cut (L1 of split.ts, K1 of delimited-blocks.ts).
 */

import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import type { InputFormat } from "./input-format.js";
import { resolveQuotes } from "./quote-parity.js";
import {
  byteLines,
  csvRows,
  plainRange,
  plainWords,
  readRecords,
  testFolder,
  textLines,
} from "./test-support.js";

const folder = testFolder();

/** The records of the file cut at the given offsets, which must also come with rising offsets. */
async function readCut(
  path: string,
  sizeBytes: number,
  cuts: readonly number[],
  format: InputFormat,
  blockBytes: number,
): Promise<unknown[]> {
  const edges = [0, ...cuts, sizeBytes];
  const ranges = edges.slice(1).map((end, index) => plainRange(path, edges[index] ?? 0, end));
  const [resolved] = await resolveQuotes([{ input: 0, ranges, sizeBytes }], format);
  const found = [];
  for (const range of resolved?.ranges ?? []) {
    const records = await readRecords(range, format, { blockBytes });
    for (const { offset } of records) {
      expect(offset).toBeGreaterThanOrEqual(range.start);
      expect(offset).toBeLessThan(range.end ?? 0);
    }
    found.push(...records);
  }
  for (let index = 1; index < found.length; index += 1) {
    expect(found[index]?.offset).toBeGreaterThan(found[index - 1]?.offset ?? Number.NaN);
  }
  return found.map(({ record }) => record);
}

async function expectEveryCut(
  name: string,
  content: Buffer,
  format: InputFormat,
  expected: readonly unknown[],
): Promise<void> {
  const path = folder.write(name, content);
  for (let first = 0; first <= content.length; first += 1) {
    expect(await readCut(path, content.length, [first], format, 7)).toEqual(expected);
    for (let second = first; second <= content.length; second += 1) {
      const records = await readCut(path, content.length, [first, second], format, 64);
      expect(records).toEqual(expected);
    }
  }
  for (let blockBytes = 1; blockBytes <= content.length + 2; blockBytes += 1) {
    const middle = content.length >> 1;
    expect(await readCut(path, content.length, [middle], format, blockBytes)).toEqual(expected);
  }
}

const LINE_CASES: readonly (readonly [string, Buffer])[] = [
  ["LF", Buffer.from("one\ntwo\n\nthree\n")],
  ["CRLF", Buffer.from("one\r\ntwo\r\n\r\nthree\r\n\rx\r")],
  ["no last newline", Buffer.from("one\n\ntwo")],
  ["only newlines", Buffer.from("\n\n\n\n")],
  ["multi-byte characters", Buffer.from("äö\n€uro\n\u{1f600}x\nё")],
  ["a byte order mark", Buffer.from("\uFEFFone\n\uFEFFtwo\n")],
  ["NUL bytes", Buffer.from("a\0b\n\0\n\0\0")],
  ["invalid UTF-8", Buffer.from([0xff, 10, 0xe2, 0x82, 10, 0x61, 0xc3, 10, 0xa4, 0x80])],
];

describe("lines", () => {
  it.each(LINE_CASES)("are read once for every pair of cuts: %s", async (name, content) => {
    const text = content.toString("utf8").replace(/^\uFEFF/, "");
    const lines = text.split("\n");
    const last = lines.pop() ?? "";
    const expected = lines.map((line) => line.replace(/\r$/, ""));
    if (last !== "") expected.push(last);
    await expectEveryCut(name, content, textLines, expected);
  });

  it.each(LINE_CASES)("keep their bytes: %s", async (name, content) => {
    const lines = content.toString("latin1").split("\n");
    if (lines.at(-1) === "") lines.pop();
    const expected = lines.map((line) => new Uint8Array(Buffer.from(line, "latin1")));
    await expectEveryCut(name, content, byteLines, expected);
  });
});

describe("words", () => {
  it.each([
    ["spaces", "one two  three "],
    ["every white space", " a\tb\nc\vd\fe\rf\r\n\u00a0g\u2003h x"],
    ["words across cuts", "abcdefghijkl m nopq"],
  ])("are read once for every pair of cuts: %s", async (name, text) => {
    const expected = text.split(/[ \t\n\v\f\r]+/).filter((word) => word !== "");
    await expectEveryCut(name, Buffer.from(text), plainWords, expected);
  });
});

const CSV_CASES: readonly (readonly [string, string])[] = [
  ["plain", "a,b\nc,d\n"],
  ["quoted newlines", 'a,"b\nc"\n"\n\n",d\ne,f'],
  ["escaped quotes", '"a""b","""\n"""\n"",""\nx,""\n'],
  ["CRLF", 'a,"b\r\nc"\r\n"d",e\r\n\r\nf,g\r\n'],
  ["multi-byte characters", 'ä,"€\n€"\n\u{1f600},ё\n'],
  ["a quoted last field without newline", 'a,b\n"c\n","d,"'],
  ["empty fields", ",\n,,\na,,b\n"],
];

describe("CSV records", () => {
  it.each(CSV_CASES)("are read once for every pair of cuts: %s", async (name, text) => {
    const expected = parse(text, { skip_empty_lines: true, relax_column_count: true });
    await expectEveryCut(name, Buffer.from(text), csvRows, expected);
  });

  it.each(CSV_CASES)("know the header in every range: %s", async (name, text) => {
    const content = `\uFEFF\r\n"first\ncolumn",__proto__\n${text}`;
    const options = { skip_empty_lines: true, relax_column_count: true } as const;
    const rows: string[][] = parse(text, options);
    const expected = rows
      .filter((row) => row.length === 2)
      .map((row) => [
        ["first\ncolumn", row[0]],
        ["__proto__", row[1]],
      ]);
    const path = folder.write(`header ${name}`, content);
    const sizeBytes = Buffer.byteLength(content);
    for (let cut = 1; cut < sizeBytes; cut += 1) {
      const ranges = [plainRange(path, 0, cut), plainRange(path, cut, sizeBytes)];
      const [split] = await resolveQuotes([{ input: 0, ranges, sizeBytes }], csvRows);
      const records = [];
      for (const range of split?.ranges ?? []) {
        const format: InputFormat = { ...csvRows, kind: "csv", header: true } as InputFormat;
        records.push(...(await readRecords(range, format, { onBadRecord: () => undefined })));
      }
      expect(records.map(({ record }) => Object.entries(record as object))).toEqual(expected);
    }
  });
});

describe("fixed records", () => {
  it("are read once for every pair of cuts", async () => {
    const content = Buffer.from("abcdefghijkl\n\n\0");
    const expected = [0, 3, 6, 9, 12].map((at) => new Uint8Array(content.subarray(at, at + 3)));
    await expectEveryCut("fixed", content, { kind: "fixed", lengthBytes: 3 }, expected);
  });
});

/**
 * Declared pairs are those that a map function would make of the decoded records.
 */

import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MrError } from "../../engine/error.js";
import type { InputFormat } from "../input-format.js";
import { resolveQuotes } from "../quote-parity.js";
import { everyCharacter, plainRange, readPairs, readRecords, testFolder } from "../test-support.js";

const folder = testFolder();

async function pairs(content: string | Buffer, format: InputFormat, errors?: MrError[]) {
  const path = folder.write("file", content);
  const range = plainRange(path, 0, Buffer.byteLength(content));
  const onBadRecord = errors === undefined ? undefined : (error: MrError) => errors.push(error);
  return readPairs(range, format, onBadRecord === undefined ? {} : { onBadRecord });
}

const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(" ", "\n", "\r\n", "\t", "\v", "word", "WORD", "é", "É", "x'y", "e\u0301"),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
  )
  .map((parts) => Buffer.from(parts.join("")).toString());

describe("words", () => {
  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])("equal what strings give: lowerCase %s, letters %s", async (lowerCase, letters) => {
    const property = fc.asyncProperty(anyText, async (text) => {
      const cut = letters ? (text.match(/\p{L}+/gu) ?? []) : text.split(/[ \t\n\v\f\r]+/);
      const words = cut.filter((word) => word !== "");
      const expected = words.map((word) => [lowerCase ? word.toLowerCase() : word, 1]);
      const found = await pairs(text, { kind: "words", lowerCase, letters });
      expect(found).toEqual({ pairs: expected, records: expected.length });
    });
    await fc.assert(property, { seed: 4, numRuns: 150 });
  });

  it.each([false, true])(
    "are lower-cased alike however many there are, letters %s",
    async (letters) => {
      const many = Array.from(
        { length: 40_000 },
        (_, i) => `É${i % 17_000} Äb${"ö".repeat(i % 50)}ß-Ü`,
      );
      const text = many.join("\n");
      const cut = (letters ? text.match(/\p{L}+/gu) : text.split(/[ \n]+/)) ?? [];
      const found = await pairs(text, { kind: "words", lowerCase: true, letters });
      expect(found.pairs).toEqual(cut.map((word) => [word.toLowerCase(), 1]));
    },
  );

  it.each([
    [true, false],
    [false, true],
    [true, true],
  ])("know every character: lowerCase %s, letters %s", async (lowerCase, letters) => {
    const words = everyCharacter().flatMap((one) => [`A${one}b`, `A${one}Σ`]);
    const text = words.join(" ");
    const cut = letters ? (text.match(/\p{L}+/gu) ?? []) : words;
    const found = await pairs(text, { kind: "words", lowerCase, letters });
    expect(found.pairs).toEqual(cut.map((word) => [lowerCase ? word.toLowerCase() : word, 1]));
  });

  it("that are not valid UTF-8 keep their bytes", async () => {
    const bytes = Buffer.from([0x41, 0xff, 0x42, 0x20, 0xc3, 0x20]);
    const path = folder.write("invalid", bytes);
    for (const lowerCase of [false, true]) {
      const format: InputFormat = { kind: "words", lowerCase, letters: false };
      const found: Buffer[] = [];
      const { openBlocks } = await import("../open-blocks.js");
      const { createExtractor } = await import("./create-extractor.js");
      const range = plainRange(path, 0, bytes.length);
      const source = openBlocks(range, format, { recordLimitBytes: 100 });
      const block = await source.next();
      if (block === null) throw new Error("there is a block");
      createExtractor(format, range).extract(block, {
        addKey: (key, start, end) => found.push(Buffer.from(key.subarray(start, end))),
        addKeyBytes: () => undefined,
      });
      await source.close();
      const first = lowerCase ? [0x61, 0xff, 0x62] : [0x41, 0xff, 0x42];
      expect(found).toEqual([Buffer.from(first), Buffer.from([0xc3])]);
    }
  });
});

describe("lines", () => {
  it("equal the decoder's, with and without a literal", async () => {
    const lines = fc.array(fc.constantFrom("", "a", "ab\r", "xab", "\uFEFF", "ba", "aab\rb"));
    const wanted = fc.constantFrom(null, ["ab"], ["b"], ["\r"], ["\uFEFF"], ["ba", "\r", "xa"]);
    const property = fc.asyncProperty(
      lines,
      wanted,
      fc.boolean(),
      async (parts, literals, open) => {
        const content = parts.join("\n") + (open ? "" : "\n");
        const format: InputFormat = { kind: "lines", as: "text", literals };
        const found = await pairs(content, format);
        const range = plainRange(`${folder.path}/file`, 0, Buffer.byteLength(content));
        const records = (await readRecords(range, format)).map(({ record }) => record);
        const expected = content.replace(/^\uFEFF/, "").split(/\r?\n/);
        if (expected.at(-1) === "") expected.pop();
        expect(records).toEqual(
          expected.filter((line) => (literals ?? [""]).some((text) => line.includes(text))),
        );
        expect(found.pairs).toEqual(records.map((line) => [line, 1]));
        expect(found.records).toBe(records.length);
      },
    );
    await fc.assert(property, { seed: 5, numRuns: 200 });
  });
});

describe("fields", () => {
  const format = (separator: string, value: number | null): InputFormat => ({
    kind: "fields",
    separator,
    key: 1,
    value,
    valueType: value === 2 ? "number" : "string",
  });

  it("give the columns that the decoder gives", async () => {
    const line = fc.array(fc.constantFrom("a", "", " ", "\t", "::", ":", "é", "b c"), {
      maxLength: 8,
    });
    const lines = fc.array(line.map((parts) => parts.join("")));
    const separators = fc.constantFrom("", "\t", ":", "::", " ");
    const property = fc.asyncProperty(lines, separators, async (texts, separator) => {
      const content = texts.join("\n");
      const found = await pairs(content, format(separator, 0));
      const range = plainRange(`${folder.path}/file`, 0, Buffer.byteLength(content));
      const records = (await readRecords(range, format(separator, 0))).map(({ record }) => record);
      const expected = (records as string[][]).flatMap((fields) =>
        fields.length > 1 ? [[fields[1], fields[0]]] : [],
      );
      expect(found).toEqual({ pairs: expected, records: records.length });
    });
    await fc.assert(property, { seed: 6, numRuns: 300 });
  });

  it("read numbers, leave lines without them out and name what is none", async () => {
    const errors: MrError[] = [];
    const content = "x\ta\t1\nx\ta\t -2.5e3 \nx\ta\t\nx\ta\nx\tb\tno\nx\tb\t.5\r\n";
    const found = await pairs(content, format("\t", 2), errors);
    expect(found.pairs).toEqual([
      ["a", 1],
      ["a", -2500],
      ["b", 0.5],
    ]);
    expect(found.records).toBe(6);
    expect(errors.map((error) => error.message)).toEqual([
      'in/file at byte 28: the field 2 is no number: "no"',
    ]);
  });
});

const cell = fc
  .array(fc.constantFrom("a", '"', ",", "\n", "\r\n", "é", " ", "1"), { maxLength: 6 })
  .map((parts) => parts.join(""));

function csvText(rows: readonly (readonly string[])[]): string {
  const quote = (text: string, at: number) =>
    /[",\r\n]/.test(text) || (text.length + at) % 2 === 1
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  return rows.map((row) => row.map(quote).join(",")).join("\n");
}

const byHeader: InputFormat = {
  kind: "csv",
  separator: ",",
  header: true,
  key: "k",
  value: "v",
  valueType: "string",
};

describe("csv", () => {
  it("gives the columns that csv-parse gives, wherever the file is cut", async () => {
    const property = fc.asyncProperty(
      fc.array(fc.tuple(cell, cell, cell)),
      fc.nat(),
      async (rows, seed) => {
        const content = csvText([["x", "v", "k"], ...rows]);
        const path = folder.write("file", content);
        const sizeBytes = Buffer.byteLength(content);
        const cut = seed % (sizeBytes + 1);
        const ranges = [plainRange(path, 0, cut), plainRange(path, cut, sizeBytes)];
        const [split] = await resolveQuotes([{ input: 0, ranges, sizeBytes }], byHeader);
        const found = [];
        for (const range of split?.ranges ?? []) {
          found.push(...(await readPairs(range, byHeader, { blockBytes: 16 })).pairs);
        }
        const parsed: { k: string; v: string }[] = parse(content, {
          columns: true,
          record_delimiter: ["\n", "\r\n"],
        });
        expect(found).toEqual(parsed.map(({ k, v }) => [k, v]));
      },
    );
    // Each reads its file 16 bytes at a time.
    await fc.assert(property, { seed: 7, numRuns: 120 });
  });

  it("agrees with the decoder on damaged text", async () => {
    const junk = fc
      .array(fc.constantFrom("a", '"', ",", "\n", "\r", '""', "\r\n"), { maxLength: 30 })
      .map((parts) => parts.join(""));
    const rows: InputFormat = {
      ...byHeader,
      kind: "csv",
      header: false,
      key: 0,
      value: 1,
    } as InputFormat;
    const property = fc.asyncProperty(junk, async (content) => {
      const path = folder.write("file", content);
      const range = plainRange(path, 0, Buffer.byteLength(content));
      const [bad, badPairs]: [string[], string[]] = [[], []];
      const onBadRecord = (error: MrError) => bad.push(error.message);
      const records = await readRecords(range, rows, { onBadRecord });
      const found = await readPairs(range, rows, {
        onBadRecord: (error) => badPairs.push(error.message),
      });
      const expected = records.flatMap(({ record }) => {
        const [key, value] = record as string[];
        return value === undefined ? [] : [[key, value]];
      });
      expect(found.pairs).toEqual(expected);
      expect(badPairs).toEqual(bad);
      expect(found.records).toBe(records.length + bad.length);
    });
    await fc.assert(property, { seed: 8, numRuns: 400 });
  });

  it("names a column that the header does not have", async () => {
    const missing = pairs("a,b\n1,2\n", byHeader);
    await expect(missing).rejects.toThrow(/the header has no column "k"/);
    const headless = { ...byHeader, header: false } as InputFormat;
    await expect(pairs("a\n", headless)).rejects.toMatchObject({ code: "MR_JOB_INVALID" });
  });
});

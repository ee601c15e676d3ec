import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AttemptRef, JobId } from "../engine/ids.js";
import type { OutputCompression, OutputFormat } from "../engine/job.js";
import { openPartWriter, type PartWriter } from "./part-writer.js";

let folder = "";
const attempt: AttemptRef = { job: "j1" as JobId, stage: "reduce", index: 3, attempt: 2 };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-part-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(format: OutputFormat, compression: OutputCompression = "none"): PartWriter {
  return openPartWriter({
    stagingDirectory: folder,
    attempt,
    name: "part-r-00003",
    format,
    compression,
  });
}

function written(format: OutputFormat, pairs: readonly (readonly [unknown, unknown])[]): string {
  const writer = open(format);
  for (const [key, value] of pairs) writer.write(key, value);
  const { stagedPath } = writer.close();
  const text = readFileSync(stagedPath, "utf8");
  rmSync(stagedPath);
  return text;
}

test("text is key TAB value, and drops what is absent (O1)", () => {
  const pairs = [
    ["a", 1],
    ["é", "x y"],
    [null, "line"],
    ["key", null],
    [["a", 2], { b: [1] }],
    [Buffer.from("raw"), true],
    [1.5, undefined],
  ] as const;
  expect(written("text", pairs)).toBe(
    'a\t1\né\tx y\nline\nkey\n["a",2]\t{"b":[1]}\nraw\ttrue\n1.5\n',
  );
});

test("jsonl holds pairs, or the value itself without a key (O2)", () => {
  const pairs = [
    ["a", 1],
    [null, { x: Buffer.from("b") }],
    ["k", null],
  ] as const;
  expect(written("jsonl", pairs)).toBe(
    '{"key":"a","value":1}\n{"x":"b"}\n{"key":"k","value":null}\n',
  );
});

test("csv quotes what needs it and names the columns of objects (O3)", () => {
  expect(written("csv", [["a,b", ['say "hi"', 2]]])).toBe('"a,b","say ""hi""",2\n');
  const objects = [
    ["k", { x: 1, y: "two\nlines" }],
    ["l", { y: null, x: 3 }],
  ] as const;
  expect(written("csv", objects)).toBe('key,x,y\nk,1,"two\nlines"\nl,3,\n');
});

test("raw puts nothing between the bytes (O4)", () => {
  expect(
    written("raw", [
      ["ab", null],
      ["key", "cd"],
    ]),
  ).toBe("abcd");
});

test("bytes that are not UTF-8 pass through text unchanged", () => {
  const writer = open("text");
  const bytes = Buffer.from([0xff, 0x00, 0xfe]);
  writer.writeLine(bytes, 0, 3);
  writer.writeKeyBytes(bytes, 1, 3, 7);
  const file = readFileSync(writer.close().stagedPath);
  expect([...file]).toEqual([0xff, 0, 0xfe, 10, 0, 0xfe, 9, 0x37, 10]);
});

test("the report names the attempt's file and what is really in it (P1, P2)", () => {
  const writer = open("text");
  for (let i = 0; i < 300_000; i++) writer.write(`word-${i}`, i);
  const part = writer.close();
  const file = readFileSync(part.stagedPath);
  expect(part.stagedPath).toBe(join(folder, "reduce-00003-a2.part-r-00003"));
  expect(part.records).toBe(300_000);
  expect(part.sizeBytes).toBe(file.length);
  expect(part.checksum).toBe(`crc32:${crc32(file).toString(16).padStart(8, "0")}`);
  expect(file.toString().split("\n").length).toBe(300_001);
});

test("a record larger than the buffer is written whole", () => {
  const writer = open("text");
  const long = "x".repeat(3 << 20);
  writer.write("a", 1);
  writer.write(long, "é".repeat(1 << 20));
  writer.write("b", 2);
  expect(readFileSync(writer.close().stagedPath, "utf8")).toBe(
    `a\t1\n${long}\t${"é".repeat(1 << 20)}\nb\t2\n`,
  );
});

test("formatted pieces of any size stand between records in their order; small ones wait for others", () => {
  const writer = open("text");
  const piece = (text: string) =>
    writer.formatted?.write(Buffer.from(`-${text}-`), 1, text.length + 1, 1);
  const long = `${"x".repeat(1 << 20)}\n`;
  const short = (index: number) => `piece ${index}\t1\n`;
  const expected: string[] = [];
  for (let i = 0; i < 1000; i++) {
    writer.write("record", i);
    piece(short(i));
    expected.push(`record\t${i}\n`, short(i));
  }
  const [staged] = readdirSync(folder);
  expect(statSync(join(folder, staged as string)).size).toBe(0);
  piece(long);
  piece(short(0));
  const part = writer.close();
  expect(readFileSync(part.stagedPath, "utf8")).toBe([...expected, long, short(0)].join(""));
  expect(part.records).toBe(2002);
});

test("gzip is deterministic, any gunzip reads it, and the name says so (K2)", () => {
  const once = (): Buffer => {
    const writer = open("text", "gzip");
    for (let i = 0; i < 200_000; i++) writer.write(`word-${i}`, i);
    const part = writer.close();
    expect(part.name).toBe("part-r-00003.gz");
    const bytes = readFileSync(part.stagedPath);
    rmSync(part.stagedPath);
    return bytes;
  };
  const first = once();
  expect(gunzipSync(first).toString().split("\n").length).toBe(200_001);
  expect(once().equals(first)).toBe(true);
});

test("abort leaves nothing, also when called twice", () => {
  const writer = open("text");
  writer.write("a", 1);
  writer.abort();
  writer.abort();
  expect(readdirSync(folder)).toEqual([]);
});

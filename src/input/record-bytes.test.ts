import { expect, test } from "vitest";
import type { InputFormat } from "./input-format.js";
import { recordBytes } from "./record-bytes.js";

const RANGE = { path: "x", label: "x", compression: "none", start: 7, end: 100 } as const;

/** The block begins at byte 3 of its buffer and at byte 1000 of its file. */
function cut(format: Partial<InputFormat>, text: string, offset: number): string {
  const bytes = Buffer.from(`???${text}`);
  const block = { bytes, start: 3, end: bytes.length, offset: 1_000 };
  return recordBytes(format as InputFormat, RANGE, block, offset).toString();
}

test("a line ends behind its line feed, the last one where the block does", () => {
  expect(cut({ kind: "lines" }, "one\ntwo\nthree", 1_004)).toBe("two\n");
  expect(cut({ kind: "jsonl" }, "one\ntwo\nthree", 1_008)).toBe("three");
});

test("a CSV record goes on through line feeds in quotes, also behind a cut inside quotes", () => {
  const text = 'a,b\n"x\ny",2\nc,d\n';
  expect(cut({ kind: "csv" }, text, 1_004)).toBe('"x\ny",2\n');
});

test("a word ends behind one white space, a record of fixed length after that", () => {
  expect(cut({ kind: "words" }, "red blue", 1_000)).toBe("red ");
  expect(cut({ kind: "fixed", lengthBytes: 4 }, "aaaabbbbcc", 1_004)).toBe("bbbb");
});

test("a file is all of its block, and an offset outside gives what is there", () => {
  expect(cut({ kind: "files" }, "all\nof it", 1_000)).toBe("all\nof it");
  expect(cut({ kind: "lines" }, "one\n", 5_000)).toBe("");
});

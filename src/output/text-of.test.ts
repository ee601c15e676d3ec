import { describe, expect, it } from "vitest";
import { CsvFormat } from "./csv-format.js";
import type { PartFileSink } from "./part-file-sink.js";
import { createRecordFormat, type RecordFormat } from "./record-format.js";
import { textOf } from "./text-of.js";

const WHEN = new Date(86_400_000);

function written(format: RecordFormat | CsvFormat, key: unknown, value: unknown): string {
  let text = "";
  const sink = {
    appendText: (more: string) => void (text += more),
    appendByte: (byte: number) => void (text += String.fromCharCode(byte)),
    appendBytes: (bytes: Uint8Array, start: number, end: number) =>
      void (text += Buffer.from(bytes.subarray(start, end)).toString("utf8")),
  };
  format.write(sink as unknown as PartFileSink, key, value);
  return text;
}

describe("a value as text", () => {
  it.each<[string, unknown, string]>([
    ["a big integer", 2n ** 70n, "1180591620717411303424"],
    ["a date", WHEN, "1970-01-02T00:00:00.000Z"],
    ["no date", new Date(Number.NaN), "null"],
    ["a set", new Set(["b", 1]), '["b",1]'],
    ["a map", new Map<unknown, unknown>([["b", new Set([1])]]), '{"b":[1]}'],
    ["numbers", [1, -0.5, 2e21], "[1,-0.5,2e+21]"],
    ["numbers that JSON has not", [1, Number.NaN], "[1,null]"],
    ["bytes within", { of: Buffer.from("é"), and: [Uint8Array.of(65)] }, '{"of":"é","and":["A"]}'],
    [
      "others within",
      { a: 7n, b: WHEN, c: new Set([new Map([[1, 2n]])]) },
      '{"a":"7","b":"1970-01-02T00:00:00.000Z","c":[{"1":"2"}]}',
    ],
  ])("%s", (_, value, text) => {
    expect(textOf(value)).toBe(text);
  });

  it("that is code, or has code within it, is refused: nothing is left out in silence", () => {
    for (const value of [() => 1, Symbol("s"), { a: [() => 1] }, new Set([Symbol("s")])]) {
      expect(() => textOf(value)).toThrow(/^a (function|symbol) cannot be a value$/);
      expect(() => written(createRecordFormat("jsonl"), "k", value)).toThrow(/cannot be a value/);
    }
  });
});

describe("what JSON has no form for", () => {
  it("is written as what comes nearest, as JSON lines", () => {
    const jsonLines = createRecordFormat("jsonl");
    expect(written(jsonLines, "k", new Set([1n]))).toBe('{"key":"k","value":["1"]}\n');
    expect(written(jsonLines, null, new Map([["a", WHEN]]))).toBe(
      '{"a":"1970-01-02T00:00:00.000Z"}\n',
    );
  });

  it("is written as CSV: sets are columns, maps are named columns, dates are fields", () => {
    expect(written(new CsvFormat(), "k", new Set(["a,b", 2n]))).toBe('k,"a,b",2\n');
    expect(
      written(
        new CsvFormat(),
        "k",
        new Map([
          ["x", 1],
          ["y", 2],
        ]),
      ),
    ).toBe("key,x,y\nk,1,2\n");
    expect(written(new CsvFormat(), "k", WHEN)).toBe("k,1970-01-02T00:00:00.000Z\n");
  });
});

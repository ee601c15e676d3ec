/**
 * The byte walker agrees with JSON.parse, on valid lines and on damaged ones (M1 of json-fields, J1 of json-scan).
 */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MrError } from "../../engine/error.js";
import type { InputFormat } from "../input-format.js";
import { plainRange, readPairs, testFolder } from "../test-support.js";

type JsonlFormat = Extract<InputFormat, { kind: "jsonl" }>;

const folder = testFolder();

const base: JsonlFormat = {
  kind: "jsonl",
  key: "a",
  value: null,
  valueType: "string",
  where: null,
};

async function pairs(content: string, format: JsonlFormat) {
  const path = folder.write("file", content);
  const errors: MrError[] = [];
  const range = plainRange(path, 0, Buffer.byteLength(content));
  const found = await readPairs(range, format, { onBadRecord: (error) => errors.push(error) });
  return { ...found, errors };
}

function field(record: unknown, path: string): unknown {
  let value = record;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, name) ? (value as { [name: string]: unknown })[name] : undefined;
  }
  return value;
}

/** What a field is as a key; undefined for none. Objects have one spelling here, as JSON.stringify wrote them. */
function asText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "object") return JSON.stringify(value);
  return typeof value === "string" ? Buffer.from(value).toString() : String(value);
}

const name = fc.constantFrom("a", "b", "c", "__proto__", "é", "a.b", "");
const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    "",
    "x",
    "\ud800",
    'q"\\\n\u0000',
    "\u{1f600}",
    true,
    false,
    null,
    0,
    -0,
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.string({ unit: "binary" }),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie("json"), { maxLength: 3 }), tie("object")),
  object: fc.array(fc.tuple(name, tie("json")), { maxLength: 5 }).map((entries) => {
    const object = {};
    for (const [key, value] of entries) {
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true });
    }
    return object;
  }),
}));

describe("fields of valid lines", () => {
  it("are what JSON.parse gives", async () => {
    const lines = fc.array(
      json.map((value) => JSON.stringify(value)),
      { maxLength: 6 },
    );
    const path = fc.constantFrom("a", "a.b", "__proto__", "é", "b.__proto__", "", "c.a.b");
    const property = fc.asyncProperty(lines, path, path, async (texts, key, value) => {
      const found = await pairs(texts.join("\n"), { ...base, key, value });
      const expected = texts.flatMap((text) => {
        const record: unknown = JSON.parse(text);
        const [keyText, valueText] = [asText(field(record, key)), asText(field(record, value))];
        return keyText === undefined || valueText === undefined ? [] : [[keyText, valueText]];
      });
      expect(found).toEqual({ pairs: expected, records: texts.length, errors: [] });
    });
    await fc.assert(property, { seed: 9, numRuns: 500 });
  });

  it.each([
    ['{"a":1,"a":"last"}', "a", "last"],
    ['{"a":{"b":1},"a":{"c":2}}', "a.b", undefined],
    ['{"a":{"b":1},"a":5}', "a.b", undefined],
    ['{"\\u0061":"escaped name"}', "a", "escaped name"],
    [' { "a" : { "b" : [ 1 , { } ] } } ', "a.b", "[ 1 , { } ]"],
    ['{"a":"\\ud83d\\ude00\\u00e9\\ud800x"}', "a", "\u{1f600}é\uFFFDx"],
    ['{"a":1.0}', "a", "1"],
    ['{"a":-0}', "a", "0"],
    ['{"a":12345678901234567890}', "a", "12345678901234567000"],
    ['[{"a":1}]', "a", undefined],
  ])("%s: %s is %s", async (line, key, expected) => {
    const { pairs: found } = await pairs(line, { ...base, key });
    expect(found).toEqual(expected === undefined ? [] : [[expected, 1]]);
  });
});

describe("damaged lines", () => {
  it("are those that JSON.parse refuses", async () => {
    const token = fc.constantFrom(
      ...'{}[],:"\\ \t\r01.-+eEatfn\u0001\u00a0\ufeff/',
      '"a"',
      "true",
      "null",
      "false",
      '"\\u00e9"',
      "1e5",
      "\\u12",
    );
    const text = fc.array(token, { maxLength: 12 }).map((parts) => parts.join(""));
    const mutated = fc.tuple(json, fc.nat(), token).map(([value, at, piece]) => {
      const good = JSON.stringify(value);
      const index = at % (good.length + 1);
      return good.slice(0, index) + piece + good.slice(index + (at % 2));
    });
    const line = fc
      .oneof(text, mutated)
      .map((value) => Buffer.from(value).toString().replaceAll("\n", " "));
    // Many lines a file: opening files is what takes the time.
    const someLines = fc.array(line, { minLength: 20, maxLength: 40 });
    const property = fc.asyncProperty(someLines, async (values) => {
      const { errors, records } = await pairs(`\n${values.join("\n")}\n`, base);
      const filled = values.filter((value) => !/^[ \t\r]*$/.test(value));
      expect(records).toBe(filled.length);
      const offsets = errors.map(({ message }) => Number(/at byte (\d+):/.exec(message)?.[1]));
      expect(offsets).toEqual(offsetsOfDamaged(values));
    });
    await fc.assert(property, { seed: 10, numRuns: 40 });
  });

  it("are named with their offset", async () => {
    const { errors } = await pairs('{"a":1}\nnonsense\n', base);
    expect(errors).toMatchObject([{ code: "MR_INPUT_CORRUPT" }]);
    expect(errors[0]?.message).toContain("in/file at byte 8: the line is not valid JSON");
  });

  it("are found at any depth", async () => {
    const deep = "[".repeat(5000);
    expect((await pairs(`${deep}1${"]".repeat(5000)}`, base)).errors).toHaveLength(0);
    expect((await pairs(`${deep}1${"]".repeat(4999)}`, base)).errors).toHaveLength(1);
  });
});

/** Behind a line feed, each line with one. */
function offsetsOfDamaged(values: readonly string[]): number[] {
  let next = 1;
  return values.flatMap((value) => {
    const offset = next;
    next += Buffer.byteLength(value) + 1;
    return /^[ \t\r]*$/.test(value) || isJson(value) ? [] : [offset];
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("numbers and conditions", () => {
  it("give numbers, leave null and missing out, and name what is none", async () => {
    const lines = ['{"a":"k","v":1.5}', '{"a":"k","v":null}', '{"a":"k"}', '{"a":"k","v":1e999}'];
    const content = [...lines, '{"a":"k","v":"1"}'].join("\n");
    const format: JsonlFormat = { ...base, value: "v", valueType: "number" };
    const { pairs: found, errors } = await pairs(content, format);
    expect(found).toEqual([
      ["k", 1.5],
      ["k", Number.POSITIVE_INFINITY],
    ]);
    expect(errors.map((error) => error.message)).toEqual([
      'in/file at byte 67: the field "v" is no number: "1"',
    ]);
  });

  it("keep the records whose fields equal the literals", async () => {
    const values = ['"x"', '"\\u0078"', "1", "1.0", "true", "null", '"1"', '"true"', "[1]"];
    const content = values.map((value, index) => `{"a":${index},"w":{"v":${value}}}`).join("\n");
    const kept = async (literal: string | number | boolean | null) =>
      (await pairs(content, { ...base, where: { "w.v": literal } })).pairs.map(([key]) => key);
    expect(await kept("x")).toEqual(["0", "1"]);
    expect(await kept(1)).toEqual(["2", "3"]);
    expect(await kept(true)).toEqual(["4"]);
    expect(await kept(null)).toEqual(["5"]);
    expect(await kept("1")).toEqual(["6"]);
    const both = { ...base, where: { "w.v": "x", a: 1 } };
    expect((await pairs(content, both)).pairs).toEqual([["1", 1]]);
  });
});

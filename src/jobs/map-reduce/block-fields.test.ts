import { afterEach, describe, expect, it } from "vitest";
import type { InputFormat } from "../../input/input-format.js";
import { useKernels } from "../../kernels/wasm.js";
import { both, expectSame } from "./block-kit.js";
import type { Aggregate } from "../../shuffle/key.js";
import { randomNumbers, readGroups, runOf } from "../../shuffle/shuffle-kit.js";

type Random = (limit: number) => number;

const AGGREGATES: readonly Aggregate[] = [
  { kind: "count" },
  { kind: "sum" },
  { kind: "min" },
  { kind: "max" },
  { kind: "average" },
  { kind: "top-k", k: 3, order: "largest" },
  { kind: "top-k", k: 64, order: "smallest" },
  { kind: "distinct" },
];

const NUMBERS = [
  "0",
  "1",
  "-1",
  "12.5",
  "0.1",
  "-0",
  "-0.0",
  "1e3",
  "123456789012345",
  "1234567890123456",
  "9007199254740993",
  "0.000000000000000000000001",
  "1e-300",
  "1e300",
  "8.5e270",
  "1.7976931348623157e308",
  "-1.7976931348623157e308",
  "000000000000000000000000.5",
  "3.3333333333333333333",
  // Common ones that do not fit two doubles together.
  "0.0000000000000000000007",
  "-0.0000000000000000000001",
  "987654321012345",
];
const NO_NUMBERS = ["", " ", "x", "1x", "--1", ".", "1.2.3", "NaN", "Infinity", "0x10", "1 2", "+"];
const SPELT = ["+1", "5.", ".5", " 7", "7\t", "007"];

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random(from.length)];
}

function number(random: Random): string {
  switch (random(6)) {
    case 0:
      return pick(random, NUMBERS);
    case 1:
      return String(random(1000));
    case 2:
      return String((random(1 << 30) - (1 << 29)) * 2 ** (random(120) - 60));
    default:
      return (random(100_000) / 100).toFixed(2);
  }
}

function fieldsLine(random: Random): string {
  const value = random(40) === 0 ? pick(random, NO_NUMBERS) : number(random);
  const spelt = random(20) === 0 ? pick(random, SPELT) : value;
  const key = pick(random, ["", "k", "Größe", "a long key of many words", `k${random(200)}`]);
  const cells = random(30) === 0 ? [key] : [pick(random, ["", "x"]), key, spelt, "rest"];
  return cells.join(pick(random, [",", ",", ",", " ", "\t", ", "])) + pick(random, ["\n", "\r\n"]);
}

function linesOf(make: (random: Random) => string, seed: number, count: number): Buffer {
  const random = randomNumbers(seed);
  return Buffer.from(Array.from({ length: count }, () => make(random)).join(""));
}

afterEach(() => useKernels(true));

describe("columns by the block", () => {
  for (const [seed, aggregate] of AGGREGATES.entries()) {
    for (const separator of [",", ""]) {
      it(`are what they are line by line: ${JSON.stringify(aggregate)}, separated by "${separator}"`, () => {
        const text = linesOf(fieldsLine, seed, 2500);
        // Different ones are for nobody.
        for (const value of aggregate.kind === "distinct" ? [2, 0] : [2, null, 0]) {
          const format = { kind: "fields", separator, key: 1, value, valueType: "number" } as const;
          for (const memoryBytes of [64 << 10, 2 << 20]) {
            const changes = { memoryBytes, partitions: 3 };
            expectSame({ format, aggregate, text, blockBytes: 12_000, changes });
          }
        }
      });
    }
  }

  it("end with the file, also without a line feed", () => {
    const format = {
      kind: "fields",
      separator: ",",
      key: 0,
      value: 1,
      valueType: "number",
    } as const;
    for (const text of ["a,1\nb,2", "a,1\r", "\ufeffa,1\na,2", "a", ",", "\n", "a,1\n\n"]) {
      expectSame({ format, text: Buffer.from(text) });
    }
  });
});

/** Sums whose exact value needs more and more doubles. */
describe("sums in kernels", () => {
  const format: InputFormat = {
    kind: "fields",
    separator: " ",
    key: 0,
    value: 1,
    valueType: "number",
  };
  const total = (numbers: readonly string[]): unknown => {
    const text = Buffer.from(numbers.map((each) => `k ${each}\n`).join(""));
    expectSame({ format, text });
    const { kernels, directory, options } = both({ format, text });
    const { aggregate } = options;
    return readGroups([runOf(kernels.file)], directory, { keys: "raw", aggregate })[0][1][0];
  };

  it("round once, at the end", () => {
    expect(total(Array.from({ length: 10 }, () => "0.1"))).toBe(1);
    expect(total(["1e16", "1", "-1e16"])).toBe(1);
    expect(total(["1e100", "1", "1e-100", "-1e100"])).toBe(1);
    expect(total(["9007199254740992", "1", "1"])).toBe(9007199254740994);
    expect(total(["8.6e270", "1", "-8.6e270"])).toBe(1);
    expect(total(["-0", "-0"])).toBe(0);
    const tiny = "0.0000000000000000000001";
    expect(total(["987654321012345", tiny, "1000.5", tiny, "-987654321012345", "-1000.5"])).toBe(
      2e-22,
    );
  });

  it("are the same in any order", () => {
    const random = randomNumbers(9);
    const numbers = Array.from({ length: 2000 }, () => number(random));
    const sum = total(numbers);
    expect(total(numbers.toReversed())).toBe(sum);
    expect(total(numbers.toSorted())).toBe(sum);
  });
});

const STRINGS = [
  "a",
  "",
  "buy",
  "ä€😀",
  'quo\\"te',
  "tab\\t",
  "\\u0041",
  "\\ud800",
  "x".repeat(40),
];
const SPACES = ["", "", "", " ", "\t", "  ", "\r"];
const DAMAGED = [
  "{",
  "[1,]",
  '{"a":1,}',
  '{"key" 1}',
  '{"key":"a"} x',
  "nul",
  '{"key":"\u0001"}',
  '{"key":01}',
  '{"key":"\\x"}',
  '{"key":"\\u00g0"}',
  "{key:1}",
  '{"key":"a}',
  '{"key":1.}',
  '{"key":-}',
  '{"key":1e}',
  '["key":1]',
  '{"key":[1 2]}',
  '{"key":{"a":1 "b":2}}',
  "truefalse",
  '{"key":tru}',
];

function json(random: Random, depth: number): string {
  const space = () => pick(random, SPACES);
  switch (random(depth > 3 ? 5 : 9)) {
    case 0:
      return pick(random, ["true", "false", "null"]);
    case 1:
    case 2:
      return pick(random, ["0", "-1", "1.5", "1e3", "12345678901234567890", "-0", "0.50", "3.0"]);
    case 3:
    case 4:
      return `"${pick(random, STRINGS)}"`;
    case 5: {
      const items = Array.from({ length: random(4) }, () => space() + json(random, depth + 1));
      return `[${items.join(`${space()},`)}${space()}]`;
    }
    default:
      return object(random, depth);
  }
}

function object(random: Random, depth: number): string {
  const space = () => pick(random, SPACES);
  const names = ["key", "value", "event", "nested", "other", "k\\u0065y", "", "keys"];
  const members = Array.from({ length: random(7) }, () => {
    const name = pick(random, names);
    const value =
      name === "value" && random(3) > 0
        ? number(random).replace(/^0+(?=\d)/, "")
        : json(random, depth + 1);
    return `${space()}"${name}"${space()}:${space()}${value}`;
  });
  return `{${members.join(`${space()},`)}${space()}}`;
}

function jsonLine(random: Random): string {
  const end = pick(random, ["\n", "\n", "\r\n"]);
  if (random(25) === 0) return pick(random, DAMAGED) + end;
  if (random(25) === 0) return pick(random, SPACES) + end;
  if (random(200) === 0) return "[".repeat(70) + "]".repeat(70) + end;
  if (random(3) > 0) {
    const user = `{"id":${pick(random, ['"u1"', '"u2"', "17", "null", "2.50"])}}`;
    const event = pick(random, ["buy", "buy", "view"]);
    return (
      `{"event":"${event}","key":${user},"value":${number(random)}}`.replace(/:0+(?=\d)/, ":") + end
    );
  }
  return pick(random, SPACES) + (random(2) === 0 ? object(random, 0) : json(random, 0)) + end;
}

const keyIds = {
  kind: "jsonl",
  key: "key.id",
  value: null,
  valueType: "number",
  where: null,
} as const;

const formats: { readonly [name: string]: Extract<InputFormat, { kind: "jsonl" }> } = {
  count: { kind: "jsonl", key: "key", value: null, valueType: "number", where: null },
  nested: { kind: "jsonl", key: "key.id", value: "value", valueType: "number", where: null },
  where: {
    kind: "jsonl",
    key: "key.id",
    value: "value",
    valueType: "number",
    where: { event: "buy" },
  },
  conditions: {
    kind: "jsonl",
    key: "event",
    value: null,
    valueType: "number",
    where: { value: 12.5, "key.id": null },
  },
  overlapping: {
    kind: "jsonl",
    key: "key",
    value: "key.value",
    valueType: "number",
    where: { other: true, "nested.key": "a" },
  },
};

describe("JSON lines by the block", () => {
  for (const [name, format] of Object.entries(formats)) {
    it(`are what they are line by line: ${name}`, () => {
      for (const seed of [1, 2, 3, 5, 7]) {
        const text = linesOf(jsonLine, seed * 100 + name.length, 2000);
        const aggregate = AGGREGATES[seed];
        if (aggregate.kind === "distinct" && format.value === null) continue;
        for (const memoryBytes of [64 << 10, 2 << 20]) {
          const changes = { memoryBytes, partitions: 2 };
          expectSame({ format, aggregate, text, blockBytes: 20_000, changes });
        }
      }
    });
  }

  it("of members of the same name have the last one's fields alone", () => {
    const lines = [
      '{"key":{"id":"a"},"key":1}',
      '{"key":{"id":"a"},"key":{}}',
      '{"key":{"id":"a"},"key":{"id":"b"}}',
      '{"key":1,"key":{"id":"c"}}',
      '{"key":{"id":"a","id":{"x":1}}}',
      '{"key":{"id":"a","id":null}}',
    ];
    const text = Buffer.from(`${lines.join("\n")}\n`);
    for (const format of Object.values(formats)) expectSame({ format, text });
    const { kernels, directory, options } = both({ format: keyIds, text });
    const { aggregate } = options;
    const groups = readGroups([runOf(kernels.file)], directory, { keys: "raw", aggregate });
    expect(groups).toEqual([
      ["b", [1]],
      ["c", [1]],
      ['{"x":1}', [1]],
    ]);
  });

  it("end with the file, also without a line feed", () => {
    for (const text of [
      '{"key":1}',
      '\ufeff{"key":"a"}\n{"key":"a',
      " ",
      '{"key":tr',
      '{"key":1} ',
    ]) {
      expectSame({ format: formats.count, text: Buffer.from(text) });
    }
  });
});

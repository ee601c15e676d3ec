import { parse } from "csv-parse/sync";
import { afterEach, describe, expect, it } from "vitest";
import type { InputFormat } from "../../input/input-format.js";
import { useKernels } from "../../kernels/wasm.js";
import { randomNumbers, readGroups, runOf } from "../../shuffle/shuffle-kit.js";
import { both, expectSame } from "./block-kit.js";

type Random = (limit: number) => number;
type CsvFormat = Extract<InputFormat, { kind: "csv" }>;

afterEach(() => useKernels(true));

const NAMED: CsvFormat = {
  kind: "csv",
  separator: ",",
  header: true,
  key: "name",
  value: "amount",
  valueType: "number",
};
const NUMBERED: CsvFormat = { ...NAMED, header: false, key: 1, value: 2 };

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random(from.length)];
}

const KEYS = [
  "",
  "k",
  '""',
  '"quoted"',
  '"a ""doubled"" one"',
  '"two\nlines"',
  '"two\r\nlines, and more"',
  '""""',
  `"${'""'.repeat(40)}"`,
  "Größe",
  "a plain key of more than sixteen bytes",
  `"${"long ".repeat(1500)}"`,
];
const AMOUNTS = [
  "1",
  "-2.5",
  " 7 ",
  '"8"',
  '"1""0"',
  "",
  "x",
  "1e3",
  "0.1",
  "12345678901234567890",
];
const DAMAGED = [
  'a"b,1,2',
  '"a"b,1,2',
  '"open,1,2',
  "1",
  ",,,,",
  '"a",',
  '"',
  "\r",
  'x,"y"z"\n",3',
];

function record(random: Random): string {
  const end = pick(random, ["\n", "\n", "\r\n"]);
  if (random(40) === 0) return pick(random, DAMAGED) + end;
  if (random(40) === 0) return end;
  const key = random(3) === 0 ? pick(random, KEYS) : `k${random(300)}`;
  const amount = random(8) === 0 ? pick(random, AMOUNTS) : (random(100_000) / 100).toFixed(2);
  return `${pick(random, ["", "x", '"y"'])},${key},${amount}${end}`;
}

function textOf(seed: number, count: number): Buffer {
  const random = randomNumbers(seed);
  const records = Array.from({ length: count }, () => record(random)).join("");
  return Buffer.from(`${pick(random, ["", "\ufeff", "\n\r\n"])}id,name,amount\n${records}`);
}

const formats: { readonly [name: string]: CsvFormat } = {
  "named columns": NAMED,
  "a named column, counted": { ...NAMED, value: null },
  "numbered columns": NUMBERED,
  "a column that few records have": { ...NUMBERED, key: 3, value: null },
  "another separator": { ...NUMBERED, separator: "x", key: 0, value: null },
};

describe("CSV records by the block", () => {
  for (const [name, format] of Object.entries(formats)) {
    it(`are what they are one by one: ${name}`, () => {
      for (const seed of [1, 2, 3]) {
        const text = textOf(seed * 10 + name.length, 2500);
        for (const memoryBytes of [64 << 10, 2 << 20]) {
          const changes = { memoryBytes, partitions: 3 };
          expectSame({ format, text, blockBytes: 30_000, changes });
          expectSame({ format, text, blockBytes: 300, changes });
        }
      }
    });
  }

  it("end with the file, in whatever way it ends", () => {
    const tails = ["a,k,1", "a,k,1\r", 'a,"k",1', 'a,k,"1"', 'a,k,"1"\r', 'a,k,"1', "", "\r", '"'];
    for (const tail of tails) {
      const text = Buffer.from(`id,name,amount\n1,k,2\n${tail}`);
      for (const format of Object.values(formats)) expectSame({ format, text });
    }
    for (const text of ["", "\n", "id,name,amount", "id,name,amount\n\n"]) {
      expectSame({ format: NAMED, text: Buffer.from(text) });
    }
  });

  it("make the sums that another reader of CSV makes", () => {
    const random = randomNumbers(5);
    const keys = KEYS.filter((key) => key !== "");
    const rows = Array.from({ length: 3000 }, () => `1,${pick(random, keys)},${random(1000)}\r\n`);
    const text = Buffer.from(`id,name,amount\r\n${rows.join("")}`);
    const { kernels, directory, options } = both({ format: NAMED, text });
    const { aggregate } = options;
    const groups = readGroups([runOf(kernels.file)], directory, { keys: "raw", aggregate });
    const expected = new Map<string, number>();
    for (const { name, amount } of parse<{ name: string; amount: string }>(text, {
      columns: true,
    })) {
      expected.set(name, (expected.get(name) ?? 0) + Number(amount));
    }
    expect(new Map(groups.map(([key, [sum]]) => [key, sum]))).toEqual(expected);
  });
});

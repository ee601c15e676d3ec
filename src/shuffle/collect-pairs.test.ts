import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { kernelsAvailable, useKernels } from "../kernels/wasm.js";
import { createCollector, type Collector, type CollectorOptions } from "./collector.js";
import type { Aggregate, Key } from "./key.js";
import {
  collectorOptions,
  type Pair,
  randomNumbers,
  readGroups,
  runOf,
  temporaryDirectory,
} from "./shuffle-kit.js";

afterEach(() => useKernels(true));

const KINDS: readonly Aggregate[] = [
  { kind: "count" },
  { kind: "sum" },
  { kind: "min" },
  { kind: "max" },
  { kind: "average" },
  { kind: "count-and-sum" },
  { kind: "first" },
  { kind: "top-k", k: 1, order: "largest" },
  { kind: "top-k", k: 7, order: "smallest" },
  // More than kernels keep.
  { kind: "top-k", k: 65, order: "largest" },
  { kind: "distinct" },
];
const TEXTS = [
  ...["", "\0", "a", "a\0", "a\0\0", "aaaaaaa", "aaaaaaaa", "aaaaaaaa\0", "a".repeat(16)],
  ...[
    "a".repeat(17),
    "é",
    "ÿĀ",
    "\u07ff\u0800",
    "日本語",
    "\uffff",
    "😀",
    "\ud83d",
    "\ude00",
    "x\ud800y",
  ],
  ...["__proto__", "constructor", "toString", "l".repeat(250), "é".repeat(900), "l".repeat(70_000)],
];
const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.1,
  1e-300,
  2 ** 53,
  -(2 ** 53) - 2,
  1e300,
  -1e300,
  239,
  240,
  Infinity,
];

const text = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ unit: "binary", maxLength: 20 }));
const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => new Uint8Array(array));
const other = fc.constantFrom<Key>(null, true, 0, -0, 7.5, ["a", 1], []);
const number = fc.oneof(fc.constantFrom(...NUMBERS), fc.integer(), fc.double({ noNaN: true }));

/** Through all three doors, as often as there are pairs. */
function feed(collector: Collector, pairs: readonly Pair[]): void {
  for (const [key, value] of pairs) {
    if (key instanceof Uint8Array && typeof value === "number") {
      collector.addKey(key, 0, key.length, value);
      collector.emit(key, value);
    } else if (key instanceof Uint8Array && typeof value === "string") {
      const bytes = Buffer.from(value);
      collector.addKeyBytes(key, 0, key.length, bytes, 0, bytes.length);
      collector.emit(key, value);
    } else collector.emit(key, value);
  }
}

function expectSame(changes: Partial<CollectorOptions>, pairs: readonly Pair[]): void {
  const directory = temporaryDirectory();
  const options = collectorOptions(directory, changes);
  const { partitions, keys, aggregate } = options;
  const [kernels, twins] = [true, false].map((use) => {
    useKernels(use);
    expect(kernelsAvailable()).toBe(use);
    const collector = createCollector(options);
    feed(collector, pairs);
    const { records } = collector;
    const file = collector.finish();
    expect(readdirSync(join(directory, "attempt"))).toEqual([]);
    const parts = Array.from({ length: partitions }, (_, p) =>
      readGroups([runOf(file, p)], directory, { keys, aggregate }),
    );
    return { records, parts, digest: file.digest };
  });
  expect(kernels).toEqual(twins);
}

describe("combining pairs one by one, with kernels and without", () => {
  it.each(KINDS)(
    "%j: the same file, whatever the keys, the numbers and the budget",
    (aggregate) => {
      const tagged = fc.array(fc.tuple(fc.oneof(text, bytes, other), number), { maxLength: 200 });
      const raw = fc.array(fc.tuple(fc.oneof(text, bytes), number), { maxLength: 200 });
      const budget = fc.constantFrom(90_000, 1 << 20);
      fc.assert(
        fc.property(tagged, raw, budget, (some, others, memoryBytes) => {
          const changes = { aggregate, memoryBytes, partitions: 3 };
          expectSame({ ...changes, keys: "tagged" }, some);
          expectSame({ ...changes, keys: "raw" }, others);
        }),
        { seed: 11, numRuns: 12 },
      );
    },
  );

  it.each(KINDS)(
    "%j: many keys that spill, long and short, whole numbers and broken ones",
    (aggregate) => {
      const random = randomNumbers(5);
      const pairs = Array.from({ length: 12_000 }, (_, i): Pair => {
        const key = `${"long ".repeat(random(6))}é${random(3000)}`;
        return [key, i > 6000 && random(50) === 0 ? random(1000) / 7 : random(1000)];
      });
      const partitioning = { kind: "range", cuts: [Buffer.from("\x07long l")] } as const;
      const changes = { aggregate, memoryBytes: 150_000, partitions: 2 };
      expectSame(changes, pairs);
      expectSame({ ...changes, partitioning }, pairs);
    },
  );

  it("keeps numbers and other values of one key in one order", () => {
    const values = [3, "three", null, true, -1, [1], "b", 1e300];
    const pairs = values.flatMap((value, i): Pair[] => [
      ["k", value],
      [`k${i % 3}`, value],
    ]);
    for (const kind of ["min", "max", "count"] as const) expectSame({ aggregate: { kind } }, pairs);
    expectSame({ aggregate: { kind: "top-k", k: 3, order: "largest" } }, pairs);
    expectSame({ aggregate: { kind: "distinct" } }, pairs);
  });

  it("takes bytes as they were when they were emitted", () => {
    const directory = temporaryDirectory();
    const aggregate: Aggregate = { kind: "count" };
    const options = collectorOptions(directory, { keys: "raw", aggregate });
    const collector = createCollector(options);
    const key = Buffer.from("before");
    collector.emit(key, 1);
    key.write("behind");
    collector.emit(key, 1);
    const groups = readGroups([runOf(collector.finish())], directory, { keys: "raw", aggregate });
    expect(groups).toEqual([
      ["before", [1]],
      ["behind", [1]],
    ]);
  });

  it("says what is wrong with a pair when it is emitted", () => {
    const directory = temporaryDirectory();
    const collecting = (kind: "sum" | "min", keys: "raw" | "tagged" = "tagged") => {
      const collector = createCollector(collectorOptions(directory, { aggregate: { kind }, keys }));
      collector.emit("a", 1);
      return collector;
    };
    expect(() => collecting("sum").emit("a", "1")).toThrow(/need numbers, but a value is a string/);
    expect(() => collecting("min").emit("a", Number.NaN)).toThrow(/NaN has no place/);
    expect(() => collecting("sum").emit({} as Key, 1)).toThrow(/cannot be a key/);
    expect(() => collecting("sum", "raw").emit(7, 1)).toThrow(/a raw key is a string or bytes/);
  });
});

describe("first values, with kernels and without", () => {
  it("are those of texts and numbers, and of what comes when the kernel takes no more", () => {
    const value = fc.oneof(text, number, fc.constantFrom(Number.NaN, -0, ""));
    const odd = fc.constantFrom<unknown>(null, { a: 1 }, [2], true, "v".repeat(70_000));
    const pair = fc.tuple(fc.oneof(fc.constantFrom("a", "b", "c"), text, bytes), value);
    const pairs = fc.array(pair, { maxLength: 200 });
    const oddPair = fc.option(fc.tuple(fc.constantFrom("a", "z", "l".repeat(70_000)), odd));
    const budget = fc.constantFrom(90_000, 1 << 20);
    fc.assert(
      fc.property(pairs, oddPair, pairs, budget, (before, between, behind, memoryBytes) => {
        const all: Pair[] = [...before, ...(between === null ? [] : [between]), ...behind];
        const changes = { aggregate: { kind: "first" } as Aggregate, memoryBytes, partitions: 3 };
        expectSame({ ...changes, keys: "tagged" }, all);
        expectSame({ ...changes, keys: "raw" }, all);
      }),
      { seed: 12, numRuns: 40 },
    );
  });

  it("stay the first through spills, short and long", () => {
    const random = randomNumbers(6);
    const pairs = Array.from({ length: 8000 }, (_, i): Pair => {
      const value =
        random(3) === 0 ? i : `${i} ${"text ".repeat(random(random(20) === 0 ? 900 : 9))}`;
      return [`key ${"k".repeat(random(9))} ${random(900)}`, value];
    });
    const changes = { aggregate: { kind: "first" } as Aggregate, partitions: 3 };
    expectSame({ ...changes, memoryBytes: 150_000 }, pairs);
    expectSame({ ...changes, memoryBytes: 8 << 20 }, pairs);
    const odd: Pair[] = pairs.map(([key, value], i) => [key, i === 5000 ? null : value]);
    expectSame({ ...changes, memoryBytes: 150_000 }, odd);
  });
});

describe("different numbers, with kernels and without", () => {
  it("are kept of keys that are longer than the kernel's room for them", () => {
    const lengths = [1, 4080, 4095, 4096, 4097, 4200, 6000];
    const pairs = Array.from({ length: 300 }, (_, i): Pair => {
      const length = lengths[i % lengths.length];
      return [`${"x".repeat(length - 1)}${i % 5}`, i % 11];
    });
    for (const keys of ["raw", "tagged"] as const) {
      expectSame({ aggregate: { kind: "distinct" }, keys, memoryBytes: 1 << 20 }, pairs);
    }
  });
});

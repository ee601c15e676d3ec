import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldAggregate } from "./accumulators/fold.js";
import { type CollectorOptions, createCollector } from "./collector.js";
import type { Aggregate, Key } from "./key.js";
import type { LocalRun } from "./segment-file.js";
import {
  collect,
  collectorOptions,
  type Pair,
  randomNumbers,
  readGroups,
  runOf,
  temporaryDirectory,
} from "./shuffle-kit.js";

function aggregated(
  aggregate: Aggregate,
  tasks: readonly (readonly Pair[])[],
  changes: Partial<CollectorOptions> = {},
): [Key, unknown][] {
  const directory = temporaryDirectory();
  const runs = tasks.map((pairs, index): LocalRun => {
    const path = join(directory, `map-${index}.seg`);
    return runOf(
      collect(collectorOptions(directory, { aggregate, path, ...changes }), pairs),
      0,
      index,
    );
  });
  const memoryBytes = changes.memoryBytes ?? 1 << 20;
  const keys = changes.keys ?? "tagged";
  return readGroups(runs, directory, { aggregate, memoryBytes, keys }).map(([key, values]) => {
    return [key, aggregate.kind === "distinct" ? values : values[0]];
  });
}

const WORDS = ["__proto__", "constructor", "", "a", "b", "x".repeat(200)];

function pairsOf(count: number, seed: number, valueOf: (random: number) => unknown): Pair[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, (): Pair => {
    const key = random(2) === 0 ? WORDS[random(WORDS.length)] : `key${random(4000)}`;
    return [key, valueOf(random(1 << 30))];
  });
}

function naive(pairs: readonly Pair[], fold: (values: unknown[]) => unknown): [Key, unknown][] {
  const groups = new Map<Key, unknown[]>();
  for (const [key, value] of pairs) {
    const values = groups.get(key);
    if (values === undefined) groups.set(key, [value]);
    else values.push(value);
  }
  return [...groups]
    .map(([key, values]): [Key, unknown] => [key, fold(values)])
    .sort(([a], [b]) => Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b))));
}

const numbers = (values: unknown[]): number[] => values.map(Number);
const total = (values: unknown[]): number => numbers(values).reduce((sum, value) => sum + value, 0);
const rising = (values: unknown[]): number[] => numbers(values).sort((a, b) => a - b);

const CASES: readonly (readonly [Aggregate, (values: unknown[]) => unknown])[] = [
  [{ kind: "count" }, (values) => values.length],
  [{ kind: "sum" }, total],
  [{ kind: "average" }, (values) => total(values) / values.length],
  [{ kind: "min" }, (values) => rising(values)[0]],
  [{ kind: "max" }, (values) => rising(values)[values.length - 1]],
  [{ kind: "first" }, (values) => values[0]],
  [{ kind: "distinct" }, (values) => [...new Set(rising(values))]],
  [{ kind: "top-k", k: 3, order: "largest" }, (values) => rising(values).reverse().slice(0, 3)],
  [{ kind: "top-k", k: 2, order: "smallest" }, (values) => rising(values).slice(0, 2)],
];

describe("declared aggregates", () => {
  for (const [aggregate, fold] of CASES) {
    it(`${JSON.stringify(aggregate)} equals plain code at 64 KiB and 16 MiB`, () => {
      const tasks = [1, 2, 3].map((seed) => pairsOf(6000, seed, (r) => (r % 200) - 100));
      const expected = naive(tasks.flat(), fold);
      for (const memoryBytes of [64 << 10, 16 << 20]) {
        expect(aggregated(aggregate, tasks, { memoryBytes })).toEqual(expected);
        expect(aggregated(aggregate, tasks, { memoryBytes, keys: "raw" })).toEqual(expected);
      }
    });
  }

  it("leave the same bytes in the segment file whatever the memory", () => {
    const pairs = pairsOf(20_000, 4, (r) => r / 1000);
    const contents = [64 << 10, 16 << 20].map((memoryBytes) => {
      const directory = temporaryDirectory();
      const options = collectorOptions(directory, { aggregate: { kind: "sum" }, memoryBytes });
      const file = collect(options, pairs);
      return [file.digest, memoryBytes, readFileSync(file.path).length > 0];
    });
    expect(contents[0][0]).toEqual(contents[1][0]);
  });

  it("fold plain values to the same results", () => {
    for (const [aggregate, fold] of CASES) {
      const values = pairsOf(500, 5, (r) => (r % 200) - 100).map(([, value]) => value);
      expect(foldAggregate(aggregate, values)).toEqual(fold(values));
    }
  });
});

describe("sums of doubles", () => {
  const double = fc.oneof(
    fc.double(),
    fc.constantFrom(0.1, 1e16, -1e16, 1e308, -1e308, 1.7e308, 5e-324, -0, Infinity, -Infinity),
  );

  it("do not depend on how values were spread over tasks or in which order", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), double), { maxLength: 25 }), (spread) => {
        const tasks = [0, 1, 2].map((task) =>
          spread.filter(([of]) => of === task).map(([, value]): Pair => ["k", value]),
        );
        const together = foldAggregate({ kind: "sum" }, spread.map(([, value]) => value).reverse());
        const results = aggregated({ kind: "sum" }, tasks).map(([, value]) => value);
        expect(results).toEqual(spread.length === 0 ? [] : [together]);
      }),
      { numRuns: 60, seed: 21 },
    );
  });

  it("survive numbers near the limit of doubles", () => {
    const sum = (...values: number[]): unknown => foldAggregate({ kind: "sum" }, values);
    expect(sum(1e308, 1e308, -1e308)).toBe(1e308);
    expect(sum(1.7e308, 1.7e308)).toBe(Infinity);
    expect(sum(1e308, 1, -1e308)).toBe(1);
    expect(sum(1e308, 5e-324, -1e308)).toBe(5e-324);
    expect(sum(2 ** 1000, 2 ** 947, 5e-324)).toBe(2 ** 1000 + 2 ** 948);
    expect(sum(2 ** 1000, 2 ** 947, -5e-324)).toBe(2 ** 1000);
    expect(sum(-(2 ** 1000), -(2 ** 947), -5e-324)).toBe(-(2 ** 1000 + 2 ** 948));
    expect(sum(Infinity, 1e308)).toBe(Infinity);
    expect(sum(Infinity, -Infinity)).toBe(Number.NaN);
    expect(sum(Number.NaN, 1)).toBe(Number.NaN);
    expect(sum(-0, -0)).toBe(0);
    expect(sum(2 ** 53, 1, 1)).toBe(2 ** 53 + 2);
  });
});

describe("aggregates of other values", () => {
  it("order anything that can be a key", () => {
    const values = [3, "b", null, [1, 2], "a", true, -1];
    const pairs = values.map((value): Pair => ["k", value]);
    const of = (aggregate: Aggregate): unknown => aggregated(aggregate, [pairs])[0][1];
    expect(of({ kind: "min" })).toBe(null);
    expect(of({ kind: "max" })).toEqual([1, 2]);
    expect(of({ kind: "top-k", k: 2, order: "largest" })).toEqual([[1, 2], "b"]);
    expect(of({ kind: "distinct" })).toEqual([null, true, -1, 3, "a", "b", [1, 2]]);
    expect(of({ kind: "first" })).toBe(3);
  });

  it("refuse what they cannot reduce", () => {
    const fold = (aggregate: Aggregate, value: unknown): unknown =>
      foldAggregate(aggregate, [value]);
    expect(() => fold({ kind: "sum" }, "1")).toThrow(/need numbers, but a value is a string/);
    expect(() => fold({ kind: "max" }, Number.NaN)).toThrow(/NaN has no place/);
    expect(() => fold({ kind: "distinct" }, {})).toThrow(/cannot be a key/);
    expect(() => fold({ kind: "top-k", k: 0, order: "largest" }, 1)).toThrow(/topK of 0/);
  });
});

describe("pairs given as bytes", () => {
  const bytes = new TextEncoder().encode("key=text");
  for (const aggregate of [null, { kind: "first" }, { kind: "max" }] as const) {
    for (const keys of ["raw", "tagged"] as const) {
      it(`are as good as emitted ones: ${aggregate?.kind ?? "plain"}, ${keys}`, () => {
        const directory = temporaryDirectory();
        const options = collectorOptions(directory, { aggregate, keys });
        const collector = createCollector(options);
        collector.addKeyBytes(bytes, 0, 3, bytes, 4, 8);
        collector.addKey(bytes, 4, 8, 7);
        const groups = readGroups([runOf(collector.finish())], directory, { aggregate, keys });
        expect(groups).toEqual([
          ["key", ["text"]],
          ["text", [7]],
        ]);
      });
    }
  }

  it("take part in secondary sorts and in distinct", () => {
    const directory = temporaryDirectory();
    const distinct = { kind: "distinct" } as const;
    for (const changes of [{ aggregate: distinct }, { orderValuesBy: (v: unknown) => v as Key }]) {
      const collector = createCollector(collectorOptions(directory, changes));
      collector.addKeyBytes(bytes, 0, 3, bytes, 4, 8);
      collector.addKey(bytes, 0, 3, 7);
      collector.emit("key", 3);
      const run = runOf(collector.finish());
      expect(readGroups([run], directory, { aggregate: null, ordered: true, ...changes })).toEqual([
        ["key", [3, 7, "text"]],
      ]);
    }
  });

  it("keep keys that are not valid UTF-8 apart", () => {
    const directory = temporaryDirectory();
    for (const keys of ["raw", "tagged"] as const) {
      const collector = createCollector(collectorOptions(directory, { keys }));
      for (const byte of [0xff, 0xfe, 0x00]) collector.addKey(Uint8Array.of(byte), 0, 1, byte);
      const groups = readGroups([runOf(collector.finish())], directory, { keys });
      expect(groups.map(([, values]) => values)).toEqual([[0x00], [0xfe], [0xff]]);
    }
  });
});

describe("a user's combiner", () => {
  it("sums at each spill and at their merge, and changes no result", () => {
    const pairs = pairsOf(20_000, 6, (r) => r % 100);
    for (const memoryBytes of [64 << 10, 16 << 20]) {
      const directory = temporaryDirectory();
      const options = collectorOptions(directory, {
        memoryBytes,
        combine: (key, values, emit) => emit(key, total([...values])),
      });
      const file = collect(options, pairs);
      expect(file.digest.records).toBe(naive(pairs, total).length);
      const groups = readGroups([runOf(file)], directory);
      expect(groups.map(([key, values]) => [key, total(values)])).toEqual(naive(pairs, total));
    }
  });

  it("may drop a group, and may not change its key", () => {
    const directory = temporaryDirectory();
    const none = collectorOptions(directory, { combine: () => {} });
    expect(collect(none, [["a", 1]]).digest.records).toBe(0);
    const other = collectorOptions(directory, { combine: (_, __, emit) => emit("z", 1) });
    expect(() => collect(other, [["a", 1]])).toThrow(/emitted another key/);
  });
});

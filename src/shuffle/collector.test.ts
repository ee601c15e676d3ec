import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compareBytes } from "../kernels/bytes.js";
import { createCollector } from "./collector.js";
import type { Key } from "./key.js";
import {
  collect,
  collectorOptions,
  type Pair,
  randomNumbers,
  readGroups,
  runOf,
  temporaryDirectory,
} from "./shuffle-kit.js";

/** Strings sort by their UTF-8 bytes. */
function byBytes(a: string, b: string): number {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return compareBytes(left, 0, left.length, right, 0, right.length);
}

function naiveGroups(pairs: readonly (readonly [string, unknown])[]): [string, unknown[]][] {
  const groups = new Map<string, unknown[]>();
  for (const [key, value] of pairs) {
    const values = groups.get(key);
    if (values === undefined) groups.set(key, [value]);
    else values.push(value);
  }
  return [...groups].sort(([a], [b]) => byBytes(a, b));
}

const HOSTILE = [
  "",
  "__proto__",
  "constructor",
  "toString",
  "\0",
  "\0\0",
  "a\0",
  "a",
  "Ünï",
  "日本語",
  "😀",
  "x".repeat(100),
  `${"x".repeat(100)}y`,
  `${"x".repeat(100)}z`,
];

function hostilePairs(count: number, seed: number): [string, unknown][] {
  const random = randomNumbers(seed);
  const values = [1, -7, 2.5, "text", null, undefined, true, { a: [1, "b"] }];
  const pairs: [string, unknown][] = [];
  for (let i = 0; i < count; i++) {
    const pick = random(3);
    const shared = "shared".repeat(20);
    const key =
      pick === 0
        ? HOSTILE[random(HOSTILE.length)]
        : pick === 1
          ? `${shared}${random(300)}`
          : `key${random(5000)}`;
    pairs.push([key, random(4) === 0 ? values[random(values.length)] : i]);
  }
  return pairs;
}

describe("collecting and merging", () => {
  for (const keys of ["raw", "tagged"] as const) {
    for (const memoryBytes of [64 << 10, 1 << 20, 64 << 20]) {
      it(`groups like a Map and a sort: ${keys} keys, ${memoryBytes >> 10} KiB`, () => {
        const directory = temporaryDirectory();
        const pairs = hostilePairs(20_000, 1);
        const file = collect(collectorOptions(directory, { keys, memoryBytes }), pairs);
        expect(file.spills > 0).toBe(memoryBytes < 16 << 20);
        expect(file.digest.records).toBe(pairs.length);
        expect(readGroups([runOf(file)], directory, { keys, memoryBytes })).toEqual(
          naiveGroups(pairs),
        );
        expect(readdirSync(join(directory, "attempt"))).toEqual([]);
      });
    }
  }

  it("puts every key into the partition of its hash, each partition sorted", () => {
    const directory = temporaryDirectory();
    const pairs = hostilePairs(5_000, 2);
    const options = collectorOptions(directory, { partitions: 7, memoryBytes: 64 << 10 });
    const file = collect(options, pairs);
    const parts = Array.from({ length: 7 }, (_, p) => readGroups([runOf(file, p)], directory));
    for (const part of parts) {
      const names = part.map(([key]) => String(key));
      expect(names).toEqual([...names].sort(byBytes));
    }
    const all = parts.flat().sort(([a], [b]) => byBytes(String(a), String(b)));
    expect(all).toEqual(naiveGroups(pairs));
  });

  it("leaves no file behind when it is aborted", () => {
    const directory = temporaryDirectory();
    const collector = createCollector(collectorOptions(directory, { memoryBytes: 64 << 10 }));
    for (const [key, value] of hostilePairs(20_000, 3)) collector.emit(key, value);
    expect(collector.records).toBe(20_000);
    collector.abort();
    expect(readdirSync(join(directory, "attempt"))).toEqual([]);
    expect(existsSync(join(directory, "segments.seg"))).toBe(false);
  });

  it("takes records far larger than its memory", () => {
    const directory = temporaryDirectory();
    const large = "v".repeat(3 << 20);
    const pairs: Pair[] = [
      ["b", 1],
      ["k".repeat(1 << 20), large],
      ["a", large],
      ["b", 2],
    ];
    const file = collect(collectorOptions(directory, { memoryBytes: 64 << 10 }), pairs);
    const groups = readGroups([runOf(file)], directory, { memoryBytes: 64 << 10 });
    expect(groups.map(([key, values]) => [String(key).length, values.length])).toEqual([
      [1, 1],
      [1, 2],
      [1 << 20, 1],
    ]);
    expect(groups[0]).toEqual(["a", [large]]);
    expect(groups[2][1]).toEqual([large]);
  });
});

describe("partitioning", () => {
  it("cuts ranges so that the parts one after another are sorted", () => {
    const directory = temporaryDirectory();
    const cuts = ["key2", "shared"].map((cut) => Buffer.from(cut));
    const options = collectorOptions(directory, {
      partitions: 3,
      keys: "raw",
      partitioning: { kind: "range", cuts },
    });
    const pairs = hostilePairs(2_000, 4);
    const file = collect(options, pairs);
    const all = [0, 1, 2].flatMap((p) => readGroups([runOf(file, p)], directory, { keys: "raw" }));
    expect(all).toEqual(naiveGroups(pairs));
  });

  it("asks the user's function and refuses an answer out of range", () => {
    const directory = temporaryDirectory();
    const byLength = (key: Key): number => String(key).length - 1;
    const options = collectorOptions(directory, {
      partitions: 2,
      partitioning: { kind: "custom", partition: byLength },
    });
    const file = collect(options, [
      ["a", 1],
      ["bb", 2],
    ]);
    expect(readGroups([runOf(file, 1)], directory)).toEqual([["bb", [2]]]);
    expect(() => collect(options, [["ccc", 1]])).toThrow(/returned 2 of 2 partitions/);
  });
});

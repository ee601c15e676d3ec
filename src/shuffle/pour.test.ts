import { readFileSync, writeFileSync } from "node:fs";
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { useKernels } from "../kernels/wasm.js";
import { createCollector } from "./collector.js";
import { FetchError } from "./fetch-error.js";
import type { Aggregate, Key, KeyMode } from "./key.js";
import { openGroups } from "./merge.js";
import { openPour } from "./pour.js";
import { textOf } from "../output/text-of.js";
import { BLOCK_LIMIT_BYTES, type LocalRun } from "./segment-file.js";
import {
  both,
  collect,
  collectorOptions,
  type Pair,
  randomNumbers,
  readGroups,
  runOf,
  temporaryDirectory,
} from "./shuffle-kit.js";

afterEach(() => useKernels(true));

/** `count` runs of one partition with values that an aggregate has combined, or as they are. */
function makeRuns(
  directory: string,
  count: number,
  options: { aggregate: Aggregate | null; value: (random: (limit: number) => number) => unknown },
): LocalRun[] {
  const random = randomNumbers(count);
  return Array.from({ length: count }, (_, index) => {
    const pairs = Array.from({ length: random(60) }, (): Pair => {
      const key = random(20) === 0 ? "k".repeat(3000) : `key ${random(30)}`;
      return [random(9) === 0 ? "" : key, options.value(random)];
    });
    const place = { keys: "raw", aggregate: options.aggregate } as const;
    const path = `${directory}/run-${index}.seg`;
    return runOf(collect(collectorOptions(directory, { ...place, path }), pairs), 0, index);
  });
}

/** Whole numbers and prices, and now and then what the kernel gives back. */
function anyNumber(random: (limit: number) => number): number {
  const odd = [0.1, -0, 2 ** 53, -(2 ** 53) + 1, 2 ** 53 - 1, 1e300, 239, 240, -1, 1e-7, 1 / 3];
  const kind = random(8);
  if (kind < 2) return odd[random(odd.length)];
  return kind < 4 ? (random(200_000) - 100_000) / 100 : random(1000) - 500;
}

/** Texts and numbers, and what only JavaScript can show: zeros, halves of characters, doubles, lists. */
function anyValue(random: (limit: number) => number): unknown {
  const texts = ["", "text", "é", "日本", "a\0b", "\ud800", "\ufeffa", "x".repeat(3000), "a\tb"];
  const others = [null, true, ["a", 1], { a: 1 }, new Uint8Array([1, 255])];
  const values = [...texts, ...others, anyNumber(random)];
  return values[random(values.length)];
}

const RUN_COUNTS = [1, 2, 3, 70, 200];
const KINDS = ["count", "sum", "min", "max", "first", "average", "count-and-sum"] as const;

describe("merging with kernels and without", () => {
  it.each(RUN_COUNTS)("gives the same groups of %i runs, through tiny budgets", (count) => {
    const directory = temporaryDirectory();
    const runs = makeRuns(directory, count, { aggregate: null, value: anyNumber });
    for (const memoryBytes of [10_000, 1 << 24]) {
      const options = { keys: "raw", memoryBytes } as const;
      const [kernels, twins] = both(() => readGroups(runs, directory, options));
      expect(kernels).toEqual(twins);
    }
  });

  it.each(KINDS)("folds %s to the last bit", (kind) => {
    for (const count of RUN_COUNTS) {
      const directory = temporaryDirectory();
      const aggregate = { kind } as Aggregate;
      const runs = makeRuns(directory, count, { aggregate, value: anyNumber });
      for (const memoryBytes of [10_000, 1 << 24]) {
        expectSamePour(runs, directory, { aggregate, memoryBytes, write: "values" });
        expectSamePour(runs, directory, { aggregate, memoryBytes, write: "keys-once" });
      }
    }
  });

  it.each(RUN_COUNTS)("writes the first value, whatever it is, of %i runs", (count) => {
    const directory = temporaryDirectory();
    const aggregate = { kind: "first" } as const;
    const runs = makeRuns(directory, count, { aggregate, value: anyValue });
    for (const memoryBytes of [10_000, 1 << 24]) {
      expectSamePour(runs, directory, { aggregate, memoryBytes, write: "values" });
    }
  });

  it.each(RUN_COUNTS)("writes the keys of %i runs as often as they come", (count) => {
    const directory = temporaryDirectory();
    const runs = makeRuns(directory, count, { aggregate: null, value: () => 1 });
    for (const memoryBytes of [10_000, 1 << 24]) {
      expectSamePour(runs, directory, { aggregate: null, memoryBytes, write: "keys" });
    }
  });
});

/** What kernels show, and what they leave: escaped zeros, bytes that are no text, arrays, doubles, null. */
const shownKey = fc.oneof(
  fc.constantFrom<Key>("", "a", "a\0b", "\ufeffa", "é", "日本", "😀", "\ud800", "x".repeat(300)),
  fc.constantFrom<Key>(null, true, false, 0, -0, -1, 2 ** 53, 2 ** 53 - 1, 1 - 2 ** 53, 1e21, 0.5),
  fc.constantFrom<Key>(Infinity, -Infinity, ["a", 1], []),
  fc.string({ maxLength: 20, unit: "binary" }),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => new Uint8Array(bytes)),
);

describe("pouring keys of any kind", () => {
  it("shows them as the output would", () => {
    const directory = temporaryDirectory();
    const someRuns = fc.array(fc.array(fc.tuple(shownKey, fc.integer()), { maxLength: 60 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(someRuns, fc.constantFrom("count", "sum", "min", "first"), (runs, kind) => {
        const aggregate = { kind } as Aggregate;
        const files = runs.map((pairs, index) => {
          const path = `${directory}/tagged-${index}.seg`;
          return runOf(collect(collectorOptions(directory, { aggregate, path }), pairs), 0, index);
        });
        const how = { keys: "tagged", aggregate, memoryBytes: 1 << 20, write: "values" } as const;
        expectSamePour(files, directory, how);
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  it("shows keys of invalid text as the output would", () => {
    const directory = temporaryDirectory();
    const broken = ["80", "c3", "c328", "e28228", "eda080", "f0288c28", "f4908080", "c080", "ff"];
    const collector = createCollector(
      collectorOptions(directory, { aggregate: { kind: "count" }, memoryBytes: 1 << 20 }),
    );
    for (const hex of broken) {
      for (const text of [hex, `61${hex}`, `${"61".repeat(15)}${hex}${"62".repeat(9)}`]) {
        const bytes = Buffer.from(text, "hex");
        collector.addKey(bytes, 0, bytes.length, 1);
      }
    }
    const how = { aggregate: { kind: "count" }, memoryBytes: 1 << 20, write: "values" } as const;
    expectSamePour([runOf(collector.finish(), 0, 0)], directory, { keys: "tagged", ...how });
  });
});

/** Of any size, and those that people write. */
const number = fc.oneof(
  fc.double({ noNaN: true }),
  fc
    .tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 22 }))
    .map(([digits, decimals]) => digits / 10 ** decimals),
  fc
    .tuple(fc.integer({ min: -100_000, max: 100_000 }), fc.integer({ min: 0, max: 12 }))
    .map(([digits, decimals]) => digits / 10 ** decimals),
  fc.integer({ min: 1, max: 15 }).map((digits) => (10 ** digits - 1) / 10 ** digits),
);

describe("pouring numbers of any kind", () => {
  it.each(["sum", "min", "first", "average", "count-and-sum"] as const)("shows %s", (kind) => {
    const directory = temporaryDirectory();
    const aggregate = { kind } as Aggregate;
    const path = `${directory}/numbers.seg`;
    const key = fc.integer({ min: 0, max: 50 }).map(String);
    fc.assert(
      fc.property(fc.array(fc.tuple(key, number), { maxLength: 60 }), (pairs) => {
        const options = collectorOptions(directory, { keys: "raw", aggregate, path });
        const runs = [runOf(collect(options, pairs), 0, 0)];
        expectSamePour(runs, directory, { aggregate, memoryBytes: 1 << 20, write: "values" });
      }),
      { seed: 15, numRuns: 150 },
    );
  });
});

describe("pouring averages of prices", () => {
  it("rounds once: a sum that was rounded before may give the shorter number beside it", () => {
    const directory = temporaryDirectory();
    const random = randomNumbers(5);
    const aggregate = { kind: "average" } as const;
    // A tenth of a sum of prices is short again.
    const runs = Array.from({ length: 10 }, (_, index) => {
      const pairs = Array.from({ length: 1000 }, (__, i): Pair => [`k${i}`, random(10_000) / 100]);
      const path = `${directory}/prices-${index}.seg`;
      const options = collectorOptions(directory, { keys: "raw", aggregate, path });
      return runOf(collect(options, pairs), 0, index);
    });
    expectSamePour(runs, directory, { aggregate, memoryBytes: 1 << 20, write: "values" });
  });
});

describe("pouring what was spilled", () => {
  it("makes blocks of the usual size, which are poured", () => {
    const directory = temporaryDirectory();
    const aggregate = { kind: "count" } as const;
    const pairs = Array.from({ length: 300_000 }, (_, i): Pair => [String(i * 7919), 1]);
    const changes = { keys: "raw", aggregate, memoryBytes: 16 << 20 } as const;
    const file = collect(collectorOptions(directory, changes), pairs);
    expect(file.spills).toBeGreaterThan(0);
    const run = runOf(file);
    expect(run.blockBytes).toBeLessThanOrEqual(BLOCK_LIMIT_BYTES);
    const options = { aggregate, runs: [run], keys: "raw", ordered: false, directory } as const;
    const pour = openPour({ ...options, memoryBytes: 1 << 24, write: "values", terminator: 10 });
    expect(pour).not.toBeNull();
    pour?.close();
  });
});

describe("pouring a damaged run", () => {
  it("blames the task that wrote it, at its first block or later", () => {
    const directory = temporaryDirectory();
    const pairs = Array.from({ length: 4000 }, (_, i): Pair => [`key ${i}`, 1]);
    const options = collectorOptions(directory, { keys: "raw", memoryBytes: 1 << 18 });
    const runs = [runOf(collect(options, pairs), 0, 7)];
    const { offset: begin, sizeBytes } = runs[0];
    for (const offset of [begin + 60, begin + sizeBytes - 60]) {
      flipByte(runs[0].path, offset);
      const pour = () => {
        expectSamePour(runs, directory, { aggregate: null, memoryBytes: 1 << 20, write: "keys" });
      };
      expect(pour).toThrow(FetchError);
      expect(pour).toThrow(/partition 0: a block's checksum is wrong/);
      flipByte(runs[0].path, offset);
    }
  });
});

function flipByte(path: string, offset: number): void {
  const bytes = readFileSync(path);
  bytes[offset] ^= 1;
  writeFileSync(path, bytes);
}

/** As text output shows a pair, in latin1. */
function shown(key: unknown, value: unknown): string {
  const text = key instanceof Uint8Array ? Buffer.from(key) : Buffer.from(textOf(key));
  return `${text.toString("latin1")}\t${latin1Of(value)}\n`;
}

function latin1Of(value: unknown): string {
  return Buffer.from(textOf(value)).toString("latin1");
}

interface PourCase {
  readonly keys?: KeyMode;
  readonly aggregate: Aggregate | null;
  readonly memoryBytes: number;
  readonly write: "keys" | "keys-once" | "values";
}

function expectSamePour(runs: LocalRun[], directory: string, { write, ...rest }: PourCase): void {
  const options = { keys: "raw", ...rest, runs, ordered: false, directory } as const;
  const pour = openPour({ ...options, write, terminator: 10 });
  if (pour === null) {
    expect(runs.filter((run) => run.digest.records > 0)).toEqual([]);
    return;
  }
  const parts: Buffer[] = [];
  let records = 0;
  const sink = {
    formatted: {
      write(bytes: Buffer, start: number, end: number, count: number) {
        parts.push(Buffer.from(bytes.subarray(start, end)));
        records += count;
      },
    },
    write(key: unknown, value: unknown) {
      parts.push(Buffer.from(shown(key, value), "latin1"));
      records++;
    },
    writeKeyBytes(bytes: Uint8Array, start: number, end: number, value: unknown) {
      parts.push(Buffer.from(bytes.subarray(start, end)), Buffer.from(`\t${textOf(value)}\n`));
      records++;
    },
  };
  while (pour.step(sink));
  const poured = [Buffer.concat(parts).toString("latin1"), records, pour.digest];
  pour.close();
  useKernels(false);
  expect(poured).toEqual(visit());
  useKernels(true);

  function visit(): [string, number, unknown] {
    const cursor = openGroups(options);
    const lines: string[] = [];
    while (cursor.next()) {
      const { bytes, start, end } = cursor.keyBytes();
      const key = bytes.toString("latin1", start, end);
      if (options.keys === "tagged") lines.push(shown(cursor.key(), cursor.aggregated()));
      else if (write === "values") lines.push(`${key}\t${latin1Of(cursor.aggregated())}\n`);
      else
        for (let left = write === "keys" ? cursor.count() : 1; left > 0; left--)
          lines.push(`${key}\n`);
    }
    const answer: [string, number, unknown] = [lines.join(""), lines.length, cursor.digest];
    cursor.close();
    return answer;
  }
}

import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { useKernels } from "../kernels/wasm.js";
import { createCollector, type CollectorOptions } from "./collector.js";
import type { Aggregate, KeyMode } from "./key.js";
import { OpenFiles } from "./open-files.js";
import { RunReader } from "./run-reader.js";
import type { SegmentFile } from "./segment-file.js";
import {
  both,
  collect,
  collectorOptions,
  type Pair,
  randomNumbers,
  runOf,
  temporaryDirectory,
} from "./shuffle-kit.js";

afterEach(() => useKernels(true));

/** Empty, equal, NUL, not UTF-8, common prefixes around eight bytes, longer than a block. */
const hostileKey = fc.oneof(
  fc.constantFrom("", "a", "a\0", "a\0\0", "\0", "aaaaaaaa", "aaaaaaaa\0", "aaaaaaaaa", "b"),
  fc.string({ maxLength: 20 }),
  fc.uint8Array({ maxLength: 12 }).map((bytes) => new Uint8Array(bytes)),
  fc.nat(40).map((length) => "common prefix of many keys ".repeat(3) + "x".repeat(length)),
  fc.nat(3).map((extra) => "l".repeat(5000 + extra)),
  fc.nat(200).map((length) => new Uint8Array(length).fill(255)),
);
const hostilePairs = fc.array(
  fc.tuple(hostileKey, fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constant(null))),
  { maxLength: 300 },
);

type Records = string[][];

/** Every record of every partition, in order. */
function recordsOf(file: SegmentFile, partitions: number): Records {
  const files = new OpenFiles();
  try {
    return Array.from({ length: partitions }, (_, partition) => {
      const run = runOf(file, partition);
      const reader = new RunReader(run, files.open(run));
      const records: string[] = [];
      while (reader.next()) {
        const { bytes, keyStart, keyEnd, valueEnd } = reader;
        records.push(
          `${bytes.toString("hex", keyStart, keyEnd)} ${bytes.toString("hex", keyEnd, valueEnd)}`,
        );
      }
      return records;
    });
  } finally {
    files.close();
  }
}

function expectSameFiles(changes: Partial<CollectorOptions>, pairs: readonly Pair[]): void {
  const directory = temporaryDirectory();
  const [kernels, twins] = both(() => {
    const file = collect(collectorOptions(directory, changes), pairs);
    return [file.digest, recordsOf(file, changes.partitions ?? 1)];
  });
  expect(kernels).toEqual(twins);
}

const CUTS = ["a\0", "aaaaaaaa\0", "b", "common prefix of many keys", "m"].map((cut) =>
  Buffer.from(cut),
);

describe("collecting records with kernels and without", () => {
  const anyMode = fc.constantFrom<KeyMode>("raw", "tagged");
  const anyBudget = fc.constantFrom(2000, 30_000, 1 << 20);

  it("leaves the same records by hash, whatever the keys and the budget", () => {
    fc.assert(
      fc.property(hostilePairs, anyMode, anyBudget, (pairs, keys, memoryBytes) => {
        expectSameFiles({ keys, memoryBytes, partitions: 5 }, pairs);
      }),
      { seed: 7, numRuns: 40 },
    );
  });

  it("cuts ranges in the same places", () => {
    fc.assert(
      fc.property(hostilePairs, anyBudget, (pairs, memoryBytes) => {
        const partitioning = { kind: "range", cuts: CUTS } as const;
        expectSameFiles({ keys: "raw", memoryBytes, partitions: 7, partitioning }, pairs);
      }),
      { seed: 8, numRuns: 40 },
    );
  });

  it("agrees on what stands before the first TAB", () => {
    const anyPartitions = fc.constantFrom(1, 3, 5);
    fc.assert(
      fc.property(hostilePairs, anyBudget, anyPartitions, (pairs, memoryBytes, partitions) => {
        const withTabs = pairs.map(([key, value], i): Pair => {
          return [typeof key === "string" ? `${key}\t${i % 4}` : key, value];
        });
        const partitioning = { kind: "before-tab" } as const;
        expectSameFiles({ keys: "raw", memoryBytes, partitions, partitioning }, withTabs);
        const aggregate = { kind: "count" } as const;
        expectSameFiles(
          { keys: "raw", memoryBytes, partitions, partitioning, aggregate },
          withTabs,
        );
      }),
      { seed: 10, numRuns: 40 },
    );
  });

  it("orders values and asks the user's function for partitions in the same way", () => {
    fc.assert(
      fc.property(hostilePairs, anyMode, (pairs, keys) => {
        const partition = (key: unknown) => String(key).length % 3;
        const partitioning = { kind: "custom", partition } as const;
        expectSameFiles({ keys, memoryBytes: 30_000, partitions: 3, partitioning }, pairs);
        const orderValuesBy = (value: unknown) => String(value);
        expectSameFiles({ keys, memoryBytes: 30_000, partitions: 3, orderValuesBy }, pairs);
      }),
      { seed: 9, numRuns: 25 },
    );
  });

  it("does not degrade on equal keys and on long common prefixes", () => {
    const prefix = "p".repeat(300);
    const pairs = Array.from({ length: 20_000 }, (_, i): Pair => [prefix + (i % 3), i]);
    expectSameFiles({ keys: "raw", memoryBytes: 32 << 20 }, pairs);
  });
});

/** One byte, two bytes, three; with the same two bytes; fewer than there may be. */
const LINE_CUTS = ["\r", "a", "a\0", "xx", "xxx"].map((cut) => Buffer.from(cut));

describe("collecting lines by the block", () => {
  const anyText = fc
    .array(
      fc.constantFrom(
        "",
        "a",
        "a\0",
        "b",
        "xx",
        "\r",
        "\r\r",
        "\0",
        "é",
        "x".repeat(130),
        "y".repeat(6000),
      ),
    )
    .chain((lines) => fc.boolean().map((ends) => lines.join("\n") + (ends ? "\n" : "")));

  const partitioned = fc.constantFrom<Partial<CollectorOptions>>(
    { partitions: 1 },
    { partitions: 3, partitioning: { kind: "hash" } },
    { partitions: 7, partitioning: { kind: "range", cuts: LINE_CUTS } },
  );

  it("takes the lines that the extractor would hand over one by one", () => {
    const directory = temporaryDirectory();
    const budget = fc.constantFrom(2000, 30_000, 1 << 20);
    fc.assert(
      fc.property(anyText, budget, fc.boolean(), partitioned, (content, memoryBytes, text, how) => {
        const bytes = Buffer.from(content, "utf8");
        const options = collectorOptions(directory, { keys: "raw", memoryBytes, ...how });
        const [kernels, twins] = both(() => {
          const collector = createCollector(options);
          const counted = [addByBlock(collector, bytes, text), collector.records];
          return [counted, recordsOf(collector.finish(), options.partitions)];
        });
        expect(kernels).toEqual(twins);
      }),
      { seed: 10, numRuns: 100 },
    );
  });

  it("keeps the order of lines and single pairs with the same key", () => {
    const directory = temporaryDirectory();
    const turns = fc.array(fc.oneof(anyText, fc.integer()), { maxLength: 12 });
    fc.assert(
      fc.property(turns, fc.constantFrom(30_000, 1 << 20), partitioned, (parts, memory, how) => {
        const options = collectorOptions(directory, { keys: "raw", memoryBytes: memory, ...how });
        const [kernels, twins] = both(() => {
          const collector = createCollector(options);
          for (const part of parts) {
            if (typeof part === "number") collector.emit("a", part);
            else addByBlock(collector, Buffer.from(part, "utf8"), true);
          }
          return recordsOf(collector.finish(), options.partitions);
        });
        expect(kernels).toEqual(twins);
      }),
      { seed: 11, numRuns: 60 },
    );
  });
});

function addByBlock(
  collector: ReturnType<typeof createCollector>,
  bytes: Buffer,
  text: boolean,
): number {
  const one = (from: number, to: number) => addLines(collector, bytes, from, to, text);
  const { blocks } = collector;
  return blocks
    ? blocks.addBlock({ kind: "lines", text }, bytes, 0, bytes.length, one)
    : one(0, bytes.length);
}

function addLines(
  collector: ReturnType<typeof createCollector>,
  bytes: Buffer,
  from: number,
  to: number,
  text: boolean,
): number {
  let lines = 0;
  for (let start = from; start < to; lines++) {
    const feed = bytes.indexOf(10, start);
    const end = feed < 0 ? to : feed;
    const cut = text && feed >= 0 && end > start && bytes[end - 1] === 13 ? end - 1 : end;
    collector.addKey(bytes, start, cut, 1);
    start = end + 1;
  }
  return lines;
}

describe("merging what was spilled", () => {
  const DECLARED: Aggregate[] = [
    { kind: "sum" },
    { kind: "average" },
    { kind: "distinct" },
    { kind: "first" },
    { kind: "top-k", k: 3, order: "largest" },
  ];

  it.each(DECLARED)("combines keys with one record and with several: $kind", (aggregate) => {
    // A tenth of the keys comes again and again; some are larger than a block.
    const random = randomNumbers(5);
    const pairs = Array.from({ length: 6000 }, (_, i): Pair => {
      if (i % 70 === 0) return ["l".repeat(4000 + random(200)), i];
      return [i % 3 === 0 ? `key ${random(200)}` : `key ${i}`, random(50) / 4];
    });
    for (const keys of ["raw", "tagged"] as const) {
      expectSameFiles({ keys, aggregate, memoryBytes: 60_000 }, pairs);
      expectSameFiles({ keys, aggregate, memoryBytes: 400_000, partitions: 3 }, pairs);
    }
  });
});

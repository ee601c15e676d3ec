import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Aggregate, Key } from "./key.js";
import { type GroupCursor, openGroups } from "./merge.js";
import { addDigests } from "./record-digest.js";
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

function mapRuns(
  directory: string,
  tasks: readonly (readonly Pair[])[],
  changes: Parameters<typeof collectorOptions>[1] = {},
): LocalRun[] {
  return tasks.map((pairs, index) => {
    const path = join(directory, `map-${index}.seg`);
    return runOf(collect(collectorOptions(directory, { ...changes, path }), pairs), 0, index);
  });
}

function tasksOf(count: number, pairs: number, seed: number): Pair[][] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, (_, task) =>
    Array.from({ length: pairs }, (_, i): Pair => [`key${random(50)}`, `${task}/${i}`]),
  );
}

function naive(tasks: readonly (readonly Pair[])[]): [Key, unknown[]][] {
  const groups = new Map<Key, unknown[]>();
  for (const [key, value] of tasks.flat()) {
    const values = groups.get(key);
    if (values === undefined) groups.set(key, [value]);
    else values.push(value);
  }
  return [...groups].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

describe("merging runs", () => {
  for (const [runs, memoryBytes] of [
    [0, 1 << 20],
    [1, 1 << 20],
    [3, 1],
    [64, 1 << 20],
    [65, 1 << 20],
    [200, 1 << 20],
    [200, 1],
  ]) {
    it(`gives values in (map task, emission) order: ${runs} runs, ${memoryBytes} bytes`, () => {
      const directory = temporaryDirectory();
      const tasks = tasksOf(runs, 100, runs);
      const sources = mapRuns(directory, tasks);
      const shuffled = [...sources].reverse();
      expect(readGroups(shuffled, directory, { memoryBytes })).toEqual(naive(tasks));
      expect(readdirSync(directory).filter((name) => name.startsWith("merge-"))).toEqual([]);
    });
  }

  it("counts and digests exactly what the maps wrote, whatever the fan-in", () => {
    const directory = temporaryDirectory();
    const runs = mapRuns(directory, tasksOf(100, 50, 5), { aggregate: { kind: "count" } });
    const expected = addDigests(runs.map((run) => run.digest));
    for (const memoryBytes of [1, 1 << 20]) {
      const options = { runs, keys: "tagged", ordered: false, directory, memoryBytes } as const;
      const cursor = openGroups({ ...options, aggregate: { kind: "count" } });
      let total = 0;
      while (cursor.next()) total += Number(cursor.aggregated());
      expect(cursor.digest).toEqual(expected);
      expect(total).toBe(5000);
      cursor.close();
    }
  });

  it("refuses two outputs of one map task", () => {
    const directory = temporaryDirectory();
    const [run] = mapRuns(directory, tasksOf(1, 5, 1));
    expect(() => readGroups([run, run], directory)).toThrow(/two runs of map task 0/);
  });
});

const FEW: Pair[][] = [
  [
    ["a", 1],
    ["a", 2],
    ["b", 3],
    ["c", 4],
  ],
  [
    ["a", 5],
    ["c", 6],
  ],
];
function open(directory: string): GroupCursor {
  return openGroups({
    runs: mapRuns(directory, FEW),
    keys: "tagged",
    ordered: false,
    aggregate: null,
    memoryBytes: 1 << 20,
    directory,
  });
}

describe("the group cursor", () => {
  it("skips values that nobody read", () => {
    const cursor = open(temporaryDirectory());
    const keys: Key[] = [];
    let old: Iterator<unknown> | undefined;
    while (cursor.next()) {
      keys.push(cursor.key());
      expect(old?.next().done ?? true).toBe(true);
      old = cursor.values()[Symbol.iterator]();
      old.next();
    }
    expect(keys).toEqual(["a", "b", "c"]);
    expect(cursor.groups).toBe(3);
    cursor.close();
  });

  it("hands values out once", () => {
    const cursor = open(temporaryDirectory());
    cursor.next();
    for (const value of cursor.values()) {
      expect(value).toBe(1);
      break;
    }
    expect([...cursor.values()]).toEqual([2, 5]);
    expect([...cursor.values()]).toEqual([]);
    cursor.close();
  });

  it("counts values, those already read included", () => {
    const cursor = open(temporaryDirectory());
    cursor.next();
    cursor.values()[Symbol.iterator]().next();
    expect(cursor.count()).toBe(3);
    cursor.next();
    expect(cursor.count()).toBe(1);
    cursor.close();
  });

  it("shows the key's bytes", () => {
    const directory = temporaryDirectory();
    const invalid = Uint8Array.of(0xff, 0x00, 0x80);
    const runs = mapRuns(directory, [[[invalid, 1]]], { keys: "raw" });
    const options = { ordered: false, aggregate: null, memoryBytes: 1 << 20, directory } as const;
    const cursor = openGroups({ ...options, runs, keys: "raw" });
    cursor.next();
    const { bytes, start, end } = cursor.keyBytes();
    expect(new Uint8Array(bytes.subarray(start, end))).toEqual(invalid);
    cursor.close();
  });
});

describe("secondary sort", () => {
  for (const keys of ["raw", "tagged"] as const) {
    for (const memoryBytes of [64 << 10, 8 << 20]) {
      it(`orders the values of each key: ${keys}, ${memoryBytes >> 10} KiB`, () => {
        const directory = temporaryDirectory();
        const random = randomNumbers(9);
        const names = ["", "a", "a\0", "a\0\0", "ab", "b"];
        const tasks = Array.from({ length: 4 }, () =>
          Array.from({ length: 3000 }, (): Pair => [names[random(6)], random(100) - 50]),
        );
        const runs = mapRuns(directory, tasks, {
          keys,
          memoryBytes,
          orderValuesBy: (value) => value as Key,
        });
        const groups = readGroups(runs, directory, { keys, ordered: true, memoryBytes });
        const expected = naive(tasks).map(([key, values]) => [
          key,
          values.map(Number).sort((a, b) => a - b),
        ]);
        expect(groups).toEqual(expected);
      });
    }
  }

  it("partitions by the key alone, as without it", () => {
    const directory = temporaryDirectory();
    const pairs = tasksOf(1, 500, 3)[0];
    const plain = collect(collectorOptions(directory, { partitions: 5 }), pairs);
    const ordered = collect(
      collectorOptions(directory, {
        partitions: 5,
        path: join(directory, "ordered.seg"),
        orderValuesBy: (value) => value as Key,
      }),
      pairs,
    );
    for (let partition = 0; partition < 5; partition++) {
      const keysOf = (groups: [Key, unknown[]][]): Key[] => groups.map(([key]) => key);
      expect(keysOf(readGroups([runOf(ordered, partition)], directory, { ordered: true }))).toEqual(
        keysOf(readGroups([runOf(plain, partition)], directory)),
      );
    }
  });

  it("with `first` gives the smallest", () => {
    const directory = temporaryDirectory();
    const aggregate: Aggregate = { kind: "first" };
    const orderValuesBy = (value: unknown): Key => value as Key;
    const runs = mapRuns(directory, [[["a", 3]], [["a", 1]], [["a", 2]]], {
      aggregate,
      orderValuesBy,
    });
    expect(readGroups(runs, directory, { aggregate, ordered: true })).toEqual([["a", [1]]]);
  });
});

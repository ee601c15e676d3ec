/** What jobs make of their input, through the real planner, task bodies, collectors and merges. */

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  average,
  count,
  distinct,
  fields,
  first,
  jsonl,
  keys,
  lines,
  mapReduce,
  max,
  min,
  pairs,
  param,
  range,
  sum,
  topK,
  withParams,
  words,
} from "./index.js";
import type { Key } from "./jobs/definition.js";
import { type LocalOptions, runLocal } from "./testing.js";

/** Everything that a run leaves in the temporary folder is a leak. */
let temporary = "";
let before: string | undefined;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), "mr-test-"));
  before = process.env["TMPDIR"];
  process.env["TMPDIR"] = temporary;
});
afterEach(() => {
  process.env["TMPDIR"] = before ?? "/tmp";
  const left = readdirSync(temporary);
  rmSync(temporary, { recursive: true });
  expect(left).toEqual([]);
});

const TEXT = ["the cat and the hat", "", "a cat"];
const COUNTS = [
  ["a", 1],
  ["and", 1],
  ["cat", 2],
  ["hat", 1],
  ["the", 2],
];

function splitWords(line: string, emit: (key: string, value: number) => void): void {
  for (const word of line.split(" ")) if (word !== "") emit(word, 1);
}

/** Every way to count words. */
const WORD_COUNTS = {
  "a function and sum": mapReduce({ input: lines(), map: splitWords, reduce: sum() }),
  "declared words and count": mapReduce({ input: words(), reduce: count() }),
  "a function with a combiner function": mapReduce({
    input: lines(),
    map: splitWords,
    combine(word, ones, emit) {
      let total = 0;
      for (const one of ones) total += one;
      emit(word, total);
    },
    reduce(word, ones, emit) {
      let total = 0;
      for (const one of ones) total += one;
      emit(word, total);
    },
  }),
  "a declared combiner and a function": mapReduce({
    input: lines(),
    map: splitWords,
    combine: sum(),
    reduce(word, ones: Iterable<number>, emit) {
      for (const one of ones) emit(word, one);
    },
  }),
};

describe("counting words", () => {
  it.each(Object.entries(WORD_COUNTS))("works by %s", async (_name, job) => {
    const { output, inputRecords } = await runLocal(job, TEXT);
    expect(output).toEqual(COUNTS);
    expect(inputRecords).toBeGreaterThan(2);
  });

  it("counts each record of the input once, also where a sample was taken before", async () => {
    const sorted = mapReduce({ input: lines({ as: "bytes" }), reduce: keys(), partition: range() });
    const text = "d\nb\na\nc\nf\ne\n";
    const { parts, inputRecords } = await runLocal(sorted, text, {
      partitions: 2,
      splitSizeBytes: 4,
    });
    expect(parts).toHaveLength(2);
    expect(inputRecords).toBe(6);
  });

  it("gives an empty part for an empty input", async () => {
    const job = WORD_COUNTS["a function and sum"];
    expect((await runLocal(job, "")).parts).toEqual([[]]);
    expect((await runLocal(job, [], { partitions: 3 })).parts).toEqual([[], [], []]);
  });

  it("counts words that are dangerous as property names", async () => {
    const text = "__proto__ constructor toString __proto__ hasOwnProperty";
    for (const job of Object.values(WORD_COUNTS)) {
      expect((await runLocal(job, text)).output).toEqual([
        ["__proto__", 2],
        ["constructor", 1],
        ["hasOwnProperty", 1],
        ["toString", 1],
      ]);
    }
  });
});

describe("hostile keys", () => {
  const hostile = [
    "",
    " ",
    "\0",
    "a\0",
    "a\tb",
    "a\r",
    "e\u0301",
    "\u00e9",
    "\u{1f600}",
    "\uffee",
    "__proto__",
    "~",
  ];
  const rising = hostile.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

  it.each(["any", "text"] as const)(
    "keep their bytes and rise in byte order as %s",
    async (kind) => {
      const job = mapReduce({
        input: jsonl<string>(),
        keys: kind,
        map: (text, emit) => emit(text, 1),
        reduce: sum(),
      });
      const input = hostile.map((key) => JSON.stringify(key));
      const { output } = await runLocal(job, input, { splitSizeBytes: 20, memoryBytes: 64 * 1024 });
      expect(output).toEqual(rising.map((key) => [key, 1]));
    },
  );

  it("of every type rise in one order", async () => {
    const mixed = [[1, "b"], [1], "text", -0.5, 10, 9, true, false, null, ["x", null]];
    const job = mapReduce({
      input: jsonl<Key>(),
      map: (key, emit) => emit(key, 1),
      reduce: sum(),
    });
    const { output } = await runLocal(
      job,
      mixed.map((key) => JSON.stringify(key)),
    );
    const keysInOrder = [null, false, true, -0.5, 9, 10, "text", [1], [1, "b"], ["x", null]];
    expect(output).toEqual(keysInOrder.map((key) => [key, 1]));
  });
});

describe("the same output", () => {
  const many = Array.from({ length: 4000 }, (_, index) => `w${(index * 7919) % 613} x${index % 7}`);
  const SHAPES: LocalOptions[] = [
    { memoryBytes: 64 * 1024 },
    { splitSizeBytes: 500 },
    { splitSizeBytes: 1000, memoryBytes: 64 * 1024 },
  ];

  it.each(SHAPES)("comes from %o as from one task with 64 MiB", async (shape) => {
    for (const job of Object.values(WORD_COUNTS)) {
      const expected = await runLocal(job, many, { partitions: 3 });
      const actual = await runLocal(job, many, { partitions: 3, ...shape });
      expect(actual.parts).toEqual(expected.parts);
      expect(actual.parts.filter((part) => part.length > 0).length).toBe(3);
    }
  });

  it("keeps values in the order of the input", async () => {
    const job = mapReduce({
      input: lines(),
      pairs: pairs<string, string>(),
      map(line: string, emit) {
        const [key = "", value = ""] = line.split(" ");
        emit(key, value);
      },
      reduce(key, values, emit) {
        emit(key, [...values].join(","));
      },
    });
    const input = Array.from({ length: 3000 }, (_, index) => `k${index % 3} ${index}`);
    const expected = await runLocal(job, input);
    expect(expected.output[1]?.[1]).toMatch(/^1,4,7,10,/);
    const shape = { memoryBytes: 64 * 1024, splitSizeBytes: 700 };
    expect((await runLocal(job, input, shape)).output).toEqual(expected.output);
  });
});

describe("declared reductions", () => {
  const input = ["a\t3", "b\t5", "a\t1", "a\t3"];
  const source = fields({ separator: "\t", key: 0, value: 1, valueType: "number" });

  it("aggregates values that an input declares", async () => {
    const reduced = async (job: Parameters<typeof runLocal>[0]) =>
      (await runLocal(job, input)).output;
    expect(await reduced(mapReduce({ input: source, reduce: sum() }))).toEqual([
      ["a", 7],
      ["b", 5],
    ]);
    expect(await reduced(mapReduce({ input: source, reduce: min() }))).toEqual([
      ["a", 1],
      ["b", 5],
    ]);
    expect(await reduced(mapReduce({ input: source, reduce: max() }))).toEqual([
      ["a", 3],
      ["b", 5],
    ]);
    expect(await reduced(mapReduce({ input: source, reduce: first<number>() }))).toEqual([
      ["a", 3],
      ["b", 5],
    ]);
    expect(await reduced(mapReduce({ input: source, reduce: topK(2) }))).toEqual([
      ["a", [3, 3]],
      ["b", [5]],
    ]);
    expect(await reduced(mapReduce({ input: source, reduce: average() }))).toEqual([
      ["a", 7 / 3],
      ["b", 5],
    ]);
    expect(await reduced(mapReduce({ input: source, reduce: distinct<number>() }))).toEqual([
      ["a", [1, 3]],
      ["b", [5]],
    ]);
  });

  it("writes keys alone, once or as often as they came", async () => {
    const input = ["b", "a", "b"];
    const once = mapReduce({ input: lines(), reduce: keys() });
    expect((await runLocal(once, input)).output).toEqual([
      ["a", null],
      ["b", null],
    ]);
    const sorted = mapReduce({ input: lines(), reduce: keys({ repeated: true }) });
    expect((await runLocal(sorted, input)).output).toEqual([
      ["a", null],
      ["b", null],
      ["b", null],
    ]);
  });
});

describe("map-only jobs", () => {
  it("write in the order of the input, and further outputs beside it", async () => {
    const job = mapReduce({
      input: lines(),
      map(line: string, emit, { source, output }) {
        if (line.includes("x")) emit(`${source.path}:${source.offset}`, line);
        else output("rest").write(line, 1);
      },
    });
    const files = { "b/2.txt": "x3\nno\n", "1.txt": "x1\nmore\nx2" };
    const { output, outputs } = await runLocal(job, { files }, { splitSizeBytes: 4 });
    expect(output).toEqual([
      ["1.txt:0", "x1"],
      ["1.txt:8", "x2"],
      ["b/2.txt:0", "x3"],
    ]);
    expect(outputs).toEqual({
      rest: [
        ["more", 1],
        ["no", 1],
      ],
    });
  });
});

describe("hooks, counters and parameters", () => {
  it("run around each task and are counted once", async () => {
    const job = mapReduce({
      input: lines(),
      params: { least: param.integer({ default: 1 }) },
      setup: ({ counter, phase }) => counter(`setup ${phase}`).add(),
      map(line: string, emit, { params, counter }) {
        if (line.length < params.least) counter("short").add();
        else emit(line, 1);
      },
      close(emit, { phase, task }) {
        if (phase === "map") emit("~end", 1);
        else emit(`~${task}`, 0);
      },
      reduce: sum(),
    });
    const { output, counters } = await runLocal(job, ["abc", "a", "abcd"], {
      params: { least: 3 },
      splitSizeBytes: 4,
    });
    expect(output).toEqual([
      ["abc", 1],
      ["abcd", 1],
      ["~end", 3],
      ["~reduce-00000", 0],
    ]);
    expect(counters).toEqual({ "setup map": 3, "setup reduce": 1, short: 1 });
  });

  it("build jobs whose shape depends on them", async () => {
    const job = withParams({ keep: param.choice(["largest", "smallest"]) }, ({ keep }) =>
      mapReduce({
        input: fields({ separator: " ", key: 0, value: 1, valueType: "number" }),
        reduce: topK(1, { order: keep }),
      }),
    );
    const { output } = await runLocal(job, ["a 1", "a 2"], { params: { keep: "smallest" } });
    expect(output).toEqual([["a", [1]]]);
    await expect(runLocal(job, ["a 1"])).rejects.toThrow(/--keep/);
  });
});

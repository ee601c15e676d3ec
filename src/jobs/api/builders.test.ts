/** What plain JavaScript, which no compiler has looked at, is told; and what the builders make. */

import { describe, expect, it } from "vitest";
import * as api from "../../index.js";

const {
  beforeTab,
  chain,
  command,
  files,
  fixed,
  iterate,
  keys,
  lines,
  mapReduce,
  average,
  range,
  sortableLines,
  sortedLines,
  step,
  sum,
  topK,
  words,
} = api;

/** As if written without types. */
const untyped = api as unknown as { readonly [name: string]: (...values: unknown[]) => unknown };
const make = (options: unknown) => () => untyped["mapReduce"]?.(options);
const map = () => undefined;

describe("a job without types", () => {
  it.each<[string, unknown, string]>([
    ["no input", { map }, "input is missing"],
    ["a path as input", { input: "./data", map }, "input is missing or not a format"],
    ["an input that is no format", { input: { a: lines(), b: 1 }, map }, "input b is not a format"],
    ["no map", { input: files() }, "map is missing"],
    ["a map that is no function", { input: lines(), map: 3 }, "map is neither a function nor"],
    [
      "one map for two inputs",
      { input: { a: lines(), b: lines() }, map },
      "each of the inputs a, b needs its map",
    ],
    ["a map too many", { input: { a: lines() }, map: { a: map, b: map } }, "map b has no input"],
    [
      "an aggregate not called",
      { input: lines(), map, reduce: "sum" },
      "reduce is neither a function",
    ],
    ["a combine without reduce", { input: lines(), map, combine: sum() }, "combine needs a reduce"],
    [
      "two aggregates",
      { input: lines(), map, combine: sum(), reduce: average() },
      "combine is sum() but reduce is average()",
    ],
    [
      "averages of averages",
      { input: lines(), map, combine: average(), reduce: map },
      "average() cannot combine",
    ],
    [
      "no partition",
      { input: lines(), map, partition: "hash" },
      "partition is neither a function nor range() nor beforeTab()",
    ],
    ["half a part", { input: lines(), map, partitions: 0.5 }, "partitions is 0.5"],
    ["a hook that is no function", { input: lines(), map, setup: true }, "setup is not a function"],
  ])("is refused with %s", (_, options, expected) => {
    expect(make(options)).toThrow(expected);
  });

  it("is refused in flows of several steps", () => {
    expect(() => untyped["chain"]?.({})).toThrow("the first argument is not made by mapReduce()");
    expect(() => untyped["chain"]?.(mapReduce({ input: lines(), map }), { map })).toThrow(
      "argument 2 is not made by step()",
    );
    expect(() => topK(0)).toThrow("k must be a whole number from 1");
    expect(() => fixed(1.5)).toThrow("the length must be a whole number");
    for (const columns of [
      { from: 5, to: 2 },
      { from: -1, to: 2 },
      { from: 0, to: 1.5 },
    ]) {
      expect(() => sortableLines({ columns })).toThrow("are no range");
      expect(() => sortedLines({ columns })).toThrow("are no range");
    }
    const half = { map, reduce: sum() };
    const flow = { input: lines(), first: half, round: half, finish: half, rounds: -1 };
    expect(() => iterate(flow as never)).toThrow("rounds is -1");
  });
});

describe("a definition", () => {
  it("stores keys as they are when a declared extractor or a program makes them", () => {
    const of = (job: api.JobDefinition) => (job.flow.kind === "steps" ? job.flow.steps[0] : null);
    expect(of(mapReduce({ input: lines(), reduce: sum() }))).toMatchObject({
      keys: "raw",
      rawKeysAs: "text",
    });
    const bytes = mapReduce({ input: lines({ as: "bytes" }), reduce: keys(), partition: range() });
    expect(of(bytes)).toMatchObject({
      map: null,
      keys: "raw",
      rawKeysAs: "bytes",
      partitioning: { kind: "range" },
    });
    const byFile = mapReduce({ input: words({ withPath: true }), partition: beforeTab() });
    expect(of(byFile)).toMatchObject({ keys: "raw", partitioning: { kind: "before-tab" } });
    expect(of(mapReduce({ input: lines(), map, reduce: sum() }))).toMatchObject({ keys: "tagged" });
    expect(of(mapReduce({ input: lines(), map: command("cat") }))).toMatchObject({ keys: "raw" });
  });

  it("of a chain keeps what the first step says about the job", () => {
    const first = mapReduce({ input: lines(), map, description: "d", output: "csv" });
    const job = chain(first, step({ map, partitions: 2 }));
    expect(job).toMatchObject({ description: "d", output: { format: "csv" } });
    expect(job.flow).toMatchObject({ steps: [{ partitions: null }, { partitions: 2 }] });
  });
});

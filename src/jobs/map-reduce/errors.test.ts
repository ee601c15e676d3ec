/** What goes wrong in a job's own code or data, and where the error says it was. */

import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  chain,
  iterate,
  jsonl,
  lines,
  mapReduce,
  pairs,
  refine,
  state,
  step,
  sum,
} from "../../index.js";
import { runLocal } from "../../testing.js";
import type { Key } from "../definition.js";

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

function throwingAt(bad: string) {
  return function check(text: unknown): void {
    if (text === bad) throw new RangeError(`cannot take ${bad}`);
  };
}

const checkMap = throwingAt("bad");

describe("an error in a user's function", () => {
  const map = (line: string, emit: (key: string, value: number) => void) => {
    checkMap(line);
    emit(line, 1);
  };

  it("names file and offset of the record, and keeps the user's stack", async () => {
    const job = mapReduce({ input: lines(), map, reduce: sum() });
    const files = { "a.txt": "one\ntwo\n", "b.txt": "é\nbad\n" };
    await expect(runLocal(job, { files })).rejects.toMatchObject({
      code: "MR_USER_CODE",
      message: "RangeError: cannot take bad",
      location: "b.txt:3",
      stack: expect.stringMatching(/RangeError: cannot take bad\n\s+at check .*errors\.test\.ts/),
    });
  });

  it("names the key in a reduce, a combiner, a partition function and a chained map", async () => {
    const check = throwingAt("bad");
    const location = 'key "bad"';
    const shell = {
      input: lines(),
      map: (line: string, emit: (key: string, value: number) => void) => emit(line, 1),
    };
    const input = ["good", "bad"];
    const reduce = mapReduce({ ...shell, reduce: (key) => check(key) });
    await expect(runLocal(reduce, input)).rejects.toMatchObject({ location });
    const combine = mapReduce({ ...shell, combine: (key) => check(key), reduce: () => {} });
    await expect(runLocal(combine, input)).rejects.toMatchObject({ location });
    const partition = mapReduce({ ...shell, reduce: sum(), partition: (key) => (check(key), 0) });
    await expect(runLocal(partition, input)).rejects.toMatchObject({ location });
    const chained = chain(
      mapReduce({ ...shell, reduce: sum() }),
      step({ map: ([key]: [string, number]) => check(key) }),
    );
    await expect(runLocal(chained, input)).rejects.toMatchObject({ location });
  });

  it("names the hook", async () => {
    const fail = () => {
      throw new Error("no");
    };
    await expect(
      runLocal(mapReduce({ input: lines(), map, setup: fail }), ["x"]),
    ).rejects.toMatchObject({ location: "setup" });
    await expect(
      runLocal(mapReduce({ input: lines(), map, close: fail }), ["x"]),
    ).rejects.toMatchObject({ location: "close" });
  });

  it("is reported for what is thrown without being an error", async () => {
    const job = mapReduce({
      input: lines(),
      map() {
        throw "just text";
      },
    });
    await expect(runLocal(job, ["x"])).rejects.toMatchObject({
      code: "MR_USER_CODE",
      message: "the job threw just text",
      location: "input:0",
    });
  });
});

describe("a function that breaks the rules", () => {
  it.each([
    ["returns a promise", (async () => {}) as unknown as () => void, /returned a promise/],
    [
      "emits what cannot be a key",
      (_: unknown, emit: (key: Key, value: unknown) => void) => emit(undefined as never, 1),
      /cannot be a key/,
    ],
    [
      "counts fractions",
      (_: unknown, __: unknown, context: { counter(name: string): { add(n: number): void } }) =>
        context.counter("x").add(0.5),
      /whole numbers|0\.5/,
    ],
    [
      "opens an output called part",
      (_: unknown, __: unknown, context: { output(name: string): { write(k: unknown): void } }) =>
        context.output("part").write(1),
      /cannot be the name/,
    ],
  ])("fails when it %s", async (_name, map, message) => {
    const job = mapReduce({ input: lines(), map: map as never, reduce: sum() });
    await expect(runLocal(job, ["a", "b"])).rejects.toMatchObject({
      code: "MR_USER_CODE",
      message: expect.stringMatching(message),
      location: "input:0",
    });
  });
});

describe("a stage that cannot do what is asked", () => {
  it("fails when it opens an output and has none", async () => {
    const job = mapReduce({
      input: lines(),
      map(line: string, emit, { output }) {
        output("side").write(line);
        emit(line, 1);
      },
      reduce: sum(),
    });
    await expect(runLocal(job, ["a"])).rejects.toThrow(/before the job's last stage/);
  });

  it("fails when a state is larger than can travel", async () => {
    const job = refine({
      input: lines(),
      state: state<string>(),
      start: {
        map: (line: string, emit) => emit(line, 1),
        reduce: sum(),
        collect: () => ({ state: "x".repeat(2 << 20) }),
      },
      round: {
        map: (line: string, emit) => emit(line, 1),
        reduce: sum(),
        collect: () => ({ state: "" }),
      },
      rounds: 1,
      finish: { map: (line: string, emit) => emit(line, 1) },
    });
    await expect(runLocal(job, ["a"])).rejects.toMatchObject({ code: "MR_RESULT_TOO_LARGE" });
  });

  it("fails when until does not answer", async () => {
    const same = {
      map: ([key, value]: [string, number], emit: (key: string, value: number) => void) =>
        emit(key, value),
      reduce: sum(),
    };
    const job = iterate({
      input: lines(),
      records: pairs<string, number>(),
      first: { map: (line: string, emit) => emit(line, 1), reduce: sum() },
      round: same,
      rounds: 3,
      until: (() => undefined) as unknown as () => boolean,
      finish: same,
    });
    await expect(runLocal(job, ["a"])).rejects.toMatchObject({
      code: "MR_USER_CODE",
      location: "until",
    });
  });
});

describe("bad records", () => {
  const input = ["1", "bad", "2", "bad", "3"];
  const job = mapReduce({
    input: lines(),
    map(line: string, emit) {
      emit("seen", 1);
      checkMap(line);
      emit("good", Number(line));
    },
    reduce: sum(),
  });

  it("are left out whole and listed when they may be", async () => {
    const { output, skipped, inputRecords } = await runLocal(job, input, { skipBadRecords: 2 });
    expect(output).toEqual([
      ["good", 6],
      ["seen", 3],
    ]);
    expect(skipped).toEqual([
      { file: "input", offset: 2, reason: "cannot take bad" },
      { file: "input", offset: 8, reason: "cannot take bad" },
    ]);
    expect(inputRecords).toBe(5);
  });

  it("fail the task when there are too many", async () => {
    await expect(runLocal(job, input, { skipBadRecords: 1 })).rejects.toMatchObject({
      code: "MR_TOO_MANY_BAD_RECORDS",
      location: "input:8",
    });
  });

  it("may be such as cannot be decoded", async () => {
    const text = '{"k":"a"}\nnonsense\n{"k":"b"}\n';
    const decoded = mapReduce({
      input: jsonl<{ k: string }>(),
      map: (record, emit) => emit(record.k, 1),
      reduce: sum(),
    });
    await expect(runLocal(decoded, text)).rejects.toMatchObject({
      code: "MR_INPUT_CORRUPT",
      location: "input:10",
    });
    const { output, skipped } = await runLocal(decoded, text, { skipBadRecords: 1 });
    expect(output).toEqual([
      ["a", 1],
      ["b", 1],
    ]);
    expect(skipped).toMatchObject([{ file: "input", offset: 10 }]);
    const declared = mapReduce({ input: jsonl({ key: "k" }), reduce: sum() });
    const extracted = await runLocal(declared, text, { skipBadRecords: 1 });
    expect(extracted.output).toEqual([
      ["a", 1],
      ["b", 1],
    ]);
    expect(extracted.skipped).toMatchObject([{ file: "input", offset: 10 }]);
  });
});

describe("pairs of records that may be left out", () => {
  it("change nothing for a job that uses what it emitted again (own-value.ts)", async () => {
    const list: unknown[] = [0, { n: 0 }];
    const bytes = new Uint8Array(1);
    const again = mapReduce({
      input: lines({ as: "view" }),
      pairs: pairs<Uint8Array, unknown>(),
      keys: "bytes",
      map(line, emit) {
        for (const n of [1, 2]) {
          list[0] = n;
          (list[1] as { n: number }).n = n;
          bytes[0] = 0x60 + n;
          emit(bytes, list);
          emit(line, n);
        }
      },
      reduce: (key, values, emit) => emit(Buffer.from(key).toString(), [...values]),
    });
    const text = "x\ny\n";
    const { output } = await runLocal(again, text);
    const twice = (n: number) => [
      [n, { n }],
      [n, { n }],
    ];
    expect(output).toEqual([
      ["a", twice(1)],
      ["b", twice(2)],
      ["x", [1, 2]],
      ["y", [1, 2]],
    ]);
    expect((await runLocal(again, text, { skipBadRecords: 1 })).output).toEqual(output);
  });
});

describe("records that emit what cannot be a key or a value", () => {
  it("are bad records, before or behind other pairs", async () => {
    type Emit = (key: never, value: never) => void;
    const say = (emit: Emit, key: unknown, value: unknown) => emit(key as never, value as never);
    const maps: ((line: string, emit: Emit) => void)[] = [
      (line, emit) => say(emit, line === "bad" ? undefined : line, 1),
      (line, emit) => say(emit, line, line === "bad" ? "no number" : 1),
      (line, emit) => {
        say(emit, line === "bad" ? "half a record" : line, 1);
        say(emit, line === "bad" ? () => 1 : line, 0);
      },
    ];
    const text = ["good", "bad", "good", "bad", "good"];
    for (const map of maps) {
      const emitting = mapReduce({ input: lines(), map, reduce: sum() });
      const { output, skipped } = await runLocal(emitting, text, { skipBadRecords: 2 });
      expect(output).toEqual([["good", 3]]);
      expect(skipped).toMatchObject([{ offset: 5 }, { offset: 14 }]);
      await expect(runLocal(emitting, text, { skipBadRecords: 1 })).rejects.toMatchObject({
        code: "MR_TOO_MANY_BAD_RECORDS",
      });
    }
  });
});

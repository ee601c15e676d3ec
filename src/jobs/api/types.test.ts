/**
 * What the compiler says to a job's author. Each `@ts-expect-error` is a mistake that must not compile: `tsc` fails
 * when one of them does. At run time the jobs are only built.
 */

import { describe, expect, expectTypeOf, it } from "vitest";
import {
  chain,
  command,
  count,
  csv,
  type Emit,
  fields,
  first,
  iterate,
  jsonl,
  lines,
  mapReduce,
  max,
  pairs,
  param,
  range,
  refine,
  state,
  step,
  sum,
  topK,
  withParams,
  words,
} from "../../index.js";

describe("a job of one step", () => {
  it("takes the record's type from the input and the value's type from the aggregate", () => {
    const job = mapReduce({
      input: lines(),
      map(line, emit) {
        expectTypeOf(line).toEqualTypeOf<string>();
        for (const word of line.split(/\s+/)) emit(word, 1);
        // @ts-expect-error sum() adds numbers
        emit(line, "x");
      },
      combine: sum(),
      reduce: sum(),
    });
    expect(job.flow.kind).toBe("steps");
  });

  it("counts anything and takes programs", () => {
    mapReduce({
      input: lines(),
      map: (line, emit) => emit([line.length, true], { any: "thing" }),
      reduce: count(),
      partition: range(),
    });
    mapReduce({ input: lines(), map: command("./map.py"), reduce: command("./reduce.py") });
  });
});

describe("the types of pairs", () => {
  it("come from an annotated emit", () => {
    mapReduce({
      input: lines(),
      map(line, emit: Emit<string, number>) {
        emit(line, line.length);
      },
      reduce(word, lengths, emit, context) {
        expectTypeOf(word).toEqualTypeOf<string>();
        expectTypeOf(lengths).toEqualTypeOf<Iterable<number>>();
        for (const length of lengths) context.counter("length").add(length);
        emit(word, "any output is fine");
      },
    });
  });

  it("come from pairs()", () => {
    mapReduce({
      input: jsonl<{ user: string; at: number }>(),
      pairs: pairs<string, [number, string]>(),
      map(record, emit) {
        emit(record.user, [record.at, record.user]);
        // @ts-expect-error the value is a tuple
        emit(record.user, record.at);
      },
      orderValuesBy: ([at]) => at,
      partition: (key, partitions) => key.length % partitions,
      reduce(user, visits, emit) {
        for (const [at] of visits) emit(user, at);
      },
    });
  });

  it("come from a reduce that is annotated throughout", () => {
    mapReduce({
      input: lines(),
      map(line, emit) {
        emit(line, { length: line.length });
        // @ts-expect-error the reduce wants objects
        emit(line, 3);
      },
      reduce(line: string, values: Iterable<{ length: number }>, emit: Emit) {
        for (const { length } of values) emit(line, length);
      },
    });
  });
});

describe("a mistake", () => {
  it("is a reduce that does not fit the map", () => {
    mapReduce({
      input: lines(),
      // @ts-expect-error sum() cannot add strings
      map(line, emit: Emit<string, string>) {
        emit(line, line);
      },
      reduce: sum(),
    });
    mapReduce({
      input: lines(),
      // @ts-expect-error the reduce wants numbers
      map(line, emit: Emit<string, string>) {
        emit(line, line);
      },
      reduce(line: string, values: Iterable<number>, emit: Emit) {
        for (const value of values) emit(line, value);
      },
    });
  });

  it("is to leave out the map, but with a declared extractor", () => {
    mapReduce({ input: words(), reduce: sum() });
    mapReduce({ input: fields({ key: 0, value: 2 }), reduce: max() });
    mapReduce({
      input: jsonl({ key: "user.id", value: "name", valueType: "string" }),
      reduce: first(),
    });
    // @ts-expect-error sum() cannot add strings
    mapReduce({ input: jsonl({ key: "id", value: "name", valueType: "string" }), reduce: sum() });
    // @ts-expect-error csv() without a key makes records, not pairs
    expect(() => mapReduce({ input: csv(), reduce: count() })).toThrow("map is missing");
  });
});

describe("a join", () => {
  it("types each map by its own input", () => {
    mapReduce({
      input: { left: lines(), right: csv() },
      pairs: pairs<string, ["left" | "right", string]>(),
      map: {
        left(line, emit) {
          expectTypeOf(line).toEqualTypeOf<string>();
          emit(line, ["left", line]);
          // @ts-expect-error not a pair of the join
          emit(line, 1);
        },
        right(row, emit) {
          expectTypeOf(row).toEqualTypeOf<{ readonly [column: string]: string }>();
          emit(row["id"] ?? "", ["right", row["name"] ?? ""]);
        },
      },
      reduce(key, values, emit) {
        for (const [side, text] of values) emit(key, `${side} ${text}`);
      },
    });
  });

  it("wants a map for every input", () => {
    expect(() =>
      mapReduce({
        // @ts-expect-error right has no map
        input: { left: lines(), right: lines() },
        // @ts-expect-error right has no map
        map: { left: (line: string, emit: Emit<string, number>) => emit(line, 1) },
        reduce: sum(),
      }),
    ).toThrow("input right has no map");
  });
});

describe("parameters", () => {
  it("type context.params and the arguments of withParams", () => {
    mapReduce({
      input: lines(),
      params: {
        top: param.integer({ default: 10 }),
        since: param.date(),
        level: param.choice(["info", "error"], { default: "info" }),
        limit: param.size({ default: null }),
      },
      map(line, emit, { params }) {
        expectTypeOf(params.top).toEqualTypeOf<number>();
        expectTypeOf(params.since).toEqualTypeOf<Date>();
        expectTypeOf(params.level).toEqualTypeOf<"info" | "error">();
        expectTypeOf(params.limit).toEqualTypeOf<number | null>();
        // @ts-expect-error there is no such parameter
        emit(line, params.bottom);
        emit(line, 1);
      },
      reduce: sum(),
    });
    withParams({ lower: param.boolean() }, ({ lower }) => {
      expectTypeOf(lower).toEqualTypeOf<boolean>();
      return mapReduce({ input: words({ lowerCase: lower }), reduce: sum() });
    });
    // @ts-expect-error the default is not one of the choices
    param.choice(["a", "b"], { default: "c" });
  });
});

describe("flows of several steps", () => {
  it("hand a chain's pairs on with their types", () => {
    const job = chain(
      mapReduce({ input: words(), reduce: count() }),
      step({
        map([word, times], emit) {
          expectTypeOf(word).toEqualTypeOf<string>();
          expectTypeOf(times).toEqualTypeOf<number>();
          emit(null, [-times, word]);
        },
        reduce: topK<[number, string]>(3, { order: "smallest" }),
      }),
      step({
        map([, best], emit) {
          expectTypeOf(best).toEqualTypeOf<[number, string][]>();
          for (const [times, word] of best) emit(word, -times);
        },
      }),
    );
    expect(job.flow).toMatchObject({ steps: { length: 3 } });
  });

  it("hand an iteration's pairs from round to round", () => {
    iterate({
      input: lines(),
      records: pairs<string, number>(),
      first: { map: (line, emit) => emit(line, 1), reduce: sum() },
      round: {
        map([node, rank], emit: Emit<string, string>) {
          emit(node, String(rank));
        },
        reduce(node, values, emit) {
          for (const value of values) emit(node, value.length);
          // @ts-expect-error ranks are numbers
          emit(node, "x");
        },
      },
      rounds: 3,
      until: (context) => context.previousTotal("change") < 1,
      finish: { map: ([node, rank], emit) => emit(node, rank.toFixed(2)) },
    });
  });

  it("type a refinement's state", () => {
    refine({
      input: lines(),
      state: state<{ mean: number }>(),
      start: {
        map: (line, emit: Emit<null, number>) => emit(null, Number(line)),
        reduce: max(),
        collect: ([best]) => ({ state: { mean: best?.[1] ?? 0 } }),
      },
      round: {
        map: (line, emit, { state: { mean } }) => emit(null, Number(line) - mean),
        reduce: sum(),
        // @ts-expect-error the state is an object
        collect: (found) => ({ state: found.length, done: true }),
      },
      rounds: 2,
      finish: { map: (line, emit, context) => emit(line, context.state.mean) },
    });
  });
});

/** Chains, iterations and refinements, run by the test kit. */

import { describe, expect, it } from "vitest";
import {
  average,
  chain,
  count,
  iterate,
  lines,
  mapReduce,
  pairs,
  refine,
  state,
  step,
  words,
} from "../../index.js";
import { runLocal } from "../../testing.js";

const TEXT = ["the cat and the hat", "", "a cat"];

describe("chains", () => {
  it("feed the reduce of a step to the map of the next", async () => {
    const job = chain(
      mapReduce({ input: words(), reduce: count() }),
      step({
        pairs: pairs<number, string>(),
        map([word, times]: [string, number], emit) {
          emit(times, word);
        },
        reduce(times, all, emit) {
          emit(times, [...all]);
        },
      }),
    );
    const { output } = await runLocal(job, TEXT, { partitions: 1 });
    expect(output).toEqual([
      [1, ["a", "and", "hat"]],
      [2, ["cat", "the"]],
    ]);
    const cut = await runLocal(job, TEXT, { partitions: 4, splitSizeBytes: 7, memoryBytes: 65536 });
    expect(cut.output.length).toBe(2);
  });
});

const LINKS = ["a b", "a c", "b c", "c a", "d c"];

/** Page rank with nothing left out: totals, until, pairs that travel. */
const PAGE_RANK = iterate({
  input: lines(),
  records: pairs<string, { rank: number; links: string[] }>(),
  first: {
    pairs: pairs<string, string | null>(),
    map(line: string, emit) {
      const [from = "", to = ""] = line.split(" ");
      emit(from, to);
      emit(to, null);
    },
    reduce(page, targets, emit, { total }) {
      total("pages").add(1);
      emit(page, { rank: -1, links: [...targets].filter((target) => target !== null) });
    },
  },
  round: {
    pairs: pairs<string, number | string[]>(),
    map([page, { rank, links }], emit, context) {
      const pages = context.previousTotal("pages");
      const now = rank < 0 ? 1 / pages : rank;
      emit(page, links);
      for (const link of links) emit(link, now / links.length);
      if (links.length === 0) context.total("dangling").add(now);
    },
    reduce(page, values, emit, context) {
      const pages = context.previousTotal("pages");
      let links: string[] = [];
      let received = 0;
      for (const value of values) {
        if (typeof value === "number") received += value;
        else links = value;
      }
      context.total("pages").add(1);
      context.total("rank").add(received);
      emit(page, { rank: 0.15 / pages + 0.85 * received, links });
    },
  },
  rounds: 30,
  until: ({ round, previousTotal, log }) => {
    log(`round ${round}: ${previousTotal("pages")} pages`);
    return round === 24;
  },
  finish: {
    map([page, { rank }], emit) {
      emit(page, rank);
    },
  },
});

function pageRankByHand(rounds: number): [string, number][] {
  const links = new Map<string, string[]>([
    ["a", []],
    ["b", []],
    ["c", []],
    ["d", []],
  ]);
  for (const link of LINKS) links.get(link[0] ?? "")?.push(link[2] ?? "");
  let ranks = new Map([...links.keys()].map((page) => [page, 1 / 4]));
  for (let round = 0; round < rounds; round += 1) {
    const next = new Map([...links.keys()].map((page) => [page, 0.15 / 4]));
    for (const [page, targets] of links) {
      for (const target of targets) {
        next.set(
          target,
          (next.get(target) ?? 0) + (0.85 * (ranks.get(page) ?? 0)) / targets.length,
        );
      }
    }
    ranks = next;
  }
  return [...ranks];
}

describe("iterate", () => {
  it.each([{}, { partitions: 3, splitSizeBytes: 4 }])(
    "ranks pages as by hand, with %o",
    async (shape) => {
      const { output, log } = await runLocal(PAGE_RANK, LINKS, shape);
      const expected = new Map(pageRankByHand(25));
      expect(output.length).toBe(4);
      for (const [page, rank] of output)
        expect(rank).toBeCloseTo(expected.get(page as string) ?? 0, 12);
      expect(log.length).toBe(25);
      expect(log[24]).toBe("round 24: 4 pages");
    },
  );
});

describe("refine", () => {
  /** Toy k-means on a line, two centres. */
  const job = refine({
    input: lines(),
    state: state<number[]>(),
    start: {
      pairs: pairs<string, number>(),
      map(line: string, emit) {
        emit("all", Number(line));
      },
      reduce(_key, values, emit) {
        const all = [...values];
        emit("range", [Math.min(...all), Math.max(...all)]);
      },
      collect: (found) => ({ state: found[0]?.[1] as number[] }),
    },
    round: {
      map(line: string, emit, { state: centres, total }) {
        const point = Number(line);
        const nearest = Math.abs(point - centres[0]) < Math.abs(point - centres[1]) ? 0 : 1;
        total("points").add(1);
        emit(nearest, point);
      },
      reduce: average(),
      collect(found, { state: centres, previousTotal, log }) {
        const next = found.map(([, centre]) => centre as number);
        log(`${previousTotal("points")} points`);
        return { state: next, done: next.every((centre, index) => centre === centres[index]) };
      },
    },
    rounds: 10,
    finish: {
      map(line: string, emit, { state: centres, round }) {
        emit(line, [centres, round]);
      },
    },
  });

  it("reads the input again until the state stands still", async () => {
    const input = ["1", "2", "9", "3", "10", "11"];
    const { output, log } = await runLocal(job, input, { splitSizeBytes: 4 });
    expect(output.length).toBe(6);
    expect(output[0]).toEqual(["1", [[2, 10], 2]]);
    expect(log).toEqual(["6 points", "6 points"]);
  });
});

/** Page rank and k-means beside short programs that do the same in another way. */

import { describe, expect, it } from "vitest";
import { numbers, runJob } from "./test-support.js";

/** The same ranks by the plain power iteration over a table of all nodes. */
function pageRank(links: readonly (readonly [string, string])[], rounds: number, damping: number) {
  const nodes = [...new Set(links.flat())];
  const targets = new Map(nodes.map((node) => [node, [] as string[]]));
  for (const [from, to] of links) targets.get(from)?.push(to);
  let ranks = new Map(nodes.map((node) => [node, 1 / nodes.length]));
  for (let round = 0; round < rounds; round += 1) {
    let dangling = 0;
    const next = new Map(nodes.map((node) => [node, 0]));
    for (const [node, rank] of ranks) {
      const list = targets.get(node) ?? [];
      if (list.length === 0) dangling += rank;
      for (const to of list) next.set(to, (next.get(to) ?? 0) + rank / list.length);
    }
    const base = (1 - damping) / nodes.length;
    ranks = new Map(
      nodes.map((node) => [
        node,
        base + damping * ((next.get(node) ?? 0) + dangling / nodes.length),
      ]),
    );
  }
  return ranks;
}

function parseRanks(text: string): Map<string, number> {
  const lines = text.trimEnd().split("\n");
  return new Map(lines.map((line) => [line.split("\t")[0] ?? "", Number(line.split("\t")[1])]));
}

describe("page-rank", () => {
  const below = numbers(3);
  const links = Array.from({ length: 120 }, () => [`n${below(20)}`, `n${below(40)}`] as const);
  const lines = links.map((link) => link.join("\t"));

  it("gives the ranks of the power iteration, which add up to 1", async () => {
    const { text } = await runJob("page-rank", lines, { iterations: 7, damping: 0.8 });
    const ranks = parseRanks(text);
    const expected = pageRank(links, 7, 0.8);
    expect(ranks.size).toBe(expected.size);
    for (const [node, rank] of expected) expect(ranks.get(node)).toBeCloseTo(rank, 12);
    expect([...ranks.values()].reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(1, 12);
  });

  it("stops at its tolerance", async () => {
    const circle = ["a\tb", "b\ta", "malformed"];
    const { text, counters } = await runJob("page-rank", circle, { tolerance: 1e-6 });
    expect(parseRanks(text)).toEqual(
      new Map([
        ["a", 0.5],
        ["b", 0.5],
      ]),
    );
    expect(counters["malformed"]).toBe(1);
  });
});

type Point = readonly number[];

/** Written from the description in k-means.ts and pick-points.ts. */
function hash(text: string): bigint {
  const mask = 0xffffffffn;
  let h = 0x811c9dc5n;
  for (const byte of Buffer.from(text)) h = ((h ^ BigInt(byte)) * 0x01000193n) & mask;
  h = ((h ^ (h >> 16n)) * 0x85ebca6bn) & mask;
  h = ((h ^ (h >> 13n)) * 0xc2b2ae35n) & mask;
  return h ^ (h >> 16n);
}

function startCentres(lines: readonly string[], path: string, seed: number, k: number): string[] {
  let offset = 0;
  const hashed = lines.map((line) => {
    const pair = [hash(`${seed}:${path}:${offset}`), line] as const;
    offset += line.length + 1;
    return pair;
  });
  hashed.sort(([a], [b]) => (a < b ? -1 : 1));
  return [...new Set(hashed.map(([, line]) => line))].slice(0, k);
}

function near(point: Point, centres: readonly Point[]): number {
  const distances = centres.map((centre) =>
    centre.reduce((sum, value, column) => sum + (value - (point[column] ?? 0)) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

function kMeans(points: readonly Point[], start: readonly Point[], rounds: number): Point[] {
  let centres = [...start];
  for (let round = 0; round < rounds; round += 1) {
    const groups = points.map((point) => near(point, centres));
    centres = centres.map((centre, cluster) => {
      const own = points.filter((_, index) => groups[index] === cluster);
      if (own.length === 0) return centre;
      return centre.map(
        (_, column) => own.reduce((sum, p) => sum + (p[column] ?? 0), 0) / own.length,
      );
    });
  }
  return centres;
}

describe("k-means", () => {
  const below = numbers(11);
  const lines = Array.from({ length: 150 }, () => `${below(50) / 10},${below(50) / 10}`);
  const parse = (line: string): Point => line.split(",").map(Number);

  it("gives the centres and clusters of the plain algorithm", async () => {
    const inputs = { files: { "p.csv": lines.map((line) => `${line}\n`).join("") } };
    const { text, outputs, counters } = await runJob("k-means", inputs, {
      k: 4,
      iterations: 5,
      seed: 9,
    });
    const start = startCentres(lines, "p.csv", 9, 4).map(parse);
    const centres = kMeans(lines.map(parse), start, 5);
    const found = (outputs["centres"] ?? "").trimEnd().split("\n").map(parse);
    expect(found).toHaveLength(4);
    found
      .flat()
      .forEach((value, index) => expect(value).toBeCloseTo(centres.flat()[index] ?? 0, 9));
    expect(text).toBe(lines.map((line) => `${line}\t${near(parse(line), centres)}\n`).join(""));
    expect(counters["malformed"]).toBeUndefined();
  });

  it("makes do with fewer points than clusters and leaves out what is no point", async () => {
    const inputs = ["x,y", "1,1", "1,1", "5,5", ""];
    const { text, outputs, counters } = await runJob("k-means", inputs, { k: 8 });
    expect((outputs["centres"] ?? "").trimEnd().split("\n").sort()).toEqual(["1,1", "5,5"]);
    expect(text.split("\n")).toHaveLength(4);
    expect(counters["malformed"]).toBe(2);
  });
});

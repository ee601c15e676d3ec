/** page-rank and k-means give, to 1e-9, what short programs in Python and awk give that share no code with them. */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeFolder, parts, removeFolder, shell } from "./support/cli.js";
import { runInto, runJob, type Way, WAYS } from "./support/compare.js";
import { pick, random } from "./support/hostile-tree.js";
import { hasPython, oracleScript, pythonOracle } from "./support/oracle.js";

let folder: string;
beforeAll(() => {
  folder = makeFolder();
});
afterAll(() => removeFolder(folder));

/** `name TAB number` by name. */
function numbersByName(text: Buffer): Map<string, number> {
  const lines = text.toString().trimEnd().split("\n");
  return new Map(lines.map((line) => [line.split("\t")[0] ?? "", Number(line.split("\t")[1])]));
}

function expectNear(found: Map<string, number>, expected: Map<string, number>): void {
  expect([...found.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
  for (const [name, value] of expected) {
    expect(Math.abs((found.get(name) ?? Number.NaN) - value), name).toBeLessThan(1e-9);
  }
}

/** Every third node has no links; links to itself, links given twice, names of JavaScript's, lines that are no links. */
function writeLinks(name: string): void {
  const below = random(81);
  const nodes = ["__proto__", "constructor", "a b", "ü", "0", "00", ""];
  for (let node = 0; node < 60; node += 1) nodes.push(`n${node}`);
  const sources = nodes.filter((_, index) => index % 3 !== 2);
  const lines = Array.from({ length: 300 }, () => `${pick(below, sources)}\t${pick(below, nodes)}`);
  lines.push("self\tself", "n1\tn2", "n1\tn2", "no link", "", "lonely\tsink");
  writeFileSync(join(folder, name), lines.join("\n"));
}

describe("page-rank", () => {
  beforeAll(() => writeLinks("links"));

  it.skipIf(!hasPython).each<[number, number, number, Way]>([
    [0.85, 20, 0, "by default"],
    [0.5, 3, 0, "on three workers"],
    [0.85, 60, 1e-4, "in one piece"],
    [1, 5, 0, "by default"],
    [0, 2, 0, "by default"],
  ])(
    "--damping %d --iterations %d --tolerance %d is that of Python %s",
    (damping, iterations, tolerance, way) => {
      const limits = `--damping ${damping} --iterations ${iterations} --tolerance ${tolerance}`;
      const found = runJob(folder, `page-rank links ${limits}`, way);
      const script = pythonOracle("page_rank.py");
      const expected = shell(`${script} links ${damping} ${iterations} ${tolerance}`, folder);
      expectNear(numbersByName(found), numbersByName(expected));
    },
  );

  it("of six rounds is that of awk", () => {
    const found = runJob(folder, "page-rank links --iterations 6 -r 3 -w 2");
    const script = `awk -v damping=0.85 -v iterations=6 -f '${oracleScript("page_rank.awk")}'`;
    expectNear(numbersByName(found), numbersByName(shell(`${script} links`, folder)));
  });
});

/** Clouds of points; some twice, some as near to one centre as to another, lines that are no points. */
function writePoints(): void {
  const below = random(91);
  const cloud = (x: number, y: number, count: number) =>
    Array.from({ length: count }, () => `${x + below(100) / 10},${y - below(100) / 7},${below(3)}`);
  const first = ["x,y,z", ...cloud(0, 0, 80), "1,1,1", "1,1,1", "", "1;2;3", "2,2,Infinity"];
  writeFileSync(join(folder, "points-1.csv"), first.join("\r\n"));
  const second = [...cloud(40, 10, 50), ...cloud(-30, 1e3, 30), " 1 , 1 ,1", "-0,0,1e-3"];
  writeFileSync(join(folder, "points-2.csv"), second.join("\n"));
  // With these six first centres one cluster loses all of its points on the way.
  const losing = "4,8 5,8 1,0 5,5 5,4 4,2 4,4 2,2 5,1 8,5 4,10 7,6".replaceAll(" ", "\n");
  writeFileSync(join(folder, "losing.csv"), `${losing}\n`);
  writeFileSync(join(folder, "edge.csv"), "0,0\n0,0\n1,0\n2,0\n3,0\n1e6,1e6\n1e6,1e6\n-1e6,5\n");
}

/** Centres and clusters as the oracle writes them. */
function runKMeans(args: readonly string[]): { centres: string; clusters: string } {
  const output = runInto(folder, ["k-means", ...args]);
  const names = readdirSync(output).filter((name) => name.startsWith("centres-"));
  const centres = names
    .toSorted()
    .map((name) => readFileSync(join(output, name), "utf8"))
    .join("");
  return { centres, clusters: parts(output).toString() };
}

const rows = (text: string): number[][] =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.split(",").map(Number));

describe.skipIf(!hasPython)("k-means", () => {
  beforeAll(writePoints);

  it.each<[string, number, number, number, Way]>([
    ["points-1.csv points-2.csv", 4, 20, 1, "in small splits"],
    ["points-1.csv points-2.csv", 9, 3, 7, "in one piece"],
    ["points-2.csv", 1, 5, 2, "by default"],
    ["losing.csv", 6, 10, 27, "by default"],
    ["edge.csv", 6, 10, 3, "by default"],
    ["edge.csv", 50, 10, 3, "by default"],
  ])(
    "of %s --k %d --iterations %d --seed %d is that of Python %s",
    (files, k, iterations, seed, way) => {
      const limits = ["--k", `${k}`, "--iterations", `${iterations}`, "--seed", `${seed}`];
      const found = runKMeans([...files.split(" "), ...limits, ...WAYS[way]]);
      const script = pythonOracle("k_means.py");
      const expected = shell(`${script} ${k} ${iterations} ${seed} ${files}`, folder).toString();
      const [centres = "", clusters = ""] = expected.split("\n\n");
      const [foundRows, expectedRows] = [rows(found.centres), rows(centres)];
      expect(foundRows.length).toBe(expectedRows.length);
      for (const [index, value] of expectedRows.flat().entries()) {
        expect(Math.abs((foundRows.flat()[index] ?? Number.NaN) - value)).toBeLessThan(1e-9);
      }
      expect(found.clusters).toBe(clusters);
    },
  );
});

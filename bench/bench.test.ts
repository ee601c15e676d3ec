/**
 * The benchmarks cannot rot: a tiny run of each program gives answers that agree with the peers that are installed, and
 * the tables of BENCHMARKS.md are those of the committed results. (`npm run bench` is run by `npm run verify`.)
 */

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { packageRoot } from "../src/config/layout.js";
import { renderPage } from "./support/page.js";
import { type PeersPass, readPasses, RESULTS_FOLDER, verdictOf } from "./support/results.js";

const PAGE = join(packageRoot(), "bench", "BENCHMARKS.md");
const scratch = mkdtempSync(join(tmpdir(), "mr-bench-test-"));
const results = join(scratch, "results");
mkdirSync(results);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function run(program: string, ...words: string[]): Promise<string> {
  const script = join(packageRoot(), "scripts", "run-ts.mjs");
  const child = spawn(process.execPath, [script, `bench/${program}`, ...words], {
    // No Python: what starts slowly would take longer than all the rest.
    env: { ...process.env, MR_BENCH_CACHE: join(scratch, "cache"), MR_BENCH_PYTHON: "" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 180_000,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const status = await new Promise((resolve) => {
    child.on("close", resolve);
  });
  expect(status, output).toBe(0);
  return output;
}

test.concurrent("peers: all that are installed agree, the others are named", {
  timeout: 190_000,
}, async () => {
  const output = await run("peers.ts", "--tiny", "--json", join(results, "peers.json"));
  expect(output).not.toContain("DIFFERS");
  expect(output).toContain("not measured: Dask bag");
  const [pass] = readPasses<PeersPass>(results, "peers", "mr-bench-peers/1");
  const rows = pass?.contests.flatMap((contest) => contest.rows) ?? [];
  expect(rows.filter(({ goal }) => goal !== null).length).toBeGreaterThan(4);
  expect(rows.filter(({ agrees }) => agrees === false)).toEqual([]);
});

test.concurrent("the small programs", { timeout: 190_000 }, async () => {
  const scale = await run(
    "scale.ts",
    "--tiny",
    "--only",
    "sort",
    "--json",
    join(results, "scale.json"),
  );
  expect(scale).toContain("sort, 1 MiB: speed-up");
  expect(await run("pull.ts", "1", "--rounds", "1")).toContain("bare TCP");
  expect(await run("tasks.ts", "100")).toContain("100 noop tasks");
  expect(await run("steps.ts", "1000", "--rounds", "1")).toContain("events a second");
});

test("passes come in the order of their numbers, the first of which has none", () => {
  const folder = join(scratch, "passes");
  mkdirSync(folder);
  for (const name of ["peers-3", "peers", "peers-2"]) {
    writeFileSync(join(folder, `${name}.json`), JSON.stringify({ format: "some/1", name }));
  }
  const passes = readPasses<{ format: string; name: string }>(folder, "peers", "some/1");
  expect(passes.map(({ name }) => name)).toEqual(["peers", "peers-2", "peers-3"]);
});

test("plots and tables are drawn from results", { timeout: 20_000 }, async () => {
  const page = join(scratch, "page.md");
  cpSync(PAGE, page);
  const plots = join(scratch, "plots");
  // After the tests above, whose results it draws.
  await run("plots.ts", "--results", results, "--page", page, "--plots", plots);
  expect(readFileSync(page, "utf8")).toContain("| sort, 1 MiB: speed-up of 2 slots against 1 |");
  for (const name of ["contests", "bounds", "growth", "speed-up"]) {
    const svg = readFileSync(join(plots, `${name}.svg`), "utf8");
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  }
});

test("the page's tables are those of the committed results", () => {
  const page = readFileSync(PAGE, "utf8");
  expect(renderPage(page, RESULTS_FOLDER)).toBe(page);
});

test("bounds hold from above, or from below where the aim is higher", () => {
  expect([0.3, 0.4, 0.6].map((ratio) => verdictOf(ratio, 0.5, 0.3))).toEqual([
    "aim met",
    "met",
    "NOT MET",
  ]);
  expect([1.96, 1.8, 1.7].map((speedUp) => verdictOf(speedUp, 1.75, 1.95))).toEqual([
    "aim met",
    "met",
    "NOT MET",
  ]);
});

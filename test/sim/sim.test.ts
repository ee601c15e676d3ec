/**
 * Whatever goes wrong, no invariant breaks, and when it stops going wrong every job ends.
 *
 * A failing seed is replayed, with its transcript, by `MR_SEED=<seed> npm run sim`. MR_FULL=1 runs ten thousand.
 */

import { afterAll, describe, expect, test } from "vitest";
import { FAULT_NAMES } from "./faults.js";
import { REWRITE_COUNTS } from "./rewrites.js";
import { runSeed, Tally } from "./run-seed.js";

const SEEDS = process.env["MR_FULL"] === "1" ? 10_000 : 500;
const GROUP = SEEDS / 10;
const GROUP_TIMEOUT_MS = SEEDS * 200;

const tally = new Tally();

describe("a simulated cluster", () => {
  for (let first = 1; first <= SEEDS; first += GROUP) {
    const name = `keeps its promises in seeds ${first} to ${first + GROUP - 1}`;
    test(name, { timeout: GROUP_TIMEOUT_MS }, () => checkSeeds(first, GROUP));
  }

  test("T40: every kind of fault has struck in one seed of a hundred at least", () => {
    const rare = FAULT_NAMES.filter((fault) => (tally.seedsWith.get(fault) ?? 0) < SEEDS / 100);
    expect(rare).toEqual([]);
  });

  test("the journal was rewritten, the master has died at every step of it, and recovered from all that it may leave", () => {
    expect(REWRITE_COUNTS.filter((what) => !tally.rewrites.has(what))).toEqual([]);
  });

  test("outputs were given up while others were still being read, in most seeds", () => {
    expect(tally.trims).toBeGreaterThan(SEEDS);
  });

  test("most of its jobs succeed, and some of them fail for a reason", () => {
    const done = tally.ends.get("done") ?? 0;
    const all = [...tally.ends.values()].reduce((sum, count) => sum + count, 0);
    expect(done).toBeGreaterThan(all / 2);
    expect(tally.ends.get("MR_WORKER_LOST") ?? 0).toBeGreaterThan(0);
  });

  test("the same seed gives the same run, another seed another", async () => {
    const hashes: string[] = [];
    for (const seed of [7, 7, 8, 8]) hashes.push((await runSeed({ seed })).hash);
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[2]).toBe(hashes[3]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });

  afterAll(() => console.log(tally.text()));
});

async function checkSeeds(first: number, count: number): Promise<void> {
  const broken: string[] = [];
  for (let seed = first; seed < first + count; seed += 1) {
    const outcome = await runSeed({ seed });
    tally.add(outcome);
    for (const { rule, what } of outcome.violations) broken.push(`seed ${seed}, ${rule}: ${what}`);
  }
  expect(broken).toEqual([]);
}

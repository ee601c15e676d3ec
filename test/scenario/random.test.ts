/**
 * Whatever happens, every job ends, nothing is lost or doubled, and the journal tells the whole state.
 *
 * Each seed is one world (random-world.ts). A failing seed is repeated with MR_SEED=<seed>.
 */

import { describe, expect, it } from "vitest";
import { replay, World } from "./random-world.js";

const SEEDS = 300;
const GROUP = 50;
const only = process.env.MR_SEED;

describe("a world of misfortune", () => {
  if (only !== undefined) {
    it(`ends well with seed ${only}`, () => checkSeed(Number(only)));
    return;
  }
  for (let first = 1; first <= SEEDS; first += GROUP) {
    it(`ends well with seeds ${first} to ${first + GROUP - 1}`, { timeout: 30_000 }, () => {
      for (let seed = first; seed < first + GROUP; seed += 1) checkSeed(seed);
    });
  }
});

function checkSeed(seed: number): void {
  const world = new World(seed);
  try {
    world.run();
    checkEnd(world);
  } catch (error) {
    throw new Error(`seed ${seed} at ${world.agenda.now} ms`, { cause: error });
  }
}

function checkEnd(world: World): void {
  const views = world.engine.jobViews();
  expect(views.map(({ id, state }) => [id, state.kind])).toEqual(
    views.map(({ id }) => [id, "ended"]),
  );
  expect(views).toHaveLength(world.jobs.size);
  for (const view of views) {
    if (view.state.kind !== "ended") continue;
    const { outcome } = view.state;
    if (outcome.kind === "failed") expect(MISFORTUNES).toContain(outcome.error.code);
    if (outcome.kind !== "done") continue;
    const published = world.published.get(view.id) ?? [];
    const program = world.jobs.get(view.id)?.program as { reduces: number; maps: number };
    const { reduces, maps } = program;
    expect(new Set(published).size).toBe(published.length);
    expect(published).toHaveLength(reduces);
    expect(view.counters.seen).toBe(
      view.stages.reduce((sum, { tasks }) => sum + tasks, 0) || undefined,
    );
    expect(maps).toBeGreaterThanOrEqual(0);
  }
  expect(replay(world.journal).digest()).toBe(world.engine.digest());
}

/** How a job of this world may fail: its own code, or faults beyond the budgets. */
const MISFORTUNES = ["MR_USER_CODE", "MR_WORKER_LOST", "MR_FETCH_FAILED"];

/**
 * Named promises whose figures need a whole world: who ran what again, and when. Reduced counts; MR_FULL=1 runs the full ones.
 */

import { describe, expect, test } from "vitest";
import type { Fact } from "../../src/engine/fact.js";
import { type AttemptRef, taskName } from "../../src/engine/ids.js";
import { fakeJob } from "../scenario/fake-data.js";
import type { SimWorker } from "./worker.js";
import { World } from "./world.js";
import type { WorldPlan } from "./world-plan.js";

const FULL = process.env["MR_FULL"] === "1";
const TIMEOUT_MS = FULL ? 3_600_000 : 60_000;
/** Nothing goes wrong but what the test does. */
const CALM = {
  mode: "liveness",
  faults: [],
  fails: 0,
  hangs: 0,
  straggles: 0,
  drift: 0,
  delays: false,
  rewriting: null,
  healMs: 400_000,
  endMs: 600_000,
} as const satisfies Partial<WorldPlan>;

describe("T03: the owner of a quarter of the map outputs dies after the last map", () => {
  const MAPS = 40;

  for (const how of ["kill -9", "power"] as const) {
    test(`${how}: what it had and is needed runs again, and nothing else`, {
      timeout: TIMEOUT_MS,
    }, async () => {
      const delays: number[] = [];
      for (let seed = 1; seed <= (FULL ? 200 : 10); seed += 1) {
        const { world, killed } = await killOwner(seed, how === "power");
        expect(world.ledger.violations).toEqual([]);
        const { facts } = world.ledger;
        const before = facts.slice(0, killed.facts);
        const after = facts.slice(killed.facts);
        const owned = winners(before, "map").filter((one) => killed.owned.has(keyOf(one)));
        const readersDone = new Set(winners(before, "reduce").map(taskName));
        expect(owned.length).toBeGreaterThan(MAPS / 8);
        expect(readersDone.size).toBeGreaterThan(0);

        const rerun = after.flatMap((fact) => (fact.kind === "attempt-started" ? [fact] : []));
        const maps = rerun.filter(({ attempt }) => attempt.stage === "map");
        expect(maps.map(({ attempt }) => taskName(attempt)).sort()).toEqual(
          owned.map(taskName).sort(),
        );
        const reduces = rerun.filter(({ attempt }) => attempt.stage === "reduce");
        expect(reduces.filter(({ attempt }) => readersDone.has(taskName(attempt)))).toEqual([]);
        const noticed = after.find(isSign);
        const first = Math.min(...maps.map(({ at }) => at));
        delays.push(first - (noticed?.at ?? 0));
      }
      expect(Math.max(...delays)).toBeLessThanOrEqual(5_000);
      console.log(
        `T03, ${how}: first re-run ${Math.max(...delays).toFixed(0)} ms after the first sign, at most`,
      );
    });
  }

  /** Kills the worker with most outputs when all maps and some reduces are done. */
  async function killOwner(seed: number, silently: boolean) {
    const program = { maps: MAPS, reduces: 24 };
    const world = new World({
      seed: 70_000 + seed,
      plan: {
        ...CALM,
        workers: 4,
        slots: 2,
        durationMs: 1_500,
        limits: { backupAfterDone: 2 },
        jobs: [{ spec: fakeJob("j0", "two-stage", program), atMs: 3_000, cancelAtMs: null }],
      },
    });
    const killed = { facts: 0, owned: new Set<string>() };
    const look = (): void => {
      const { facts } = world.ledger;
      const maps = winners(facts, "map");
      if (maps.length < MAPS || winners(facts, "reduce").length < 4) {
        world.later(20, look);
        return;
      }
      const owner = world.workers[seed % 4] as SimWorker;
      const places = new Map(
        facts.flatMap((fact) =>
          fact.kind === "attempt-started" ? [[keyOf(fact.attempt), fact.worker as string]] : [],
        ),
      );
      killed.facts = facts.length;
      killed.owned = new Set(maps.map(keyOf).filter((key) => places.get(key) === owner.name));
      owner.kill(silently);
    };
    world.later(3_000, look);
    await world.run();
    return { world, killed };
  }
});

test("T37: a thousand workers join in ten seconds, and again when the master was restarted", {
  timeout: TIMEOUT_MS,
}, async () => {
  const workers = FULL ? 1_000 : 300;
  const dials: number[] = [];
  const world = new World({
    seed: 71_001,
    plan: {
      ...CALM,
      mode: "safety",
      // Never submitted: the world is over when the test says so.
      jobs: [{ spec: fakeJob("j0", "two-stage", { maps: 1 }), atMs: 1e9, cancelAtMs: null }],
      workers,
      slots: 1,
      endMs: 60_000,
    },
  });
  world.network.dialled = () => void dials.push(world.clock.now);
  let allInMs = 0;
  let killedAt = 0;
  let backMs = 0;
  const present = () =>
    world.masterProcess.engine?.workerViews().filter(({ state }) => state === "ready").length ?? 0;
  const look = (): void => {
    const all = world.masterProcess.isServing && present() === workers;
    if (all && allInMs === 0) {
      allInMs = world.clock.now;
      world.later(2_000, () => {
        killedAt = world.clock.now;
        world.endMaster(false, 3_000);
      });
    }
    if (all && killedAt > 0) backMs = world.clock.now - killedAt;
    if (backMs === 0) world.later(100, look);
    else for (const client of world.clients) client.refused = true;
  };
  world.later(0, () => {
    for (const worker of world.workers) {
      world.later(world.random.between(0, 1_000), () => worker.start());
    }
    look();
  });
  await world.run();
  const peak = busiestSecond(dials.filter((at) => at > killedAt));
  console.log(
    `T37: ${workers} workers in after ${allInMs} ms, back after ${backMs} ms, ${peak} dials in a second at most`,
  );
  expect(allInMs).toBeGreaterThan(0);
  expect(allInMs).toBeLessThanOrEqual(10_000);
  expect(backMs).toBeGreaterThan(0);
  expect(backMs).toBeLessThanOrEqual(30_000);
  expect(peak).toBeLessThanOrEqual(200);
});

/** The most within any 1,000 ms; `times` rise. */
function busiestSecond(times: readonly number[]): number {
  let first = 0;
  return times.reduce((most, time, index) => {
    while (time - (times[first] ?? time) >= 1_000) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

/** The first that a master hears of outputs which are gone. */
function isSign(fact: Fact): boolean {
  if (fact.kind !== "attempt-ended") return fact.kind === "task-reopened";
  return fact.failure.kind === "fetch-failed" || fact.failure.kind === "lost";
}

function winners(facts: readonly Fact[], stage: string): AttemptRef[] {
  return facts.flatMap((fact) =>
    fact.kind === "task-completed" && fact.attempt.stage === stage ? [fact.attempt] : [],
  );
}

function keyOf(attempt: AttemptRef): string {
  return `${taskName(attempt)}-a${attempt.attempt}`;
}

/**
 * Named promises whose figures are the engine's alone. Reduced counts here; MR_FULL=1 runs the full ones.
 */

import { describe, expect, test } from "vitest";
import type { AttemptRef } from "../../src/engine/ids.js";
import { DEFAULT_LIMITS } from "../../src/engine/limits.js";
import { createEngine } from "../../src/engine/engine.js";
import { fakeInput, fakeJob, fakeWorker } from "./fake-data.js";
import { FAKE_PLANNERS } from "./fake-planners.js";
import { Hall } from "./hall.js";

const FULL = process.env["MR_FULL"] === "1";
const TIMEOUT_MS = FULL ? 600_000 : 60_000;

describe("T04: the owner of a shuffle is lost in every run of its stage", () => {
  const ROUNDS = 20;

  test("the job ends, with its cause, when the output of one task has gone away too often", () => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const hall = new Hall();
      hall.join("reader", 1);
      hall.join("owner-0", round + 1);
      const job = hall.submit("j1", round + 2, 1);
      // The reader makes one map and then reads; all others are made, and lost, elsewhere.
      for (const map of [...hall.holdings("reader")]) hall.done("reader", map);
      expect(hall.holding("reader", "reduce")).toBeDefined();
      let losses = 0;
      for (; hall.failure(job) === null && losses < 1_000; losses += 1) {
        for (const map of [...hall.holdings(`owner-${losses}`)]) hall.done(`owner-${losses}`, map);
        // The next one is there already: the reader need not make room.
        hall.join(`owner-${losses + 1}`, round + 1);
        hall.leave(`owner-${losses}`);
      }
      expect(hall.failure(job)).toMatch(/^MR_WORKER_LOST: map-0.*went away 16 times/);
      expect(losses).toBe(DEFAULT_LIMITS.maxReopens + 1);
      const reopened = hall.of("task-reopened").filter(({ task }) => task.index === 0);
      expect(reopened).toHaveLength(DEFAULT_LIMITS.maxReopens);
    }
  });

  test("the job ends, with its cause, when its reader is lost with the owner", () => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const hall = new Hall();
      const job = hall.submit("j1", round, 1);
      let losses = 0;
      for (; hall.failure(job) === null && losses < 1_000; losses += 1) {
        hall.join("owner", round + 1);
        for (const map of hall.holdings("owner").filter(({ stage }) => stage === "map")) {
          hall.done("owner", map);
        }
        hall.leave("owner");
      }
      expect(hall.failure(job)).toMatch(/^MR_WORKER_LOST: reduce-0.* lost its worker 8 times/);
      expect(losses).toBe(DEFAULT_LIMITS.maxLosses);
    }
  });

  test("the job ends, with its cause, when a reader cannot read what owners who live have", () => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const hall = new Hall();
      hall.join("w1", round + 1);
      hall.join("w2", round + 1);
      const job = hall.submit("j1", round, 1);
      let failures = 0;
      for (let step = 0; hall.failure(job) === null && step < 1_000; step += 1) {
        for (const name of ["w1", "w2"]) {
          for (const map of hall.holdings(name).filter(({ stage }) => stage === "map")) {
            hall.done(name, map);
          }
          const reduce = hall.holding(name, "reduce");
          if (reduce === undefined) continue;
          hall.end(name, reduce, unreadable(hall));
          failures += 1;
        }
        hall.pass(1);
      }
      expect(hall.failure(job)).toMatch(/^MR_FETCH_FAILED: reduce-0.* 16 times/);
      expect(failures).toBe(DEFAULT_LIMITS.maxFetchFailures);
    }
  });
});

test("T07: a worker on which everything fails costs ten attempts at most, and may work elsewhere", () => {
  const hall = new Hall();
  for (const name of ["bad", "w2", "w3", "w4"]) hall.join(name, 4);
  const job = hall.submit("j1", 400, 0);
  let wasted = 0;
  let tasksFailed = new Set<number>();
  while (hall.engine.jobView(job)?.state.kind === "running") {
    hall.now += 100;
    for (const name of hall.held.keys()) {
      const attempt = hall.holdings(name)[0];
      if (attempt === undefined) continue;
      if (name !== "bad") hall.done(name, attempt);
      else {
        hall.fail(name, attempt);
        wasted += 1;
        tasksFailed = tasksFailed.add(attempt.index);
        // Two different tasks: from here on it gets nothing but what it already holds.
        if (tasksFailed.size === DEFAULT_LIMITS.failedTasksBeforeBar) {
          expect(hall.holdings("bad").length).toBeLessThanOrEqual(3);
        }
      }
    }
  }
  expect(wasted).toBeLessThanOrEqual(10);
  console.log(`T07: ${wasted} wasted attempts`);
  expect(hall.engine.jobView(job)?.attempts).toMatchObject({ failed: wasted });

  // The bar is the job's: another one finds the worker open.
  hall.submit("j2", 16, 0);
  expect(hall.holdings("bad")).toHaveLength(4);
});

test("T07: a barred worker is taken again when more than half of the workers would be barred", () => {
  const hall = new Hall();
  hall.join("bad", 2);
  hall.join("good", 1);
  const job = hall.submit("j1", 20, 0);
  for (const attempt of [...hall.holdings("bad")]) hall.fail("bad", attempt);
  // The first failure's slot was filled before the second one barred it.
  for (const attempt of [...hall.holdings("bad")]) hall.fail("bad", attempt);
  hall.pass(30);
  expect(hall.holdings("bad")).toEqual([]);
  hall.leave("good");
  hall.pass(1);
  expect(hall.holdings("bad")).toHaveLength(2);
  expect(hall.failure(job)).toBeNull();
});

test("T07: a barred worker is tried again after ten minutes, and one more failure bars it anew", () => {
  const hall = new Hall();
  hall.join("bad", 2);
  hall.join("good", 1);
  hall.submit("j1", 40, 0);
  const failAll = (): void => {
    for (const attempt of [...hall.holdings("bad")]) hall.fail("bad", attempt);
  };
  failAll();
  failAll();
  for (let round = 0; round < 2; round++) {
    hall.pass(DEFAULT_LIMITS.barMs / 1000 - 1);
    expect(hall.holdings("bad")).toEqual([]);
    hall.pass(2);
    expect(hall.holdings("bad")).toHaveLength(2);
    failAll();
    failAll();
  }
});

test(
  "T10: of two attempts that complete in the same moment one wins, and readers hear of it alone",
  () => {
    const rounds = FULL ? 1_000 : 100;
    let winners = 0;
    let firsts = 0;
    for (let round = 0; round < rounds; round += 1) {
      const hall = new Hall();
      hall.join("w1", 4);
      hall.join("w2", 4);
      hall.submit("j1", 8, round % 2 === 0 ? 2 : 0);
      const twins = runTwins(hall);
      expect(twins).toHaveLength(2);
      if (round % 3 === 0) twins.reverse();
      for (const { name, attempt } of twins) hall.done(name, attempt);
      const [task] = twins.map(({ attempt }) => attempt.index);
      const won = hall.of("task-completed").filter(({ attempt }) => attempt.index === task);
      winners += won.length;
      firsts += won[0]?.attempt.attempt === twins[0]?.attempt.attempt ? 1 : 0;
      hall.answerStops();
      hall.pass(2);
      const told = hall.places.get(`map/${task}`);
      if (round % 2 === 0) expect([...(told ?? [])]).toEqual([won[0]?.attempt.attempt]);
      expect(
        hall
          .of("attempt-started")
          .filter(({ attempt }) => attempt.index === task && attempt.stage === "map"),
      ).toHaveLength(2);
    }
    expect({ winners, firsts }).toEqual({ winners: rounds, firsts: rounds });
  },
  TIMEOUT_MS,
);

test("T37: a thousand workers that join within a second cost little, each no more than the first", () => {
  const engine = createEngine({ planners: FAKE_PLANNERS });
  const spec = fakeJob("j1", "two-stage", { maps: 5_000, reduces: 100 });
  engine.step({ kind: "job-submitted", spec, at: 0 });
  engine.step({ kind: "input-planned", job: spec.id, input: fakeInput(5_000), at: 0 });
  let assigned = 0;
  const before = process.cpuUsage();
  for (let n = 0; n < 1_000; n += 1) {
    const { commands } = engine.step({
      kind: "worker-joined",
      info: fakeWorker(`w${n}`, 1, 2),
      at: n,
    });
    assigned += commands.filter(({ kind }) => kind === "assign").length;
  }
  const { user, system } = process.cpuUsage(before);
  console.log(`T37: ${((user + system) / 1_000).toFixed(0)} us of CPU a join`);
  expect(assigned).toBe(2_000);
  // All of them together are below what a master's loop may stand still for.
  expect((user + system) / 1_000).toBeLessThan(500);
  engine.checkInvariants();
});

function unreadable(hall: Hall) {
  const won = hall.of("task-completed").filter(({ attempt }) => attempt.stage === "map");
  const { index = 0, attempt = 0 } =
    won.findLast((fact) => fact.attempt.index === 0)?.attempt ?? {};
  const error = { code: "MR_FETCH_FAILED", message: "no way there" } as const;
  return { kind: "fetch-failed", error, stage: "map", sources: [{ index, attempt }] } as const;
}

/** All maps but one are done in a second; that one gets a backup. */
function runTwins(hall: Hall): { readonly name: string; readonly attempt: AttemptRef }[] {
  const holders = () =>
    [...hall.held].flatMap(([name, attempts]) =>
      attempts.filter(({ stage }) => stage === "map").map((attempt) => ({ name, attempt })),
    );
  hall.pass(1);
  for (const { name, attempt } of holders().slice(1)) hall.done(name, attempt);
  hall.pass(10);
  return holders();
}

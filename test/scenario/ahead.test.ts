/** Tiny tasks are handed out ahead of time, short ones one for each slot, long ones not at all (engine/ahead.ts). */

import { expect, it } from "vitest";
import { createEngine, type Engine } from "../../src/engine/engine.js";
import type { Event } from "../../src/engine/event.js";
import type { AttemptRef } from "../../src/engine/ids.js";
import { fakeInput, fakeJob, fakeWorker, partReport } from "./fake-data.js";
import { FAKE_PLANNERS } from "./fake-planners.js";

const LIMITS = { assignAhead: 4, aheadMs: 200, aheadRecallMs: 2_000 };

type Body = Event extends infer E ? (E extends Event ? Omit<E, "at"> : never) : never;

/** Workers that finish what they hold in the order of assignment, when they are told to. */
class Floor {
  readonly engine: Engine = createEngine({ planners: FAKE_PLANNERS, limits: LIMITS });
  readonly held = new Map<string, AttemptRef[]>();
  now = 0;

  join(name: string, slots: number): void {
    this.held.set(name, []);
    this.play({ kind: "worker-joined", info: fakeWorker(name, 1, slots) });
  }

  submit(name: string, maps: number): AttemptRef["job"] {
    const spec = fakeJob(name, "two-stage", { maps, reduces: 0 });
    this.play({ kind: "job-submitted", spec });
    this.play({ kind: "input-planned", job: spec.id, input: fakeInput(maps) });
    return spec.id;
  }

  play(body: Body): void {
    for (const command of this.engine.step({ ...body, at: this.now } as Event).commands) {
      if (command.kind === "assign") this.holdings(command.worker).push(command.attempt);
      if (command.kind === "stop") this.answerStop(command.worker, command.attempt);
    }
    this.engine.checkInvariants();
  }

  /** Finishes the oldest attempt of the worker, `afterMs` later. */
  finish(name: string, afterMs: number): void {
    const attempt = this.holdings(name).shift();
    if (attempt === undefined) throw new Error(`${name} has nothing to do`);
    this.now += afterMs;
    const { worker, incarnation } = fakeWorker(name, 1, 1);
    const report = partReport(attempt);
    this.play({ kind: "attempt-succeeded", worker, incarnation, attempt, report });
  }

  holdings(name: string): AttemptRef[] {
    return this.held.get(name) ?? [];
  }

  /** Workers answer in a later step, as real ones do. */
  answerStop(name: string, attempt: AttemptRef): void {
    this.held.set(
      name,
      this.holdings(name).filter(({ index }) => index !== attempt.index),
    );
    this.stopped.push(() => {
      const { worker, incarnation } = fakeWorker(name, 1, 1);
      const failure = { kind: "stopped" } as const;
      this.play({ kind: "attempt-ended", worker, incarnation, attempt, failure });
    });
  }

  readonly stopped: (() => void)[] = [];
}

it("gives a worker more than it has slots for when tasks are tiny", () => {
  const floor = new Floor();
  floor.join("w1", 2);
  floor.submit("j1", 100);
  expect(floor.holdings("w1")).toHaveLength(2);
  for (let task = 0; task < 20; task += 1) floor.finish("w1", 1);
  expect(floor.holdings("w1")).toHaveLength(2 * (1 + LIMITS.assignAhead));
  for (let task = 20; task < 100; task += 1) floor.finish("w1", 1);
  expect(floor.engine.jobViews()[0]?.attempts).toMatchObject({ started: 100, stopped: 0 });
});

it("gives a worker one short task more for each of its slots", () => {
  const floor = new Floor();
  floor.join("w1", 2);
  floor.submit("j1", 40);
  for (let task = 0; task < 4; task += 1) floor.finish("w1", 300);
  for (let task = 4; task < 30; task += 1) {
    expect(floor.holdings("w1")).toHaveLength(4);
    floor.finish("w1", 300);
  }
});

it("gives no short task ahead when another slot will want it", () => {
  const floor = new Floor();
  for (const name of ["w1", "w2", "w3", "w4"]) floor.join(name, 1);
  floor.submit("j1", 6);
  floor.finish("w1", 100);
  expect(floor.holdings("w1")).toHaveLength(1);
  floor.finish("w2", 0);
  expect(floor.holdings("w2")).toHaveLength(1);
});

it("gives nothing ahead to a worker that is slower than others", () => {
  const floor = new Floor();
  floor.join("w1", 1);
  floor.join("w2", 1);
  floor.submit("j1", 40);
  for (let task = 0; task < 8; task += 1) floor.finish("w1", 200);
  floor.finish("w2", 1_000);
  expect(floor.holdings("w1")).toHaveLength(2);
  for (let task = 0; task < 3; task += 1) floor.finish("w2", 2_000);
  expect(floor.holdings("w2")).toHaveLength(1);
});

it("gives a worker what it has slots for when tasks are long", () => {
  const floor = new Floor();
  floor.join("w1", 2);
  floor.submit("j1", 40);
  for (let task = 0; task < 38; task += 1) {
    floor.finish("w1", 2_000);
    expect(floor.holdings("w1")).toHaveLength(2);
  }
});

it("gives the next slot to another job that waits for one", () => {
  const floor = new Floor();
  floor.join("w1", 2);
  floor.submit("j1", 100);
  for (let task = 0; task < 20; task += 1) floor.finish("w1", 1);
  const other = floor.submit("j2", 4);
  for (let task = 0; task < 10; task += 1) floor.finish("w1", 1);
  expect(floor.holdings("w1").filter(({ job }) => job === other)).not.toHaveLength(0);
});

it("takes back, uncharged, what waits behind a task that is not tiny after all", () => {
  const floor = new Floor();
  floor.join("w1", 1);
  const job = floor.submit("j1", 30);
  for (let task = 0; task < 20; task += 1) floor.finish("w1", 1);
  floor.join("w2", 4);
  expect(floor.holdings("w1")).toHaveLength(1 + LIMITS.assignAhead);
  for (let step = 0; step < 10; step += 1) {
    floor.now += 250;
    const { worker, incarnation } = fakeWorker("w1", 1, 1);
    floor.play({
      kind: "worker-heartbeat",
      worker,
      incarnation,
      progress: [],
      peakMemoryBytes: 1,
      shortOf: null,
    });
    floor.play({ kind: "tick" });
  }
  expect(floor.holdings("w1")).toHaveLength(1);
  for (const answer of floor.stopped.splice(0)) answer();
  while (floor.holdings("w2").length > 0) floor.finish("w2", 1);
  floor.finish("w1", 1);
  expect(floor.engine.jobView(job)).toMatchObject({
    state: { kind: "publishing" },
    attempts: { stopped: LIMITS.assignAhead, failed: 0, lost: 0 },
  });
});

it("hands out nothing ahead to a worker whose machine is short of memory", () => {
  const floor = new Floor();
  floor.join("w1", 1);
  floor.submit("j1", 60);
  for (let task = 0; task < 20; task += 1) floor.finish("w1", 1);
  expect(floor.holdings("w1")).toHaveLength(1 + LIMITS.assignAhead);
  const { worker, incarnation } = fakeWorker("w1", 1, 1);
  const about = { worker, incarnation, progress: [], peakMemoryBytes: 1 };
  floor.play({ kind: "worker-heartbeat", ...about, shortOf: "memory" });
  floor.play({ kind: "tick" });
  while (floor.holdings("w1").length > 1) floor.finish("w1", 1);
  floor.finish("w1", 1);
  expect(floor.holdings("w1")).toHaveLength(1);
  floor.finish("w1", 1);
  expect(floor.holdings("w1")).toHaveLength(1);
});

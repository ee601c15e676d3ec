/**
 * What has been read is given up while the rest is read (engine/trimming.ts). That nothing else is (U1), whatever the
 * stages leave, is invariant 11 of the engine, and rule U1 of the simulator.
 */

import { expect, it } from "vitest";
import type { EngineLimits } from "../../src/engine/limits.js";
import { Hall } from "./hall.js";

const AT_ONCE = { trimBytes: 0, trimsPerStage: 1_000 };

/** Two workers with the outputs of one map each, and four reduces that run. */
function fourReaders(limits: Partial<EngineLimits>): Hall {
  const hall = new Hall(limits);
  hall.join("w1", 2);
  hall.join("w2", 2);
  hall.submit("j1", 2, 4);
  for (const name of ["w1", "w2"]) finish(hall, "map", name);
  return hall;
}

/** The attempt of that stage, and of that index if one is named, that `name` or anybody holds. */
function finish(hall: Hall, stage: string, name: string | null, index: number | null = null): void {
  for (const [worker, held] of hall.held) {
    const attempt = held.find((one) => one.stage === stage && (index ?? one.index) === one.index);
    if (attempt === undefined || (name ?? worker) !== worker) continue;
    return hall.done(worker, attempt);
  }
  throw new Error(`nobody holds ${stage} ${index}`);
}

it("U1, U2: a partition goes when all behind it have been read, wherever outputs are", () => {
  const hall = fourReaders(AT_ONCE);
  finish(hall, "reduce", null, 3);
  expect(hall.trims.splice(0)).toEqual(["w1 map 3", "w2 map 3"]);
  finish(hall, "reduce", null, 1);
  expect(hall.trims).toEqual([]);
  finish(hall, "reduce", null, 2);
  expect(hall.trims.splice(0)).toEqual(["w1 map 1", "w2 map 1"]);
  // What is left goes when the job publishes.
  finish(hall, "reduce", null, 0);
  expect(hall.trims).toEqual([]);
});

it("U2: readers begin with the last partition", () => {
  const hall = fourReaders(AT_ONCE);
  const order = hall
    .of("attempt-started")
    .map(({ attempt }) => attempt)
    .filter(({ stage }) => stage === "reduce");
  expect(order.map(({ index }) => index)).toEqual([3, 2, 1, 0]);
});

it("U3: not for little, and not for each of many", () => {
  const little = fourReaders({});
  finish(little, "reduce", null, 3);
  expect(little.trims).toEqual([]);
  const few = fourReaders({ trimBytes: 0, trimsPerStage: 2 });
  finish(few, "reduce", null, 3);
  expect(few.trims).toEqual([]);
  finish(few, "reduce", null, 2);
  expect(few.trims).toEqual(["w1 map 2", "w2 map 2"]);
});

it("who comes back, and who makes an output again, is told with the next one", () => {
  const hall = fourReaders(AT_ONCE);
  finish(hall, "reduce", null, 3);
  hall.trims.splice(0);
  hall.leave("w1");
  hall.answerStops();
  hall.join("w3", 2);
  finish(hall, "map", null);
  finish(hall, "reduce", null, 2);
  expect(hall.trims.map((told) => told.split(" ").slice(1).join(" "))).toContain("map 2");
});

import { expect, test } from "vitest";
import type { AttemptRef } from "../engine/ids.js";
import { type Outcome, Outbox } from "./outbox.js";

function outcome(index: number): Outcome {
  const attempt = { job: "j", stage: "map", index, attempt: 1 } as AttemptRef;
  return { kind: "ended", attempt, failure: { kind: "stopped" } };
}

function scene(): { box: Outbox; sent: number[]; world: { open: boolean; now: number } } {
  const sent: number[] = [];
  const world = { open: true, now: 0 };
  const box = new Outbox(
    (message) => {
      if (world.open && message.kind === "ended") sent.push(message.attempt.index);
      return world.open;
    },
    () => world.now,
  );
  return { box, sent, world };
}

test("what nobody could hear is kept until somebody can, in order", () => {
  const { box, sent, world } = scene();
  world.open = false;
  for (let index = 0; index < 1_000; index++) box.report(outcome(index));
  world.now = 10_000_000;
  world.open = true;
  box.repeat();
  expect(sent).toEqual(Array.from({ length: 1_000 }, (_, index) => index));
});

test("what was sent just before a break is sent again, what is old is not", () => {
  const { box, sent, world } = scene();
  box.report(outcome(0));
  world.now = 70_000;
  box.report(outcome(1));
  sent.length = 0;
  box.repeat();
  expect(sent).toEqual([1]);
});

test("a busy worker keeps the newest of those it has sent", () => {
  const { box, sent } = scene();
  for (let index = 0; index < 10_000; index++) box.report(outcome(index));
  sent.length = 0;
  box.repeat();
  expect(sent.length).toBeGreaterThan(1_000);
  expect(sent.length).toBeLessThan(5_000);
  expect(sent.at(-1)).toBe(9_999);
});

test("one outcome is repeated on demand, an unknown one is not made up", () => {
  const { box, sent } = scene();
  box.report(outcome(3));
  expect(box.repeatOne(outcome(3).attempt)).toBe(true);
  expect(box.repeatOne(outcome(4).attempt)).toBe(false);
  expect(sent).toEqual([3, 3]);
});

import { expect, it } from "vitest";
import { measureSteps } from "./measure-steps.js";

const TASKS = 100_000;
/** A quarter of what `bench/steps.ts` has to show: other tests run beside this one. */
const EVENTS_PER_SECOND = 50_000;
const ROUNDS = 3;

it(`takes ${TASKS} tasks through at ${EVENTS_PER_SECOND} events a second`, {
  timeout: 60_000,
}, () => {
  const rounds = Array.from({ length: ROUNDS }, () => measureSteps(TASKS));
  expect(Math.max(...rounds)).toBeGreaterThan(EVENTS_PER_SECOND);
});

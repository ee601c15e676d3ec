import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffMs, jittered } from "./backoff.js";

test("the first tries come soon, the later ones ever more slowly, to a cap", () => {
  const middle = [1, 2, 3, 4, 5, 50, 5_000].map((failures) => backoffMs(failures, 0.5));
  expect(middle).toEqual([100, 300, 1_000, 1_600, 2_560, 30_000, 30_000]);
});

test("every pause is positive, within its jitter and below the cap", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (failures, random) => {
        const pause = backoffMs(failures, random);
        const planned = backoffMs(failures, 0.5);
        expect(pause).toBeGreaterThanOrEqual(Math.floor(planned * 0.8));
        expect(pause).toBeLessThanOrEqual(Math.min(30_000, Math.ceil(planned * 1.2)));
      },
    ),
  );
});

test("jitter spreads evenly around the value", () => {
  expect([0, 0.5, 0.999_999].map((random) => jittered(1_000, 0.1, random))).toEqual([
    900, 1_000, 1_100,
  ]);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backoffMs, jittered, redialMs } from "./backoff.js";

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

describe("a dial after a lost session", () => {
  const RANDOMS = Array.from({ length: 1_000 }, (_, index) => index / 1_000);

  test("comes as soon as ever where workers are few", () => {
    for (const together of [true, false]) {
      const pauses = RANDOMS.map((random) => redialMs(1, { windowMs: 80, together }, random));
      expect(pauses).toEqual(RANDOMS.map((random) => backoffMs(1, random)));
    }
  });

  test("lies anywhere in the window where they are many", () => {
    const spread = { windowMs: 10_000, together: true };
    const seconds = RANDOMS.map((random) => Math.floor(redialMs(1, spread, random) / 1_000));
    for (let second = 0; second < 10; second += 1) {
      const dials = seconds.filter((one) => one === second).length;
      expect(dials).toBeGreaterThan(90);
      expect(dials).toBeLessThan(110);
    }
  });

  test("that failed is repeated after about a window, or later as ever", () => {
    const apart = { windowMs: 10_000, together: false };
    expect([2, 3, 5_000].map((failures) => redialMs(failures, apart, 0.5))).toEqual([
      10_000, 10_000, 30_000,
    ]);
    expect(redialMs(2, apart, 0)).toBe(8_000);
  });
});

test("jitter spreads evenly around the value", () => {
  expect([0, 0.5, 0.999_999].map((random) => jittered(1_000, 0.1, random))).toEqual([
    900, 1_000, 1_100,
  ]);
});

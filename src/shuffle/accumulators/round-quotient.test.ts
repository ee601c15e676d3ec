import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addToExpansion, BIG } from "../../kernels/exact-sum.js";
import { foldAggregate } from "./fold.js";
import { roundQuotient } from "./round-quotient.js";

const bits = new DataView(new ArrayBuffer(8));

/** The double that comes `steps` behind a positive one. */
function neighbour(value: number, steps: bigint): number {
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + steps);
  return bits.getFloat64(0);
}

function isEven(value: number): boolean {
  bits.setFloat64(0, value);
  return bits.getUint8(7) % 2 === 0;
}

/** In units of 2^-1074; what is beyond the doubles counts as 2^1024, as rounding has it. */
function units(value: number): bigint {
  if (!Number.isFinite(value)) return Math.sign(value) < 0 ? -(1n << 2098n) : 1n << 2098n;
  if (value < 0) return -units(-value);
  if (value >= 2 ** 53) return BigInt(value) << 1074n;
  const whole = Math.floor(value);
  let fraction = value - whole;
  let found = BigInt(whole) << 1074n;
  for (let power = 1074n; fraction !== 0; power -= 50n) {
    const shift = power < 50n ? power : 50n;
    fraction *= 2 ** Number(shift);
    const next = Math.floor(fraction);
    found += BigInt(next) << (power - shift);
    fraction -= next;
  }
  return found;
}

/** Whether no double is nearer to values / count than `found`, and of two as near it is the even one. */
function isNearest(found: number, sum: bigint, count: bigint): boolean {
  if (found < 0) return isNearest(-found, -sum, count);
  if (sum === 0n || found === 0) return found === 0 && 2n * sum <= count && 2n * sum >= -count;
  const away = (value: number): bigint => {
    const difference = units(value) * count - sum;
    return difference < 0n ? -difference : difference;
  };
  const beside = [neighbour(found, -1n), ...(found < Infinity ? [neighbour(found, 1n)] : [])];
  return beside.every(
    (other) => away(found) < away(other) || (away(found) === away(other) && isEven(found)),
  );
}

const double = fc.oneof(
  fc.double({ noNaN: true, min: -BIG, max: BIG, minExcluded: true, maxExcluded: true }),
  fc.double({ noNaN: true, min: -1e-300, max: 1e-300 }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => cents / 100),
  fc.nat(1000).map((count) => count * Number.MIN_VALUE),
);
const count = fc.oneof(
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 1, max: 2 ** 40 }),
  fc.constantFrom(2 ** 53, 2 ** 53 - 1),
  // Of two halves that both matter where a product is taken apart.
  fc
    .tuple(fc.nat(2 ** 26 - 1), fc.integer({ min: 1, max: 2 ** 26 }))
    .map(([low, high]) => high * 2 ** 26 + low + 1),
);
const big = fc.oneof(
  fc.constant(0n),
  fc.tuple(fc.integer({ min: -9, max: 9 }), fc.nat(150)).map(([factor, power]) => {
    return BigInt(factor) << BigInt(900 + power);
  }),
);

describe("roundQuotient", () => {
  it("Q1: gives the double nearest to the exact quotient, of two the even one", () => {
    fc.assert(
      fc.property(fc.array(double, { maxLength: 5 }), count, big, (values, divisor, whole) => {
        const parts: number[] = [];
        for (const value of values) addToExpansion(parts, value);
        const sum = values.reduce((all, value) => all + units(value), whole << 1074n);
        const found = roundQuotient(whole, parts, divisor);
        expect(isNearest(found, sum, BigInt(divisor))).toBe(true);
      }),
      { seed: 5, numRuns: 2000 },
    );
  });

  it("Q1: rounds ties at the end of the smallest doubles to even, and more than a tie up", () => {
    const least = Number.MIN_VALUE;
    const halves = [1, 3, 5].map((odd) => roundQuotient(0n, [odd * least], 2) / least);
    expect(halves).toEqual([0, 2, 2]);
    expect(roundQuotient(0n, [5 * least], 3)).toBe(2 * least);
  });

  it("Q1: knows that the double below a power of two is nearer than that above", () => {
    expect(roundQuotient(0n, [-0.9 * 2 ** -52, 3], 3)).toBe(1 - 2 ** -53);
    expect(roundQuotient(0n, [0.9 * 2 ** -52, 3], 3)).toBe(1);
  });
});

describe("an average", () => {
  const average = (...values: number[]): unknown => foldAggregate({ kind: "average" }, values);

  it("is that of the exact sum, also where the sum itself is beyond the doubles", () => {
    expect(average(1e308, 1.5e308, 1.7e308)).toBe(1.4e308);
    expect(average(-1.7e308, -1.7e308)).toBe(-1.7e308);
    expect(average(Number.MAX_VALUE, Number.MAX_VALUE, Number.MAX_VALUE)).toBe(Number.MAX_VALUE);
    expect(average(Infinity, 1)).toBe(Infinity);
    expect(average(Infinity, -Infinity)).toBeNaN();
  });

  it("is rounded once: the rounded sum would give the double beside it", () => {
    const prices = [63.87, 70.91, 99.53];
    expect(average(...prices)).toBe(78.10333333333332);
    expect((foldAggregate({ kind: "sum" }, prices) as number) / 3).toBe(78.10333333333334);
  });
});

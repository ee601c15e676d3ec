import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addToExpansion, canonicalExpansion, ExpansionPool, roundExpansion } from "./exact-sum.js";

const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e200, max: 1e200 }),
  fc.constantFrom(0.1, 0.2, 0.3, -0.1, 1e16, 1, -1, 1e-300, 5e-324, 2 ** 53, -(2 ** 53)),
);

function expansionOf(values: readonly number[]): number[] {
  const parts: number[] = [];
  for (const each of values) addToExpansion(parts, each);
  return parts;
}

/** The exact sum in units of 2^-1074, rounded by the platform's own conversion. */
function exactly(values: readonly number[]): bigint {
  let units = 0n;
  for (const each of values) {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, Math.abs(each));
    const bits = view.getBigUint64(0);
    const exponent = bits >> 52n;
    const fraction = bits & 0xfffffffffffffn;
    const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
    units += each < 0 ? -size : size;
  }
  return units;
}

describe("exact sums", () => {
  it("lose nothing", () => {
    fc.assert(
      fc.property(fc.array(value), (values) => {
        expect(exactly(expansionOf(values))).toBe(exactly(values));
      }),
      { seed: 11 },
    );
  });

  it("round once, to the nearest double", () => {
    expect(roundExpansion(expansionOf([1e16, 1, 1e-16]))).toBe(10000000000000002);
    expect(roundExpansion(expansionOf([0.1, 0.2, 0.3, -0.6]))).toBe(2.7755575615628914e-17);
    expect(roundExpansion(expansionOf(Array.from({ length: 10 }, () => 0.1)))).toBe(1);
    expect(roundExpansion(expansionOf([1, 1e100, 1, -1e100]))).toBe(2);
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const rounded = roundExpansion(expansionOf(values));
        const error = exactly(values) - exactly([rounded]);
        const distance = error < 0n ? -error : error;
        const next = exactly([nextUp(Math.abs(rounded))]) - exactly([Math.abs(rounded)]);
        expect(distance * 2n <= next).toBe(true);
      }),
      { seed: 12 },
    );
  });

  it("have one canonical form whatever the order", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), fc.nat(), (values, turn) => {
        const at = values.length === 0 ? 0 : turn % values.length;
        const turned = [...values.slice(at), ...values.slice(0, at)].reverse();
        expect(canonicalExpansion(expansionOf(turned))).toEqual(
          canonicalExpansion(expansionOf(values)),
        );
      }),
      { seed: 13 },
    );
  });

  it("are the same in a pool of many", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), value)), (entries) => {
        const pool = new ExpansionPool();
        const heads = [0, 0, 0, 0];
        for (const [sum, each] of entries) heads[sum] = pool.add(heads[sum], each);
        for (const sum of [0, 1, 2, 3]) {
          const values = entries.filter(([of]) => of === sum).map(([, each]) => each);
          expect(exactly(pool.read(heads[sum]))).toBe(exactly(values));
        }
      }),
      { seed: 14 },
    );
  });
});

function nextUp(magnitude: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, magnitude);
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  return view.getFloat64(0);
}

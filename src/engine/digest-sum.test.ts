import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DigestSum, sumDigests } from "./digest-sum.js";

const hash = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const toDigest = (value: bigint) => ({ records: 1, sum: value.toString(16).padStart(16, "0") });

describe("DigestSum", () => {
  it("adds modulo 2^64", () => {
    fc.assert(
      fc.property(fc.array(hash), (values) => {
        const expected = values.reduce((sum, value) => (sum + value) % 2n ** 64n, 0n);
        expect(sumDigests(values.map(toDigest))).toEqual({
          ...toDigest(expected),
          records: values.length,
        });
      }),
      { seed: 1 },
    );
  });

  it("is as before when what was added is taken away", () => {
    fc.assert(
      fc.property(hash, hash, (kept, passing) => {
        const sum = new DigestSum();
        sum.add(toDigest(kept));
        sum.add(toDigest(passing));
        sum.subtract(toDigest(passing));
        expect(sum.value()).toEqual(toDigest(kept));
      }),
      { seed: 2 },
    );
  });
});

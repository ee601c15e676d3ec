import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatBytes, descending, fromLatin1, pathBytes, toLatin1, toText } from "./bytes.js";

const bytes = fc.uint8Array({ maxLength: 8, max: 255 });
/** Bytes in which zeros and ends matter. */
const tricky = fc
  .array(fc.constantFrom(0, 1, 254, 255), { maxLength: 5 })
  .map((list) => Uint8Array.from(list));

describe("descending", () => {
  it("reverses the order of bytes", () => {
    const check = fc.property(tricky, tricky, (a, b) => {
      const order = Buffer.compare(a, b);
      expect(Buffer.compare(descending(a), descending(b)) + order).toBe(0);
    });
    fc.assert(check, { seed: 1, numRuns: 2000 });
  });
});

describe("Latin 1", () => {
  it("loses no byte, also of a view into a larger buffer", () => {
    const check = fc.property(bytes, (some) => {
      const view = concatBytes("ab", some, "c").subarray(2, 2 + some.length);
      expect(fromLatin1(toLatin1(view))).toEqual(Buffer.from(some));
    });
    fc.assert(check, { seed: 2 });
    expect(toText(concatBytes("ä", Uint8Array.of(0xff)))).toBe("ä\ufffd");
  });

  it("names a file by its own bytes", () => {
    expect(pathBytes("a/\udcff")).toEqual(Buffer.from([0x61, 0x2f, 0xff]));
    expect(pathBytes("a/\u00e9")).toEqual(Buffer.from("a/\u00e9"));
  });
});

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNumber } from "./parse-number.js";

function parse(text: string): number {
  const bytes = Buffer.from(`9${text}9`);
  return parseNumber(bytes, 1, bytes.length - 1);
}

describe("parseNumber", () => {
  it("rounds as JavaScript does", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 30 });
    const exponent = fc.constantFrom("", "e5", "E-3", "e+308", "e-330");
    const sign = fc.constantFrom("", "-", "+");
    const property = fc.property(sign, digits, digits, exponent, (s, whole, part, e) => {
      const text = `${s}${whole}${part === "" ? "" : `.${part}`}${e}`;
      const expected = whole === "" && part === "" ? Number.NaN : Number(text);
      expect(parse(text)).toBe(expected);
    });
    fc.assert(property, { seed: 11, numRuns: 5000 });
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parse(Object.is(value, -0) ? "-0" : String(value))).toBe(value);
      }),
      { seed: 12, numRuns: 5000 },
    );
  });

  it.each(["", "-", ".", "1.2.3", "0x10", "Infinity", "NaN", "1e", "1 2", "1_0", "--1", "٣"])(
    "does not take %j for a number",
    (text) => {
      expect(parse(text)).toBeNaN();
    },
  );

  it.each([
    ["5.", 5],
    [".5", 0.5],
    ["+7", 7],
    ["-0", -0],
    ["0.1", 0.1],
    ["9007199254740993", 9007199254740992],
    ["0.000000000000000000000000001", 1e-27],
  ])("%s is %d", (text, expected) => {
    expect(parse(text)).toBe(expected);
  });
});

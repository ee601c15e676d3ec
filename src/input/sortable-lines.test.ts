import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { numericKey } from "../jobs/library/sort-keys.js";
import { compareBytes } from "../kernels/bytes.js";
import { kernelsAvailable, useKernels } from "../kernels/wasm.js";
import type { LineOrder } from "./input-format.js";
import { SortableLines } from "./sortable-lines.js";

const bytes = fc.oneof(
  fc.constantFrom(0, 1, 2, 3, 9, 11, 32, 45, 46, 48, 49, 57, 253, 254, 255),
  fc.integer({ min: 0, max: 255 }).filter((byte) => byte !== 10),
);
const number = fc
  .tuple(
    fc.constantFrom("", " ", "\t", "-", "+", " -"),
    fc.oneof(
      fc.nat(300).map(String),
      fc.nat(400).map((n) => "7".repeat(n)),
      fc.constant(""),
    ),
    fc.constantFrom("", ".", ".5", ".50", ".05", ".0", "x", " 3"),
  )
  .map((parts) => Buffer.from(parts.join("")));
const line = fc.oneof(
  fc.array(bytes, { maxLength: 12 }).map((all) => Buffer.from(all)),
  number,
);
const order = fc.record<LineOrder>({
  numeric: fc.boolean(),
  reverse: fc.boolean(),
  columns: fc.option(
    fc
      .tuple(fc.nat(5), fc.integer({ min: 1, max: 9 }))
      .map(([from, length]) => ({ from, to: from + length })),
  ),
});

function encode(lines: readonly Buffer[], wanted: LineOrder): Buffer {
  const block = Buffer.concat(lines.map((one) => Buffer.concat([one, Buffer.from("\n")])));
  const encoded = new SortableLines(wanted);
  expect(encoded.encode(block, 0, block.length)).toBe(lines.length);
  return Buffer.from(encoded.bytes.subarray(0, encoded.length));
}

function compare(a: Buffer, b: Buffer, { numeric, columns, reverse }: LineOrder): number {
  const compared = (one: Buffer): Uint8Array => {
    const part = columns === null ? one : one.subarray(columns.from, columns.to);
    return numeric ? numericKey(part) : part;
  };
  const difference = ordered(compared(a), compared(b)) || ordered(a, b);
  return reverse ? -difference : difference;
}

function ordered(a: Uint8Array, b: Uint8Array): number {
  return Math.sign(compareBytes(a, 0, a.length, b, 0, b.length));
}

describe.each([
  ["kernels", true],
  ["their twins", false],
])("by %s", (_, use) => {
  beforeEach(() => {
    useKernels(use);
    expect(kernelsAvailable()).toBe(use);
  });
  afterEach(() => useKernels(true));

  test("encoded lines sort as the lines are to be sorted (L1)", () => {
    const property = fc.property(line, line, order, (a, b, wanted) => {
      const [one, other] = [encode([a], wanted), encode([b], wanted)].map((all) =>
        all.subarray(0, -1),
      );
      const found = ordered(one ?? a, other ?? b);
      expect(found + 0).toBe(compare(a, b, wanted) + 0);
    });
    fc.assert(property, { seed: 11, numRuns: 20_000 });
  });

  test("encoded lines are lines, and say what they were (L2, L3)", () => {
    const property = fc.property(fc.array(line, { maxLength: 5 }), order, (lines, wanted) => {
      const encoded = encode(lines, wanted);
      expect(encoded.filter((byte) => byte === 10)).toHaveLength(lines.length);
      const decoded = new SortableLines(wanted);
      decoded.decode(encoded, 0, encoded.length);
      const expected = Buffer.concat(lines.flatMap((one) => [one, Buffer.from("\n")]));
      expect(decoded.bytes.subarray(0, decoded.length).equals(expected)).toBe(true);
    });
    fc.assert(property, { seed: 12, numRuns: 5000 });
  });

  test("a last line without its LF is a line", () => {
    const encoded = new SortableLines({ numeric: false, columns: null, reverse: true });
    const text = Buffer.from("a\n\nb");
    expect(encoded.encode(text, 0, text.length)).toBe(3);
    const again = new SortableLines({ numeric: false, columns: null, reverse: true });
    again.decode(encoded.bytes, 0, encoded.length);
    expect(again.bytes.toString("latin1", 0, again.length)).toBe("a\n\nb\n");
  });

  test.each<[string, LineOrder]>([
    ["a line turned round", { numeric: false, columns: null, reverse: true }],
    ["a number", { numeric: true, columns: null, reverse: false }],
    ["columns", { numeric: false, columns: { from: 1, to: 2 }, reverse: false }],
  ])("what is not %s is an error, not another line", (_, wanted) => {
    const text = Buffer.from("plain text\n");
    const decode = () => new SortableLines(wanted).decode(text, 0, text.length);
    expect(decode).toThrow(/sortableLines/);
  });

  test("a line may be longer than the kernel's memory", () => {
    const lines = [100, 1 << 20, (1 << 20) - 1, 3 << 20].map((bytes) => Buffer.alloc(bytes, "9"));
    for (const reverse of [false, true]) {
      const wanted = { numeric: true, columns: null, reverse };
      const encoded = encode(lines, wanted);
      const decoded = new SortableLines(wanted);
      decoded.decode(encoded, 0, encoded.length);
      expect(decoded.length).toBe(lines.reduce((sum, one) => sum + one.length + 1, 0));
    }
  });
});

test("kernels and their twins encode alike: a job may run on both", () => {
  const property = fc.property(fc.array(line, { maxLength: 20 }), order, (lines, wanted) => {
    useKernels(false);
    const expected = encode(lines, wanted);
    useKernels(true);
    expect(encode(lines, wanted).equals(expected)).toBe(true);
  });
  fc.assert(property, { seed: 13, numRuns: 5000 });
});

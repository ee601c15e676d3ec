import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteSink } from "../../kernels/byte-sink.js";
import type { Key } from "../key.js";
import { compareBytes, decodeKey, encodeKey, taggedKeyEnd } from "./key-codec.js";

function encoded(key: Key, mode: "raw" | "tagged" = "tagged"): Buffer {
  const sink = new ByteSink(8);
  encodeKey(key, mode, sink);
  return Buffer.from(sink.bytes.subarray(0, sink.length));
}

const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: fc.constantFrom("\0", "\u0001", "a", "é", "\uffff", "😀") }),
);
const leaf: fc.Arbitrary<Key> = fc.oneof(
  fc.constantFrom<Key>(null, false, true, 0, -0, Infinity, -Infinity, 5e-324, -5e-324),
  fc.double({ noNaN: true }),
  fc.integer(),
  text,
  fc.uint8Array({ maxLength: 12 }),
  fc.array(fc.constantFrom(0, 1, 255), { maxLength: 4 }).map((bytes) => Uint8Array.from(bytes)),
);
const anyKey: fc.Arbitrary<Key> = fc.letrec<{ key: Key }>((tie) => ({
  key: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie("key"), { maxLength: 4 })),
})).key;

function rank(key: Key): number {
  if (key === null) return 0;
  if (typeof key === "boolean") return key ? 2 : 1;
  if (typeof key === "number") return 3;
  if (key instanceof Uint8Array) return 4;
  return typeof key === "string" ? 5 : 6;
}

/** The documented order, written down without any encoding. */
function reference(a: Key, b: Key): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === "number" && typeof b === "number") return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === "string" && typeof b === "string") {
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const order = reference(a[i], b[i]);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  return 0;
}

describe("tagged keys", () => {
  it("are the same bytes where a sink is full and must grow (plain-key.ts W1)", () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const full = new ByteSink(64);
        full.length = full.bytes.length;
        const { length } = full;
        encodeKey(key, "tagged", full);
        const roomy = new ByteSink(1 << 16);
        encodeKey(key, "tagged", roomy);
        expect(full.bytes.subarray(length, full.length)).toEqual(
          roomy.bytes.subarray(0, roomy.length),
        );
      }),
    );
  });

  it("order by their bytes as the reference orders them", () => {
    fc.assert(
      fc.property(anyKey, anyKey, (a, b) => {
        const left = encoded(a);
        const right = encoded(b);
        const order = compareBytes(left, 0, left.length, right, 0, right.length);
        expect(Math.sign(order)).toBe(Math.sign(reference(a, b)));
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  it("come back as they were", () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const bytes = encoded(key);
        const decoded = decodeKey(bytes, 0, bytes.length, "tagged");
        expect(reference(decoded, key)).toBe(0);
        expect(encoded(decoded)).toEqual(bytes);
      }),
      { numRuns: 1000, seed: 2 },
    );
  });

  it("delimit themselves", () => {
    fc.assert(
      fc.property(anyKey, anyKey, (a, b) => {
        const bytes = Buffer.concat([encoded(a), encoded(b)]);
        expect(taggedKeyEnd(bytes, 0, bytes.length)).toBe(encoded(a).length);
      }),
      { seed: 3 },
    );
  });

  it("take -0 for 0 and refuse what has no place in the order", () => {
    expect(encoded(-0)).toEqual(encoded(0));
    expect(() => encoded(Number.NaN)).toThrow(/NaN cannot be a key/);
    expect(() => encoded([1, [Number.NaN]])).toThrow(/NaN/);
    expect(() => encoded(undefined as unknown as Key)).toThrow(/type undefined cannot be a key/);
    expect(() => encoded({} as Key)).toThrow(/type object cannot be a key/);
    let deep: Key = [];
    for (let i = 0; i < 100; i++) deep = [deep];
    expect(() => encoded(deep)).toThrow(/nested deeper/);
  });

  it("that are damaged are noticed", () => {
    for (const bytes of [[], [9], [5, 1], [7, 65], [8, 2], [2, 2]]) {
      expect(() => decodeKey(Buffer.from(bytes), 0, bytes.length, "tagged")).toThrow(/damaged/);
    }
  });
});

describe("raw keys", () => {
  it("are the string's own bytes", () => {
    expect(encoded("héllo\0", "raw")).toEqual(Buffer.from("héllo\0"));
    expect(encoded(Uint8Array.of(255, 0), "raw")).toEqual(Buffer.from([255, 0]));
    expect(decodeKey(Buffer.from("héllo"), 0, 6, "raw")).toBe("héllo");
  });

  it("are strings or bytes only", () => {
    expect(() => encoded(1, "raw")).toThrow(/a raw key is a string or bytes/);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteSink } from "../../kernels/byte-sink.js";
import { decodeValue, encodeText, encodeValue } from "./value-codec.js";

function roundTrip(value: unknown): unknown {
  const sink = new ByteSink(1);
  sink.utf8("before");
  encodeValue(value, sink);
  return decodeValue(sink.bytes, 6, sink.length);
}

const LIMITS = [0, -0, 239, 240, -1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 53];

describe("values", () => {
  it("come back as they were", () => {
    const value = fc.oneof(
      fc.integer(),
      fc.maxSafeInteger(),
      fc.double(),
      fc.string({ unit: "grapheme", size: "medium" }),
      fc.boolean(),
      fc.constantFrom(null, undefined, ...LIMITS),
      fc.uint8Array().map((bytes) => new Uint8Array(bytes)),
      fc.array(fc.oneof(fc.integer(), fc.string())),
      fc.dictionary(
        fc.string().filter((name) => name !== "__proto__"),
        fc.oneof(fc.integer(), fc.string(), fc.constant(null)),
        { noNullPrototype: true },
      ),
    );
    fc.assert(
      fc.property(value, (each) => {
        expect(roundTrip(each)).toStrictEqual(each);
      }),
      { numRuns: 2000, seed: 5 },
    );
  });

  it("keep dates, sets and big integers", () => {
    for (const value of [new Date(5), new Set([1, "a"]), 12345678901234567890n, [1n]]) {
      expect(roundTrip(value)).toStrictEqual(value);
    }
  });

  it("need one byte for a small count", () => {
    const sink = new ByteSink();
    encodeValue(1, sink);
    expect(sink.length).toBe(1);
  });

  it("can be given as the UTF-8 bytes of a string", () => {
    const sink = new ByteSink();
    encodeText(Buffer.from("<é>"), 1, 3, sink);
    expect(decodeValue(sink.bytes, 0, sink.length)).toBe("é");
  });

  it("that are code are refused", () => {
    expect(() => roundTrip(() => 1)).toThrow(/function cannot be a value/);
    expect(() => roundTrip(Symbol("s"))).toThrow(/symbol cannot be a value/);
  });

  it("that have code within them are refused", () => {
    const code = () => 1;
    for (const value of [{ a: { code } }, [[code]], new Set([code]), { d: new Date(), code }]) {
      expect(() => roundTrip(value)).toThrow(/function cannot be a value/);
    }
  });

  it("that are damaged are noticed", () => {
    for (const bytes of [
      [],
      [11],
      [4, 1],
      [8, 200],
      [10, 5],
      [10, 5, 2, 97],
      [10, 6, 200],
      [11, 200],
      [11, 2, 1, 97],
      [11, 0, 16],
    ]) {
      expect(() => decodeValue(Buffer.from(bytes), 0, bytes.length)).toThrow(/encoded value/);
    }
  });
});

describe("values of several parts", () => {
  it("that are short lists come back as they were, whatever their items (list-codec.ts)", () => {
    const item = fc.oneof(
      fc.maxSafeInteger(),
      fc.double(),
      fc.string({ unit: "grapheme", maxLength: 8 }),
      fc.nat(300).map((length) => "é".repeat(length)),
      fc.boolean(),
      fc.constantFrom(null, undefined, ...LIMITS),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)),
    );
    // The last are MessagePack's, which knows no -0.
    const other = fc.oneof(fc.constantFrom<unknown>({ a: 1 }, [1], 5n), fc.integer(), fc.string());
    const lists = fc.oneof(fc.array(item, { maxLength: 16 }), fc.array(other, { maxLength: 30 }));
    fc.assert(
      fc.property(lists, (list) => {
        expect(roundTrip(list)).toStrictEqual(list);
      }),
      { numRuns: 2000, seed: 6 },
    );
  });

  it("that are plain objects come back as they were, one kind after another (object-codec.ts)", () => {
    const name = fc.oneof(
      fc.constantFrom("a", "b", "", "é", "1", "constructor", "toString"),
      fc.string({ unit: "grapheme", maxLength: 200 }),
    );
    const item = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constantFrom(null, undefined));
    const plain = fc.dictionary(
      name.filter((each) => each !== "__proto__"),
      item,
      { maxKeys: 16, noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.array(plain), (objects) => {
        for (const object of objects) {
          const back = roundTrip(object);
          expect(back).toStrictEqual(object);
          expect(Object.keys(back as object)).toEqual(Object.keys(object));
        }
      }),
      { numRuns: 500, seed: 8 },
    );
  });

  it("that are objects of another kind are MessagePack's", () => {
    class Point {
      readonly x = 1;
    }
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`name ${i}`, i]));
    for (const value of [{ a: { b: 1 } }, { a: [1] }, {}, many, { at: new Date(5) }]) {
      expect(roundTrip(value)).toStrictEqual(value);
    }
    expect(roundTrip(new Point())).toStrictEqual({ x: 1 });
    const back = roundTrip(JSON.parse('{"__proto__": null, "a": 2}')) as { a: number };
    expect(back.a).toBe(2);
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  });
});

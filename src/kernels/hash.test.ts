import { describe, expect, it } from "vitest";
import { hashBytes, murmur3, partitionOf } from "./hash.js";

/** Published vectors of MurmurHash3_x86_32. */
const VECTORS: readonly (readonly [string, number, number])[] = [
  ["", 0x00000000, 0x00000000],
  ["", 0x00000001, 0x514e28b7],
  ["", 0xffffffff, 0x81f16f39],
  ["test", 0x00000000, 0xba6bd213],
  ["test", 0x9747b28c, 0x704b81dc],
  ["Hello, world!", 0x00000000, 0xc0363e43],
  ["Hello, world!", 0x9747b28c, 0x24884cba],
  ["The quick brown fox jumps over the lazy dog", 0x00000000, 0x2e4ff723],
  ["The quick brown fox jumps over the lazy dog", 0x9747b28c, 0x2fa826cd],
  ["aaaa", 0x9747b28c, 0x5a97808a],
  ["aaa", 0x9747b28c, 0x283e0130],
  ["aa", 0x9747b28c, 0x5d211726],
  ["a", 0x9747b28c, 0x7fa09ea6],
];

describe("the key hash", () => {
  it("agrees with the published vectors", () => {
    for (const [text, seed, expected] of VECTORS) {
      const bytes = Buffer.from(text);
      expect(murmur3(bytes, 0, bytes.length, seed) >>> 0).toBe(expected);
    }
  });

  it("looks at its range only", () => {
    const bytes = Buffer.from("xxHello, world!yy");
    expect(hashBytes(bytes, 2, 15) >>> 0).toBe(0xc0363e43);
  });

  it("makes a partition of the unsigned hash", () => {
    expect(partitionOf(-1, 10)).toBe(5);
    expect(partitionOf(0xc0363e43 | 0, 7)).toBe(0xc0363e43 % 7);
  });
});

import { crc32 } from "node:zlib";
import fc from "fast-check";
import { expect, it, vi } from "vitest";
import { FOLDED_SEED, fold } from "./crc-fold.js";

fc.configureGlobal({ seed: 1 });

const SHORTEST = 32 * 1024;
const noise = Buffer.alloc(200_000);
for (let i = 0, state = 1; i < noise.length; i++) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  noise[i] = state >>> 24;
}

function foldedCrc(message: Uint8Array, seed: number): number {
  const folded = fold(message, seed);
  if (folded === null) throw new Error("this message should be folded");
  expect(folded.length).toBeLessThan(4816);
  return crc32(folded, FOLDED_SEED);
}

it("C1: what is left of a long message has the message's CRC-32, from any seed, wherever it begins and ends", () => {
  fc.assert(
    fc.property(
      fc.nat(SHORTEST),
      fc.integer({ min: SHORTEST, max: 150_000 }),
      fc.integer({ min: 0, max: 0xffffffff }),
      (start, size, seed) => {
        const message = noise.subarray(start, start + size);
        expect(foldedCrc(message, seed)).toBe(crc32(message, seed));
      },
    ),
    { numRuns: 300 },
  );
});

it("C1: at each size around a window's border", () => {
  for (const middle of [SHORTEST, 2 * 16_384 + 4800, 3 * 16_384 + 4800, 6 * 16_384 + 4800]) {
    for (let size = Math.max(SHORTEST, middle - 70); size < middle + 70; size++) {
      const message = noise.subarray(1, 1 + size);
      expect(foldedCrc(message, size)).toBe(crc32(message, size));
    }
  }
});

it("C1: a bit that changes is seen as zlib sees it, also in bytes that are all the same", () => {
  for (const byte of [0, 255]) {
    const message = Buffer.alloc(50_000, byte);
    const whole = foldedCrc(message, 0);
    expect(whole).toBe(crc32(message));
    for (let bit = 0; bit < message.length * 8; bit += 997) {
      const place = bit >> 3;
      const kept = message[place] as number;
      message[place] = kept ^ (1 << (bit & 7));
      const changed = foldedCrc(message, 0);
      expect(changed).toBe(crc32(message));
      expect(changed).not.toBe(whole);
      message[place] = kept;
    }
  }
});

it("leaves short messages as they are", () => {
  expect(fold(noise.subarray(0, SHORTEST - 1), 0)).toBeNull();
});

it("leaves all messages as they are where there are no kernels", async () => {
  vi.resetModules();
  const { useKernels } = await import("./wasm.js");
  useKernels(false);
  const { fold: plainFold } = await import("./crc-fold.js");
  expect(plainFold(noise, 0)).toBeNull();
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareBytes } from "./bytes.js";
import { RecordArena } from "./record-arena.js";
import { RecordSorter } from "./record-sorter.js";
import { REF_STRIDE } from "./refs.js";

type Entry = readonly [partition: number, key: Uint8Array];

function sorted(entries: readonly Entry[], partitions: number): number[] {
  const records = new RecordArena(1 << 20, 1 << 16);
  for (const [partition, key] of entries) {
    const start = records.arena.length;
    records.arena.append(key, 0, key.length);
    records.push(start, records.arena.length, partition);
  }
  const sorter = new RecordSorter();
  sorter.sort(records.arena.bytes, records.refs, records.count, partitions);
  expect(records.refs.length).toBeGreaterThanOrEqual(records.count * REF_STRIDE);
  return [...sorter.order.subarray(0, entries.length)];
}

function expected(entries: readonly Entry[]): number[] {
  const order = entries.map((_, i) => i);
  return order.sort((a, b) => {
    const [partitionA, keyA] = entries[a];
    const [partitionB, keyB] = entries[b];
    if (partitionA !== partitionB) return partitionA - partitionB;
    return compareBytes(keyA, 0, keyA.length, keyB, 0, keyB.length) || a - b;
  });
}

/** Few different bytes, so that prefixes, zeros and equal keys are common. */
const key = fc
  .array(fc.constantFrom(0, 1, 127, 128, 255), { maxLength: 20 })
  .map((bytes) => Uint8Array.from(bytes));

describe("the record sorter", () => {
  it("sorts by partition, key bytes and order of insertion", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(2), key), { maxLength: 400, size: "max" }),
        (entries) => {
          expect(sorted(entries, 3)).toEqual(expected(entries));
        },
      ),
      { numRuns: 150, seed: 7 },
    );
  });

  it("tells keys apart that share 100 bytes", () => {
    const entries = Array.from({ length: 5000 }, (_, i): Entry => {
      const tail = String((i * 7919) % 5000);
      return [0, Buffer.from("p".repeat(100) + tail)];
    });
    expect(sorted(entries, 1)).toEqual(expected(entries));
  });

  it("keeps equal keys in order and does not slow down for them", () => {
    const entries = Array.from({ length: 50_000 }, (): Entry => [0, Buffer.from("q".repeat(64))]);
    const start = performance.now();
    expect(sorted(entries, 1)).toEqual(entries.map((_, i) => i));
    // Milliseconds; comparing each with each would take minutes.
    expect(performance.now() - start).toBeLessThan(4000);
  });

  it("handles keys each of which begins with all shorter ones", () => {
    const entries = Array.from(
      { length: 1500 },
      (_, i): Entry => [0, new Uint8Array((i * 977) % 1500)],
    );
    expect(sorted(entries, 1)).toEqual(expected(entries));
  });
});

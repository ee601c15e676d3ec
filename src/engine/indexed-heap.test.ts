import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IndexedHeap } from "./indexed-heap.js";

const byValue = (a: number, b: number) => a < b;

function drain(heap: IndexedHeap): number[] {
  const order: number[] = [];
  while (heap.size > 0) {
    const first = heap.find(1, () => true);
    order.push(first);
    heap.remove(first);
  }
  return order;
}

describe("IndexedHeap", () => {
  it("gives its members in order, whatever was added and taken out", () => {
    const steps = fc.array(fc.tuple(fc.nat(60), fc.boolean()), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (actions) => {
        const heap = new IndexedHeap(byValue, 1);
        const expected = new Set<number>();
        for (const [id, add] of actions) {
          if (add) heap.add(id);
          else heap.remove(id);
          if (add) expected.add(id);
          else expected.delete(id);
        }
        expect(drain(heap)).toEqual([...expected].sort((a, b) => a - b));
      }),
      { seed: 1 },
    );
  });

  it("finds the first accepted member within the limit, and changes nothing", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(99)), fc.nat(12), fc.nat(99), (ids, limit, least) => {
        const heap = new IndexedHeap(byValue);
        for (const id of ids) heap.add(id);
        const sorted = [...ids].sort((a, b) => a - b);
        const found = heap.find(Math.max(1, limit), (id) => id >= least);
        const within = sorted.slice(0, Math.max(1, limit));
        expect(found).toBe(within.find((id) => id >= least) ?? -1);
        expect(drain(heap)).toEqual(sorted);
      }),
      { seed: 2 },
    );
  });

  it("follows a member whose order has changed", () => {
    const weights = [5, 1, 3];
    const heap = new IndexedHeap((a, b) => (weights[a] ?? 0) < (weights[b] ?? 0));
    for (const id of [0, 1, 2]) heap.add(id);
    weights[1] = 9;
    heap.moved(1);
    expect(drain(heap)).toEqual([2, 0, 1]);
  });
});

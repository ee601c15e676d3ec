import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareBytes, orderedWord } from "./bytes.js";
import { ByteSink } from "./byte-sink.js";
import { LoserTree } from "./loser-tree.js";
import { RecordSum, scanRecords } from "./record-scan.js";
import { readVarint, varintSize, writeVarint } from "./varint.js";

fc.configureGlobal({ seed: 1 });

describe("bytes", () => {
  it("compare as Buffers do", () => {
    fc.assert(
      fc.property(fc.uint8Array({ max: 3 }), fc.uint8Array({ max: 3 }), (a, b) => {
        const order = compareBytes(a, 0, a.length, b, 0, b.length);
        expect(Math.sign(order)).toBe(Buffer.compare(a, b));
      }),
    );
  });

  it("order by their words", () => {
    const word = (bytes: number[]): number => orderedWord(Uint8Array.from(bytes), 0, bytes.length);
    const rising = [[], [0, 1], [1], [127, 255, 255, 255], [128], [255, 255, 255, 255]];
    for (let i = 1; i < rising.length; i++) {
      expect(word(rising[i - 1])).toBeLessThan(word(rising[i]));
    }
  });
});

describe("the byte sink", () => {
  it("appends texts as UTF-8", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary", maxLength: 60 })), (texts) => {
        const sink = new ByteSink(1);
        for (const text of texts) sink.utf8(text);
        const written = sink.bytes.subarray(0, sink.length);
        expect(written.equals(Buffer.from(texts.join("")))).toBe(true);
      }),
    );
  });

  it("keeps its tail when it is told to", () => {
    const sink = new ByteSink(1);
    sink.utf8("x".repeat(1000));
    sink.utf8("tail");
    sink.keepTail(1000, 64);
    expect(sink.bytes.toString("utf8", 0, sink.length)).toBe("tail");
    expect(sink.bytes.length).toBe(64);
  });
});

describe("varints", () => {
  it("come back as they were written, in their predicted size", () => {
    const bytes = new Uint8Array(5);
    fc.assert(
      fc.property(fc.oneof(fc.nat(), fc.nat(300)), (value) => {
        const end = writeVarint(bytes, 0, value);
        expect(end).toBe(varintSize(value));
        expect(readVarint(bytes, 0, end)).toBe(value);
        expect(readVarint(bytes, 0, end - 1)).toBe(-1);
      }),
    );
  });

  it("that are too long are refused", () => {
    expect(readVarint(Uint8Array.from([255, 255, 255, 255, 15]), 0, 5)).toBe(-1);
    expect(readVarint(Uint8Array.from([255, 255, 255, 255, 255, 1]), 0, 6)).toBe(-1);
  });
});

describe("the loser tree", () => {
  it("merges any number of runs", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(50)), { minLength: 1, maxLength: 20 }), (lists) => {
        const runs = lists.map((list) => [...list].sort((a, b) => a - b));
        const heads = runs.map(() => 0);
        const head = (run: number): number => runs[run][heads[run]] ?? Number.POSITIVE_INFINITY;
        const tree = new LoserTree(runs.length, (a, b) =>
          head(a) === head(b) ? a < b : head(a) < head(b),
        );
        tree.build();
        const merged: number[] = [];
        while (head(tree.winner) !== Number.POSITIVE_INFINITY) {
          merged.push(head(tree.winner));
          heads[tree.winner]++;
          tree.replay();
        }
        expect(merged).toEqual(runs.flat().sort((a, b) => a - b));
      }),
    );
  });
});

describe("scanning records", () => {
  const first = [1, 2, 65, 1, 2];
  const second = [0, 0];
  const scan = (bytes: number[]): RecordSum | null => {
    const sum = new RecordSum();
    return scanRecords(Uint8Array.from(bytes), 0, bytes.length, sum) ? sum : null;
  };

  it("counts records and sums their hashes without regard to order", () => {
    expect(scan([...first, ...second])).toEqual(scan([...second, ...first]));
    expect(scan([...first, ...second])?.records).toBe(2);
    expect(scan(first)).not.toEqual(scan([1, 2, 65, 1, 3]));
  });

  it("refuses records that do not end with the block", () => {
    for (const bytes of [[1], [1, 2, 65, 1], [255], [0, 5], [200, 200, 200, 200, 200, 1]]) {
      expect(scan(bytes)).toBeNull();
    }
  });
});

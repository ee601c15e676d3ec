import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InputFormat } from "./input-format.js";
import { MAX_RANGES, planSplits } from "./plan-splits.js";
import type { FileCompression, InputFile } from "./split.js";
import { textLines } from "./test-support.js";

const wholeFiles: InputFormat = { kind: "files" };

function file(name: string, sizeBytes: number, compression: FileCompression = "none"): InputFile {
  return { path: `/data/${name}`, label: name, sizeBytes, compression };
}

const anyFiles = fc
  .array(fc.tuple(fc.nat(500), fc.constantFrom<FileCompression>("none", "none", "gzip")), {
    maxLength: 40,
  })
  .map((files) => files.map(([size, compression], index) => file(`f${index}`, size, compression)));

describe("planSplits", () => {
  it("cuts a file at multiples of the split size and names the input", () => {
    const splits = planSplits([file("a", 250)], 3, textLines, { splitSizeBytes: 100 });
    expect(splits.map((split) => split.input)).toEqual([3, 3, 3]);
    const cuts = splits.map(({ ranges }) => ranges.map(({ start, end }) => [start, end]));
    expect(cuts).toEqual([[[0, 100]], [[100, 200]], [[200, 250]]]);
  });

  it("leaves a tail of up to a tenth of a split where it is", () => {
    const sizes = [100, 110, 111, 210, 211].map((sizeBytes) => {
      const splits = planSplits([file("a", sizeBytes)], 0, textLines, { splitSizeBytes: 100 });
      return splits.map((split) => split.sizeBytes);
    });
    expect(sizes).toEqual([[100], [110], [100, 11], [100, 110], [100, 100, 11]]);
  });

  it("covers every byte of every file once, in order, in splits that are not too large", () => {
    fc.assert(
      fc.property(anyFiles, fc.integer({ min: 1, max: 300 }), (files, splitSizeBytes) => {
        const splits = planSplits(files, 0, textLines, { splitSizeBytes });
        const ranges = splits.flatMap((split) => split.ranges);
        const expected = files.filter((known) => known.sizeBytes > 0);
        let position = 0;
        for (const range of ranges) {
          const current = expected[0];
          if (current === undefined) {
            // Over empty files alone (S5).
            expect([range.start, range.end, ranges.length]).toEqual([0, 0, 1]);
            return;
          }
          expect([range.label, range.start]).toEqual([current.label, position]);
          position = range.end ?? current.sizeBytes;
          if (position < current.sizeBytes) continue;
          expected.shift();
          position = 0;
        }
        expect(expected).toEqual([]);
        for (const split of splits) {
          if (split.ranges.length > 1) expect(split.sizeBytes).toBeLessThanOrEqual(splitSizeBytes);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("groups 100,000 small files into a handful of tasks", () => {
    const files = Array.from({ length: 100_000 }, (_, index) => file(`f${index}`, 1024));
    const splits = planSplits(files, 0, textLines, { splitSizeBytes: 64 * 1024 * 1024 });
    expect(splits).toHaveLength(10);
    expect(splits.every((split) => split.ranges.length <= MAX_RANGES)).toBe(true);
  });

  it("never cuts compressed files and whole files", () => {
    const options = { splitSizeBytes: 10 };
    const [gzip] = planSplits([file("a.gz", 99, "gzip")], 0, textLines, options);
    expect(gzip?.ranges).toMatchObject([{ start: 0, end: null, compression: "gzip" }]);
    const whole = planSplits([file("a", 99), file("b", 0)], 0, wholeFiles, options);
    const ranges = whole.flatMap((split) => split.ranges);
    expect(ranges).toMatchObject([
      { start: 0, end: 99 },
      { start: 0, end: 0 },
    ]);
  });

  it("gives files that are all empty one split, and no file none", () => {
    const empty = planSplits([file("a", 0), file("b", 0)], 0, textLines, { splitSizeBytes: 10 });
    expect(empty).toMatchObject([{ sizeBytes: 0, ranges: [{ label: "a", start: 0, end: 0 }] }]);
    expect(planSplits([], 0, textLines, { splitSizeBytes: 10 })).toEqual([]);
  });

  it("refuses a split size below one byte", () => {
    const plan = () => planSplits([], 0, textLines, { splitSizeBytes: 0 });
    expect(plan).toThrow(/at least 1 byte/);
  });
});

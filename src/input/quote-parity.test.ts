import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countQuotes } from "./count-quotes.js";
import { resolveQuotes } from "./quote-parity.js";
import { csvRows, plainRange, testFolder, textLines } from "./test-support.js";

const folder = testFolder();

describe("countQuotes", () => {
  it("counts sparse and dense quotes, and only those in the range", () => {
    const letters = fc.constantFrom('"', "a", "b".repeat(100), '""""', "c".repeat(5000));
    const property = fc.property(fc.array(letters), fc.nat(), fc.nat(), (parts, a, b) => {
      const bytes = Buffer.from(parts.join(""));
      const [start = 0, end = 0] = [a % (bytes.length + 1), b % (bytes.length + 1)].sort(
        (x, y) => x - y,
      );
      const expected = bytes.toString("latin1", start, end).split('"').length - 1;
      expect(countQuotes(bytes, start, end)).toBe(expected);
    });
    fc.assert(property, { seed: 2, numRuns: 300 });
  });
});

describe("resolveQuotes", () => {
  it("tells for each cut of each file whether it lies inside quotes", async () => {
    const filler = `${"x".repeat(1_500_000)}\n`;
    const path = folder.write("big.csv", `${filler}"a\nb",c\n${filler}"d\ne"\n`);
    const other = folder.write("other.csv", '"abc"\n');
    const at = (offset: number) => plainRange(path, offset, offset + 1);
    const inside = filler.length + 2;
    const behind = filler.length + 6;
    const inLast = 2 * filler.length + 10;
    const splits = [
      { input: 0, sizeBytes: 1, ranges: [at(0), at(inside), at(behind)] },
      { input: 0, sizeBytes: 1, ranges: [at(inLast), plainRange(other, 0, 3)] },
      { input: 0, sizeBytes: 1, ranges: [plainRange(other, 3, 6)] },
    ];
    const resolved = await resolveQuotes(splits, csvRows);
    const quoted = resolved.map(({ ranges }) => ranges.map((range) => range.quoted));
    expect(quoted).toEqual([[false, true, false], [true, false], [true]]);
  });

  it("opens no file that is not cut, and none for other formats", async () => {
    const nowhere = `${folder.path}/nowhere`;
    const uncut = [{ input: 0, sizeBytes: 1, ranges: [plainRange(nowhere, 0, 3)] }];
    await expect(resolveQuotes(uncut, csvRows)).resolves.toHaveLength(1);
    const cut = [{ input: 0, sizeBytes: 1, ranges: [plainRange(nowhere, 1, 3)] }];
    await expect(resolveQuotes(cut, textLines)).resolves.toEqual(cut);
    await expect(resolveQuotes(cut, csvRows)).rejects.toMatchObject({
      code: "MR_INPUT_UNREADABLE",
    });
  });

  it("names a file that became shorter", async () => {
    const path = folder.write("short.csv", "a\n");
    const cut = [{ input: 0, sizeBytes: 1, ranges: [plainRange(path, 10, 20)] }];
    await expect(resolveQuotes(cut, csvRows)).rejects.toThrow(/became shorter/);
  });
});

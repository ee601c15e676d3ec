import { describe, expect, it } from "vitest";
import type { RecordBlock } from "../block.js";
import { lineBoundary } from "../boundary.js";
import { eachLineRange } from "./lines-decoder.js";
import { TextPieces } from "./text-pieces.js";

/** Several pieces, some of ASCII alone. */
const LINES = Array.from({ length: 200_000 }, (_, index) => {
  const odd = Math.floor(index / 4000) % 2 === 0 ? "" : "é日😀";
  return `line ${index} ${odd}${"x".repeat(index % 13)}`;
});
const BYTES = Buffer.from(`${LINES.join("\n")}\n`);
const BLOCK: RecordBlock = { bytes: BYTES, start: 0, end: BYTES.length, offset: 1000 };

function offsets(order: (starts: number[]) => number[]): [string, number][] {
  const pieces = new TextPieces(() => lineBoundary);
  const found: [string, number][] = [];
  pieces.each(BLOCK, (text) => {
    const starts: number[] = [];
    const lines = new Map<number, string>();
    eachLineRange(text, (start, end) => {
      starts.push(start);
      lines.set(start, text.slice(start, end));
    });
    for (const start of order(starts)) {
      found.push([lines.get(start) ?? "", pieces.offsetOf(start)]);
    }
  });
  return found;
}

describe("a record's offset", () => {
  const expected = new Map<string, number>();
  let at = BLOCK.offset;
  for (const line of LINES) {
    expected.set(line, at);
    at += Buffer.byteLength(line) + 1;
  }

  it.each([
    ["in order", (starts: number[]) => starts],
    ["backwards", (starts: number[]) => starts.filter((_, i) => i % 100 === 0).reverse()],
    ["of the same again", (starts: number[]) => starts.flatMap((start) => [start, start])],
  ])("is that of its first byte, asked for %s", (_, order) => {
    const found = offsets(order);
    expect(found.length).toBeGreaterThan(100);
    expect(found.filter(([line, offset]) => offset !== expected.get(line))).toEqual([]);
  });

  it("takes no look at all lines before it, asked for in order", () => {
    const begin = performance.now();
    offsets((starts) => starts);
    // 0.2 s; 8 s when each look begins at the first line of a piece.
    expect(performance.now() - begin).toBeLessThan(3_000);
  });
});

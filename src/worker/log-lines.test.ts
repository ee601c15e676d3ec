import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LineSplitter, LogBatcher } from "./log-lines.js";

function split(...chunks: Uint8Array[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((some) => lines.push(...some));
  for (const chunk of chunks) splitter.write(Buffer.from(chunk));
  splitter.end();
  return lines;
}

describe("lines", () => {
  test("are the same however the bytes arrive", () => {
    const text = Buffer.from("eins\nzwei ü€😀\r\n\nlast without end");
    const whole = ["eins", "zwei ü€😀", "", "last without end"];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 8 }), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const chunks = places.slice(1).map((end, i) => text.subarray(places[i], end));
        expect(split(...chunks)).toEqual(whole);
      }),
    );
  });

  test("survive bytes that are no text", () => {
    expect(split(Buffer.from([0x61, 0xff, 0x0a, 0xc3]))).toEqual(["a\ufffd", "\ufffd"]);
  });

  test("without an end are cut, once, and do not grow", () => {
    const chunk = Buffer.alloc(3_000, "x");
    const lines = split(chunk, chunk, chunk, chunk, Buffer.from("\nnext\n"));
    expect(lines.length).toBe(2);
    expect(lines[0]).toMatch(/^x{4096} \[line cut\]$/);
    expect(lines[1]).toBe("next");
  });
});

describe("a batcher", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("sends at most five times a second", () => {
    const sent: (readonly string[])[] = [];
    const batcher = new LogBatcher((lines) => sent.push(lines));
    for (let i = 0; i < 100; i++) {
      batcher.push([`line ${i}`]);
      vi.advanceTimersByTime(10);
    }
    batcher.end();
    expect(sent.length).toBeLessThanOrEqual(6);
    expect(sent.flat().length).toBe(100);
  });

  test("leaves out what is too much and says how many", () => {
    const sent: string[] = [];
    const batcher = new LogBatcher((lines) => sent.push(...lines));
    batcher.push(Array.from({ length: 1_000 }, (_, i) => `line ${i}`));
    batcher.end();
    expect(sent.length).toBe(201);
    expect(sent.at(-1)).toBe("[800 more lines left out]");
  });

  test("never sends more than an attempt's share", () => {
    let count = 0;
    const batcher = new LogBatcher((lines) => (count += lines.length));
    for (let i = 0; i < 1_000; i++) {
      batcher.push(Array.from({ length: 200 }, () => "x"));
      vi.advanceTimersByTime(200);
    }
    batcher.end();
    expect(count).toBe(20_001);
  });
});

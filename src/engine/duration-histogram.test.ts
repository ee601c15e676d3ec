import { describe, expect, it } from "vitest";
import { DurationHistogram } from "./duration-histogram.js";

describe("DurationHistogram", () => {
  it("has no median before anything has finished", () => {
    expect(new DurationHistogram().medianMs()).toBeNull();
  });

  it.each([1, 40, 900, 3_600_000])("knows a median of %d ms to ten percent", (median) => {
    const histogram = new DurationHistogram();
    for (const durationMs of [0, median, median, median, median * 50]) histogram.add(durationMs);
    const found = histogram.medianMs() ?? 0;
    expect(found).toBeGreaterThanOrEqual(median * 0.999);
    expect(found).toBeLessThanOrEqual(median * 1.1 + 0.1);
  });

  it("follows the median up and down", () => {
    const histogram = new DurationHistogram();
    const added: number[] = [];
    const phases = [10, 1000, 100_000, 1, 0].flatMap((ms) => Array.from({ length: 100 }, () => ms));
    for (const [index, ms] of phases.entries()) {
      const durationMs = ms + (index % 7) * ms;
      histogram.add(durationMs);
      added.push(durationMs);
      added.sort((a, b) => a - b);
      const median = added[Math.ceil(added.length / 2) - 1] ?? 0;
      const found = histogram.medianMs() ?? 0;
      expect(found).toBeGreaterThanOrEqual(median * 0.999);
      expect(found).toBeLessThanOrEqual(median * 1.1 + 0.1);
    }
  });
});

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
});

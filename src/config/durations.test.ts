import { expect, test } from "vitest";
import { formatDuration, parseDuration } from "./durations.js";

test.each([
  ["500ms", 500],
  ["90s", 90_000],
  ["10m", 600_000],
  ["1.5h", 5_400_000],
  ["2D", 172_800_000],
])("%s is %d ms", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(["", "10", "s", "-1s", "1w"])("%j is no duration", (text) => {
  expect(parseDuration(text)).toBeNull();
});

test.each([
  [0, "0.00 s"],
  [420, "0.42 s"],
  [9_990, "9.99 s"],
  [12_340, "12.3 s"],
  [59_940, "59.9 s"],
  [59_960, "1m 00s"],
  [123_000, "2m 03s"],
  [3_720_000, "1h 02m"],
])("%d ms are shown as %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

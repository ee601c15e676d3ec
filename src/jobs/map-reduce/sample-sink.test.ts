/** What a sample tells of its keys cuts as the keys themselves would, and is small. */

import { expect, it } from "vitest";
import { chooseCuts } from "./range-cuts.js";
import { createSampleSink } from "./sample-sink.js";
import type { SampleResult } from "./stage-body.js";

const PARTITIONS = 8;

function sampleOf(keys: readonly string[]): SampleResult {
  const sink = createSampleSink("raw", (records) => records);
  for (const key of keys) sink.pairs.addKey(Buffer.from(key), 0, key.length, 1);
  const { output } = sink.result();
  if (output.kind !== "result") throw new Error("a sample is a result");
  return JSON.parse(Buffer.from(output.bytes, "base64").toString()) as SampleResult;
}

/** The partition of each key. */
function parts(sample: SampleResult, keys: readonly string[]): number[] {
  const cuts = chooseCuts([sample], PARTITIONS).map((cut) => atob(cut));
  return keys.map((key) => cuts.filter((cut) => cut <= key).length);
}

const long = Array.from({ length: 1_000 }, (_, index) => {
  const scattered = (index * 7_919) % 1_000;
  return `https://example.org/${String(scattered).padStart(4, "0")}/${"x".repeat(80)}`;
});

it.each([
  ["long keys that share their beginning", long],
  ["keys of which one is the beginning of another", long.map((_, index) => "a".repeat(index % 50))],
  ["keys of which half are equal", long.map((key, index) => (index % 2 === 0 ? key : "m"))],
])("S2: cuts %s as whole keys would", (_, keys) => {
  const whole = { weight: keys.length, keys: keys.toSorted().map((key) => btoa(key)) };
  expect(parts(sampleOf(keys), keys)).toEqual(parts(whole, keys));
});

it("S2: tells little of long keys", () => {
  const told = sampleOf(long).keys.slice(1);
  expect(Math.max(...told.map((key) => atob(key).length))).toBeLessThan(30);
});

it("S1: keeps every k-th key of many", () => {
  const { keys, weight } = sampleOf(Array.from({ length: 5_000 }, (_, i) => String(i).padStart(6)));
  expect(weight).toBe(5_000);
  expect(keys).toHaveLength(1_250);
});

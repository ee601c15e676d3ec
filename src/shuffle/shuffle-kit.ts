/**
 * Test support: temporary directories, collecting pairs into segment files and reading them back. Used by tests only.
 */

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect } from "vitest";
import { kernelsAvailable, useKernels } from "../kernels/wasm.js";
import { type CollectorOptions, createCollector } from "./collector.js";
import type { Aggregate, Key, KeyMode } from "./key.js";
import { type MergeOptions, openGroups } from "./merge.js";
import { type LocalRun, readEntry, type SegmentFile } from "./segment-file.js";

const made: string[] = [];

afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

/** Removed after the test. */
export function temporaryDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), "mr-shuffle-"));
  made.push(path);
  return path;
}

export type Pair = readonly [Key, unknown];

export function collectorOptions(
  directory: string,
  changes: Partial<CollectorOptions> = {},
): CollectorOptions {
  mkdirSync(join(directory, "attempt"), { recursive: true });
  return {
    partitions: 1,
    partitioning: { kind: "hash" },
    keys: "tagged",
    aggregate: null,
    combine: null,
    orderValuesBy: null,
    memoryBytes: 1 << 20,
    directory: join(directory, "attempt"),
    path: join(directory, "segments.seg"),
    ...changes,
  };
}

export function collect(options: CollectorOptions, pairs: Iterable<Pair>): SegmentFile {
  const collector = createCollector(options);
  for (const [key, value] of pairs) collector.emit(key, value);
  return collector.finish();
}

export function runOf(file: SegmentFile, partition = 0, index = 0): LocalRun {
  const entry = readEntry(file.path, partition, file.sizeBytes);
  return { ...entry, path: file.path, source: { stage: "map", index, attempt: 1 } };
}

export interface GroupOptions extends Partial<MergeOptions> {
  readonly keys?: KeyMode;
  readonly aggregate?: Aggregate | null;
}

/** All groups with all their values. */
export function readGroups(
  runs: readonly LocalRun[],
  directory: string,
  changes: GroupOptions = {},
): [Key, unknown[]][] {
  const cursor = openGroups({
    runs,
    keys: "tagged",
    ordered: false,
    aggregate: null,
    memoryBytes: 1 << 20,
    directory,
    ...changes,
  });
  try {
    const groups: [Key, unknown[]][] = [];
    while (cursor.next()) groups.push([cursor.key(), [...cursor.values()]]);
    return groups;
  } finally {
    cursor.close();
  }
}

/** Numbers below `limit` that depend on the seed alone. */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** What the work gives with kernels, and what without. */
export function both<T>(work: () => T): [T, T] {
  useKernels(true);
  expect(kernelsAvailable()).toBe(true);
  const kernels = work();
  useKernels(false);
  const twins = work();
  useKernels(true);
  return [kernels, twins];
}

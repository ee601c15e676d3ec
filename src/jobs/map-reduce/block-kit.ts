/**
 * Test support: the same text collected by the block in kernels and one by one in TypeScript. Used by tests only.
 */

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { MrError } from "../../engine/error.js";
import { createBoundary, lineBoundary } from "../../input/boundary.js";
import { createExtractor } from "../../input/extractors/create-extractor.js";
import { valuesByBlocks } from "../../input/extractors/block-programs.js";
import type { InputFormat } from "../../input/input-format.js";
import { useKernels } from "../../kernels/wasm.js";
import { createCollector, type CollectorOptions } from "../../shuffle/collector.js";
import type { Aggregate, Key } from "../../shuffle/key.js";
import type { SegmentFile } from "../../shuffle/segment-file.js";
import {
  collectorOptions,
  readGroups,
  runOf,
  temporaryDirectory,
} from "../../shuffle/shuffle-kit.js";

export const RANGE = {
  path: "x",
  label: "x",
  compression: "none",
  start: 0,
  end: null,
} as const;

/** The text in blocks that end where records do. */
function feed(format: InputFormat, options: CollectorOptions, text: Buffer, blockBytes: number) {
  const collector = createCollector(options);
  const extractor = createExtractor(format, RANGE);
  const errors: string[] = [];
  const onBadRecord = (error: MrError) => errors.push(error.message);
  let records = 0;
  for (let start = 0; start < text.length; ) {
    const end = blockEnd(format, text, start, blockBytes);
    const bytes = Buffer.from(text.subarray(start, end));
    const block = { bytes, start: 0, end: bytes.length, offset: start };
    records += extractor.extract(block, collector, onBadRecord);
    start = end;
  }
  const leftOut = extractor.takeLeftOut?.() ?? 0;
  const byBlocks = collector.blocks !== undefined && collector.blocks !== null;
  return { file: collector.finish(), records, byBlocks, errors, leftOut };
}

function blockEnd(format: InputFormat, text: Buffer, start: number, blockBytes: number): number {
  const isCsv = format.kind === "csv";
  const boundary = isCsv ? createBoundary(format, RANGE) : lineBoundary;
  // Quotes count from the block's start on.
  let end = isCsv ? start : Math.min(text.length, start + blockBytes);
  do {
    const found = boundary.first(text, end, text.length);
    end = found < 0 ? text.length : found;
  } while (end < text.length && end < start + blockBytes);
  return end;
}

export interface Case {
  readonly format: InputFormat;
  readonly aggregate?: Aggregate;
  readonly text: Buffer;
  readonly blockBytes?: number;
  readonly changes?: Partial<CollectorOptions>;
}

/** Collects with kernels and without. */
export function both({
  format,
  aggregate = { kind: "sum" },
  text,
  blockBytes = 1 << 16,
  changes,
}: Case) {
  const directory = temporaryDirectory();
  const options = collectorOptions(directory, {
    keys: "raw",
    aggregate,
    byBlocks: valuesByBlocks(format),
    ...changes,
  });
  const run = (kernels: boolean) => {
    useKernels(kernels);
    const path = join(directory, kernels ? "kernels.seg" : "twins.seg");
    const result = feed(format, { ...options, path }, text, blockBytes);
    expect(result.byBlocks).toBe(kernels);
    return result;
  };
  const result = { directory, options, kernels: run(true), twins: run(false) };
  expect(readdirSync(join(directory, "attempt"))).toEqual([]);
  return result;
}

function groupsOf(directory: string, file: SegmentFile, partitions: number, aggregate: Aggregate) {
  const groups: [Key, unknown[]][][] = [];
  for (let p = 0; p < partitions; p++) {
    groups.push(readGroups([runOf(file, p)], directory, { keys: "raw", aggregate }));
  }
  return groups;
}

export function expectSame(test: Case): void {
  const { kernels, twins, directory, options } = both(test);
  expect(kernels.errors).toEqual(twins.errors);
  expect(kernels.records).toBe(twins.records);
  expect(kernels.leftOut).toBe(twins.leftOut);
  expect(kernels.file.digest).toEqual(twins.file.digest);
  const aggregate = options.aggregate ?? { kind: "sum" };
  const { partitions } = options;
  expect(groupsOf(directory, kernels.file, partitions, aggregate)).toEqual(
    groupsOf(directory, twins.file, partitions, aggregate),
  );
}

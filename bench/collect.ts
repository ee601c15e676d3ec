/**
 * `node scripts/run-ts.mjs bench/collect.ts FORMAT AGGREGATE FILES...`: the map side alone, in this process: reads splits
 * of 64 MiB, collects, writes segments. FORMAT is an input format as JSON, AGGREGATE the kind of one.
 * Prints MB/s by CPU time, with the kernels and without.
 */

import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExtractor } from "../src/input/extractors/create-extractor.js";
import { valuesByBlocks } from "../src/input/extractors/block-programs.js";
import type { InputFormat } from "../src/input/input-format.js";
import { openBlocks } from "../src/input/open-blocks.js";
import type { FileRange } from "../src/input/split.js";
import { useKernels } from "../src/kernels/wasm.js";
import { createCollector } from "../src/shuffle/collector.js";
import type { Aggregate } from "../src/shuffle/key.js";

const SPLIT_BYTES = 64 << 20;
const PARTITIONS = 4;
const MEMORY_BYTES = Number(process.env.MEMORY_MIB ?? 64) << 20;

const [formatText = "", kind = "", ...paths] = process.argv.slice(2);
const format = JSON.parse(formatText) as InputFormat;
const aggregate = { kind } as Aggregate;
const files = paths.flatMap((path) =>
  statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path],
);
const directory = mkdtempSync(join(tmpdir(), "mr-bench-collect-"));
try {
  for (const kernels of [true, true, false]) {
    useKernels(kernels);
    await measure(kernels ? "kernels" : "twins  ");
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function measure(name: string): Promise<void> {
  const before = process.cpuUsage();
  let bytes = 0;
  let finishMs = 0;
  let segmentBytes = 0;
  let spills = 0;
  let records = 0;
  for (const range of files.flatMap(rangesOf)) {
    const collector = createCollector({
      partitions: PARTITIONS,
      partitioning: { kind: "hash" },
      keys: "raw",
      aggregate,
      combine: null,
      orderValuesBy: null,
      memoryBytes: MEMORY_BYTES,
      directory,
      path: join(directory, "segments"),
      byBlocks: valuesByBlocks(format),
    });
    const source = openBlocks(range, format, { recordLimitBytes: 64 << 20 });
    const extractor = createExtractor(format, range);
    for (let block = await source.next(); block !== null; block = await source.next()) {
      records += extractor.extract(block, collector);
      bytes += block.end - block.start;
    }
    await source.close();
    const start = process.cpuUsage();
    const file = collector.finish();
    finishMs += milliseconds(process.cpuUsage(start));
    segmentBytes += file.sizeBytes;
    spills += file.spills;
  }
  const allMs = milliseconds(process.cpuUsage(before));
  const rate = (bytes / 1e3 / allMs).toFixed(0);
  const memory = (process.memoryUsage().rss / 2 ** 20).toFixed(0);
  console.log(
    `${name} ${rate} MB/s of CPU; ${allMs.toFixed(0)} ms, of it finish ${finishMs.toFixed(0)} ms;`,
    `${records} records, ${(segmentBytes / 1e6).toFixed(1)} MB of segments, ${spills} spills, RSS ${memory} MB`,
  );
}

function rangesOf(path: string): FileRange[] {
  const { size } = statSync(path);
  const ranges: FileRange[] = [];
  for (let start = 0; start < size; start += SPLIT_BYTES) {
    const end = Math.min(size, start + SPLIT_BYTES);
    ranges.push({ path, label: path, start, end, compression: "none" } as FileRange);
  }
  return ranges;
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

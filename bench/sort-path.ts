/**
 * `node scripts/run-ts.mjs bench/sort-path.ts [MIB [PARTITIONS]]`: where the CPU time of a sort goes, in one process: seconds for each
 * step of the map side and of the reduce side, and the same for the TypeScript twins with `--twins`.
 */

import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPartWriter } from "../src/output/part-writer.js";
import { openBlocks } from "../src/input/open-blocks.js";
import type { InputFormat } from "../src/input/input-format.js";
import { createExtractor } from "../src/input/extractors/create-extractor.js";
import { useKernels } from "../src/kernels/wasm.js";
import { createCollector, type SegmentFile } from "../src/shuffle/collector.js";
import { openGroups } from "../src/shuffle/merge.js";
import { openPour } from "../src/shuffle/pour.js";
import { type LocalRun, readEntry } from "../src/shuffle/segment-file.js";
import type { JobId } from "../src/engine/ids.js";
import { dataFolder } from "./data/cache.js";

const [mebibytes = 256, partitions = 16] = process.argv
  .slice(2)
  .filter((argument) => !argument.startsWith("--"))
  .map(Number);
const CUTS = Array.from({ length: partitions - 1 }, (_, i) =>
  Buffer.from([33 + Math.floor(((i + 1) * 94) / partitions)]),
);
const format: InputFormat = { kind: "lines", as: "bytes", literals: null };
const sizeBytes = mebibytes * 1024 * 1024;
const scratch = mkdtempSync(join(tmpdir(), "mr-sort-path-"));
let made = 0;
const spent = new Map<string, { user: number; system: number }>();

if (process.argv.includes("--twins")) useKernels(false);
try {
  const folder = dataFolder("records", sizeBytes);
  const files: SegmentFile[] = [];
  for (const name of readdirSync(folder)) files.push(await mapFile(join(folder, name)));
  for (let partition = 0; partition < partitions; partition++) reduce(files, partition);
  for (const [step, { user, system }] of spent) {
    console.log(`${user.toFixed(2).padStart(7)} s + ${system.toFixed(2)} s of the system  ${step}`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function mapFile(path: string): Promise<SegmentFile> {
  const range = {
    path,
    label: path,
    compression: "none" as const,
    start: 0,
    end: statSync(path).size,
  };
  const collector = createCollector({
    partitions,
    partitioning: { kind: "range", cuts: CUTS },
    keys: "raw",
    aggregate: null,
    combine: null,
    orderValuesBy: null,
    memoryBytes: 128 * 1024 * 1024,
    directory: scratch,
    path: join(scratch, `${made++}.seg`),
  });
  const extractor = createExtractor(format, range);
  const source = openBlocks(range, format, { recordLimitBytes: 1 << 26 });
  for (;;) {
    let before = process.cpuUsage();
    const block = await source.next();
    charge("map: read", before);
    if (block === null) break;
    before = process.cpuUsage();
    extractor.extract(block, collector);
    charge("map: take lines", before);
  }
  await source.close();
  const before = process.cpuUsage();
  const file = collector.finish();
  charge("map: sort, gather, write", before);
  return file;
}

function reduce(files: readonly SegmentFile[], partition: number): void {
  const before = process.cpuUsage();
  const runs: LocalRun[] = files.map(({ path, sizeBytes: bytes }, index) => ({
    ...readEntry(path, partition, bytes),
    path,
    source: { stage: "map", index, attempt: 1 },
  }));
  const options = {
    runs,
    keys: "raw" as const,
    ordered: false,
    aggregate: null,
    memoryBytes: 64 * 1024 * 1024,
    directory: scratch,
  };
  const writer = openPartWriter({
    stagingDirectory: scratch,
    attempt: { job: "bench" as JobId, stage: "reduce", index: partition, attempt: 1 },
    name: "part",
    format: "text",
    compression: "none",
  });
  const pour = openPour({ ...options, write: "keys", terminator: 10 });
  if (pour !== null) {
    while (pour.step(writer));
    pour.close();
  } else {
    const cursor = openGroups(options);
    while (cursor.next()) {
      const { bytes, start, end } = cursor.keyBytes();
      for (let left = cursor.count(); left > 0; left--) writer.writeLine(bytes, start, end);
    }
    cursor.close();
  }
  writer.close();
  charge("reduce", before);
}

function charge(step: string, before: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(before);
  const sum = spent.get(step) ?? { user: 0, system: 0 };
  spent.set(step, { user: sum.user + user / 1e6, system: sum.system + system / 1e6 });
}

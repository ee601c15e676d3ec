/**
 * `node scripts/run-ts.mjs bench/emit.ts FILE`: a map written in JavaScript, in this process: lines decoded, split, emitted
 * into the collector of a declared sum. Prints MB/s by CPU time for each layer, so that the price of each shows.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBlocks } from "../src/input/open-blocks.js";
import { createRecordDecoder } from "../src/input/record-decoder.js";
import type { FileRange } from "../src/input/split.js";
import { createCollector, type Collector } from "../src/shuffle/collector.js";

const [path = ""] = process.argv.slice(2);
const format = { kind: "lines", as: "text", literal: null } as const;
const directory = mkdtempSync(join(tmpdir(), "mr-bench-emit-"));

type Emit = (key: string, value: number) => void;

async function measure(name: string, map: (line: string, emit: Emit) => void): Promise<void> {
  const collector = createCollector({
    partitions: 4,
    partitioning: { kind: "hash" },
    keys: "tagged",
    aggregate: { kind: "sum" },
    combine: null,
    orderValuesBy: null,
    memoryBytes: 128 << 20,
    directory,
    path: join(directory, "segments"),
    byBlocks: null,
  });
  const emit = emitInto(collector);
  const range: FileRange = { path, label: path, compression: "none", start: 0, end: null };
  const source = openBlocks(range, format, { recordLimitBytes: 64 << 20 });
  const decoder = createRecordDecoder(format, range);
  const before = process.cpuUsage();
  let bytes = 0;
  for (let block = await source.next(); block !== null; block = await source.next()) {
    decoder.decode(block, (record) => map(record as string, emit));
    bytes += block.end - block.start;
  }
  const mapped = process.cpuUsage(before);
  collector.finish();
  const finished = process.cpuUsage(before);
  const seconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6;
  console.log(
    `${name.padEnd(24)} ${(bytes / 1e6 / seconds(mapped)).toFixed(0).padStart(5)} MB/s,` +
      ` finish ${((seconds(finished) - seconds(mapped)) * 1000).toFixed(0)} ms`,
  );
  await source.close();
}

function emitInto(collector: Collector): Emit {
  return (key, value) => collector.emit(key, value);
}

const FEW = Array.from({ length: 32 }, (_, i) => `wordlike${i}`);
let words = 0;
try {
  for (let round = 0; round < 2; round++) {
    await measure("lines", () => {});
    await measure("split", (line) => {
      words += line.split(" ").length;
    });
    await measure("split, emit few keys", (line, emit) => {
      for (const word of line.split(" ")) if (word) emit(FEW[word.length & 31] ?? word, 1);
    });
    await measure("split, emit", (line, emit) => {
      for (const word of line.split(" ")) if (word) emit(word, 1);
    });
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

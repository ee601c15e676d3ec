/**
 * `node scripts/run-ts.mjs bench/emit.ts FILE [AGGREGATE]`: a map written in JavaScript, in this process: lines decoded,
 * split, emitted into the collector of a declared aggregate, `sum` if none is named. Prints MB/s by CPU time for each
 * layer, so that the price of each shows, with the kernels and without.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBlocks } from "../src/input/open-blocks.js";
import { createRecordDecoder } from "../src/input/record-decoder.js";
import type { FileRange } from "../src/input/split.js";
import { useKernels } from "../src/kernels/wasm.js";
import { createCollector, type Collector } from "../src/shuffle/collector.js";
import type { Aggregate, Key } from "../src/shuffle/key.js";

const [path = "", kind = "sum"] = process.argv.slice(2);
const aggregate = (kind === "top-k" ? { kind, k: 3, order: "largest" } : { kind }) as Aggregate;
const format = { kind: "lines", as: "text", literals: null } as const;
const directory = mkdtempSync(join(tmpdir(), "mr-bench-emit-"));

type Emit = (key: Key, value: unknown) => void;

async function measure(name: string, map: (line: string, emit: Emit) => void): Promise<void> {
  const collector = createCollector({
    partitions: 4,
    partitioning: { kind: "hash" },
    keys: "tagged",
    aggregate,
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
    `${name.padEnd(26)} ${(bytes / 1e6 / seconds(mapped)).toFixed(0).padStart(5)} MB/s,` +
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
  for (const kernels of [true, true, false]) {
    useKernels(kernels);
    console.log(kernels ? "kernels" : "twins");
    await measure("lines", () => {});
    await measure("split", (line) => {
      words += line.split(" ").length;
    });
    await measureKey("few keys", (word) => FEW[word.length & 31] ?? word);
    await measureKey("words", (word) => word);
    await measureKey("numbers", (word) => word.length * 64 + (word.charCodeAt(0) & 63));
    await measureKey("tuples", (word) => [word, word.length]);
    if (kind === "first" || kind === "max" || kind === "top-k") {
      await measureKey("words, texts", (word) => word, "a text");
    }
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function measureKey(
  name: string,
  keyOf: (word: string) => Key,
  value: unknown = 1,
): Promise<void> {
  await measure(`split, emit ${name}`, (line, emit) => {
    for (const word of line.split(" ")) if (word) emit(keyOf(word), value);
  });
}

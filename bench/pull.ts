/**
 * `node scripts/run-ts.mjs bench/pull.ts [MIB] [--rounds N] [--json FILE]`: a segment pulled from a worker on another
 * host, by the real path (server, protocol, file, checksums of all blocks), from another process over loopback TCP.
 * Beside it what bounds it: bare TCP into a reused buffer, and reading and checking the same segments in place.
 */

import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packageRoot } from "../src/config/layout.js";
import type { SourceLocation } from "../src/engine/command.js";
import { attemptName, type Incarnation, type JobId, type WorkerId } from "../src/engine/ids.js";
import { createExtractor } from "../src/input/extractors/create-extractor.js";
import { openBlocks } from "../src/input/open-blocks.js";
import { createCollector, type SegmentFile } from "../src/shuffle/collector.js";
import { resolveRuns } from "../src/shuffle/fetch.js";
import { verifyRun } from "../src/shuffle/verify-run.js";
import { startSegmentServer } from "../src/shuffle/segment-server.js";
import { dataFolder } from "./data/cache.js";
import { thisMachine } from "./support/machine.js";
import { median } from "./support/measure.js";
import { processorSeconds } from "./support/processes.js";
import { today, writeResults } from "./support/results.js";

const JOB = "bench" as JobId;
const TOKEN = "bench";
const BUFFER_BYTES = 256 * 1024;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    json: { type: "string" },
    /** Of the other process: serve the outputs in this folder. */
    serve: { type: "string" },
  },
});

interface Served {
  readonly segments: string;
  readonly bare: string;
}

interface Cost {
  readonly megabytesASecond: number;
  readonly receiverSeconds: number;
  readonly senderSeconds: number;
}

if (values.serve !== undefined) await serve(values.serve);
else await bench(Number(positionals[0] ?? 1024) * (1 << 20));

async function serve(folder: string): Promise<void> {
  const { address } = await startSegmentServer({
    host: "127.0.0.1",
    port: 0,
    token: TOKEN,
    resolve: (_job, name) => join(folder, name),
  });
  const total = readdirSync(folder).reduce(
    (sum, name) => sum + statSync(join(folder, name)).size,
    0,
  );
  const block = Buffer.alloc(BUFFER_BYTES, "x");
  const bare = createServer((socket) => {
    let left = total;
    const more = (): void => {
      while (left > 0) {
        const chunk = block.subarray(0, Math.min(left, block.length));
        left -= chunk.length;
        if (!socket.write(chunk)) return;
      }
      socket.end();
    };
    socket.on("drain", more);
    more();
  });
  bare.listen(0, "127.0.0.1", () => {
    const own = bare.address();
    const port = own === null || typeof own === "string" ? 0 : own.port;
    process.stdout.write(`${JSON.stringify({ segments: address, bare: `127.0.0.1:${port}` })}\n`);
  });
  // The parent's end is ours.
  process.stdin.resume().on("end", () => process.exit(0));
}

async function bench(sizeBytes: number): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "mr-bench-pull-"));
  const outputs = join(scratch, "outputs");
  mkdirSync(outputs);
  let sender: ChildProcess | null = null;
  try {
    const files = await mapOutputs(dataFolder("records", sizeBytes), outputs);
    const script = join(packageRoot(), "scripts", "run-ts.mjs");
    const words = [script, "bench/pull.ts", "--serve", outputs];
    sender = spawn(process.execPath, words, { stdio: ["pipe", "pipe", "inherit"] });
    const served = await firstLine(sender);
    const bytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
    const locations = files.map((file, index) => locationOf(file, index, served.segments));
    const pulled = join(scratch, "pulled");
    const ways = {
      "pulled, checked and in a file": () => pull(locations, pulled, "host-b"),
      "limit: bare TCP": () => receiveBare(served.bare),
      "limit: checked in place": () => pull(locations, pulled, "host-a"),
    };
    const figures = await measure(ways, bytes, sender.pid ?? 0);
    for (const { name, value } of figures) console.log(`${name}: ${value}`);
    if (values.json === undefined) return;
    const about = { date: today(), machine: thisMachine() };
    writeResults(values.json, { format: "mr-bench-figures/1", ...about, figures });
  } finally {
    sender?.stdin?.end();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function measure(
  ways: Readonly<Record<string, () => Promise<void>>>,
  bytes: number,
  sender: number,
): Promise<{ name: string; value: string }[]> {
  const costs = new Map<string, Cost[]>(Object.keys(ways).map((name) => [name, []]));
  for (let round = -1; round < Number(values.rounds); round++) {
    for (const [name, run] of Object.entries(ways)) {
      const before = { own: process.cpuUsage(), sender: processorSeconds(sender) };
      const startedAt = performance.now();
      await run();
      const seconds = (performance.now() - startedAt) / 1000;
      const { user, system } = process.cpuUsage(before.own);
      if (round < 0) continue;
      costs.get(name)?.push({
        megabytesASecond: bytes / 1e6 / seconds,
        receiverSeconds: (user + system) / 1e6 / (bytes / 1e9),
        senderSeconds: (processorSeconds(sender) - before.sender) / (bytes / 1e9),
      });
    }
  }
  return [...costs].map(([name, all]) => {
    const of = (figure: keyof Cost) => median(all.map((cost) => cost[figure]));
    const value =
      `${of("megabytesASecond").toFixed(0)} MB/s, processor time a GB: ` +
      `receiver ${of("receiverSeconds").toFixed(2)} s, sender ${of("senderSeconds").toFixed(2)} s`;
    return { name: `segments of ${(bytes / 1e6).toFixed(0)} MB, ${name}`, value };
  });
}

/** One segment for each file, named as an attempt's output. */
async function mapOutputs(data: string, folder: string): Promise<SegmentFile[]> {
  const format = { kind: "lines", as: "bytes", literals: null } as const;
  const files: SegmentFile[] = [];
  for (const [index, name] of readdirSync(data).entries()) {
    const path = join(data, name);
    const range = { path, label: path, compression: "none" as const, start: 0, end: null };
    const collector = createCollector({
      partitions: 1,
      partitioning: { kind: "hash" },
      keys: "raw",
      aggregate: null,
      combine: null,
      orderValuesBy: null,
      memoryBytes: 128 << 20,
      directory: folder,
      path: join(folder, attemptName({ job: JOB, stage: "map", index, attempt: 1 })),
    });
    const extractor = createExtractor(format, range);
    const source = openBlocks(range, format, { recordLimitBytes: 64 << 20 });
    for (let block = await source.next(); block !== null; block = await source.next()) {
      extractor.extract(block, collector);
    }
    await source.close();
    files.push(collector.finish());
  }
  return files;
}

function locationOf(file: SegmentFile, index: number, dataAddress: string): SourceLocation {
  return {
    index,
    attempt: 1,
    worker: "w1" as WorkerId,
    incarnation: "i1" as Incarnation,
    hostId: "host-a",
    dataAddress,
    path: file.path,
    sizeBytes: file.sizeBytes,
  };
}

/** As a reduce task on `hostId`: from another host pulled, from the same read in place; checked in both cases. */
async function pull(
  locations: readonly SourceLocation[],
  directory: string,
  hostId: string,
): Promise<void> {
  mkdirSync(directory);
  const { signal } = new AbortController();
  const from = { job: JOB, stage: "map", locations, partition: 0 };
  const runs = await resolveRuns({ ...from, hostId, dataToken: TOKEN, directory, signal });
  if (runs.length !== locations.length) throw new Error("a segment is missing");
  if (hostId === "host-a") for (const run of runs) verifyRun(run);
  rmSync(directory, { recursive: true });
}

function receiveBare(address: string): Promise<void> {
  const [host = "", port] = address.split(":");
  const buffer = Buffer.alloc(BUFFER_BYTES);
  return new Promise((resolve, reject) => {
    const onread = { buffer, callback: () => true };
    connect({ host, port: Number(port), onread })
      .on("error", reject)
      .on("end", resolve);
  });
}

function firstLine(child: ChildProcess): Promise<Served> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes("\n")) resolve(JSON.parse(text) as Served);
    });
    child.on("exit", () => reject(new Error("the sender ended before it served")));
  });
}

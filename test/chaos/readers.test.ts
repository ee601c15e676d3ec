/**
 * T31. Whoever looks at an output while it is published, again and again, sees nothing or everything. (Who has opened an
 * output that is then overwritten can see its old parts go away one by one: only a new look is safe.)
 */

import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import type { JobId } from "../../src/engine/ids.js";
import type { OutputSpec } from "../../src/engine/job.js";
import { openPartWriter } from "../../src/output/part-writer.js";
import { prepareOutput, publishOutput, stagingDirectory } from "../../src/output/staging.js";
import { verifyOutput } from "../../src/output/verify.js";

const PARTS = 20;
const LOOKS = 10_000;

/** Reads the folder in a thread of its own until it is told to stop, and counts what it saw. */
const READER = `
const { parentPort, workerData } = require("node:worker_threads");
const { readdirSync, readFileSync } = require("node:fs");
const counts = { nothing: 0, everything: 0, partly: 0 };
const stop = new Int32Array(workerData.stop);
while (Atomics.load(stop, 0) === 0) {
  let names = [];
  try {
    names = readdirSync(workerData.path);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  const parts = names.filter((name) => name.startsWith("part-")).length;
  const done = names.includes("_SUCCESS");
  if (names.length === 0) counts.nothing++;
  else if (done && parts === workerData.parts) counts.everything++;
  else counts.partly++;
  Atomics.add(stop, 1, 1);
}
parentPort.postMessage(counts);
`;

test("T31: a reader sees nothing or everything, however often it looks", async () => {
  const folder = mkdtempSync(join(tmpdir(), "mr-readers-"));
  const output: OutputSpec = {
    path: join(folder, "out"),
    format: "text",
    compression: "none",
    overwrite: false,
  };
  const stop = new Int32Array(new SharedArrayBuffer(8));
  const reader = new Worker(READER, {
    eval: true,
    workerData: { path: output.path, parts: PARTS, stop: stop.buffer },
  });
  try {
    const seen = new Promise<Record<string, number>>((resolve, reject) => {
      reader.once("message", resolve);
      reader.once("error", reject);
    });
    for (let round = 0; Atomics.load(stop, 1) < LOOKS || round < 20; round++) {
      await publish(output, `j${round}` as JobId);
      renameSync(output.path, join(folder, `old-${round}`));
    }
    Atomics.store(stop, 0, 1);
    const counts = await seen;
    expect(counts).toMatchObject({ partly: 0 });
    expect(counts["everything"]).toBeGreaterThan(0);
    expect(counts["nothing"]).toBeGreaterThan(0);
    expect(await verifyOutput(join(folder, "old-0"))).toMatchObject({ ok: true });
  } finally {
    await reader.terminate();
    rmSync(folder, { recursive: true, force: true });
  }
});

async function publish(output: OutputSpec, job: JobId): Promise<void> {
  await prepareOutput(output, job);
  const stagedIn = stagingDirectory(output, job);
  const parts = Array.from({ length: PARTS }, (_, index) => {
    const writer = openPartWriter({
      stagingDirectory: stagedIn,
      attempt: { job, stage: "reduce", index, attempt: 1 },
      name: `part-r-${String(index).padStart(5, "0")}`,
      format: output.format,
      compression: output.compression,
    });
    writer.write("line", index);
    return writer.close();
  });
  await publishOutput(output, job, parts, { program: "test" });
}

/**
 * What a lost and what a slow worker cost, in time: eight workers whose tasks do nothing but wait, so that the cores of
 * this machine do not decide, beside seven that nobody disturbs. Three minutes of starting and waiting: only by hand, with
 * MR_FULL=1; the simulator holds the same in every run of the suite.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Sandbox } from "../e2e/support/sandbox.js";
import { ChaosCluster } from "./chaos-cluster.js";

const FULL = process.env["MR_FULL"] === "1";
const MAPS = 280;
const TASK_MS = 500;
const BOUND = 1.15;

let sandbox: Sandbox;
// Not made where the test is left out.
beforeAll(() => {
  sandbox = new Sandbox();
});
afterAll(() => sandbox.remove());

/** Names the worker that is slow. */
const slowFile = () => join(sandbox.folder, "slow");
const job = () => `
import { existsSync, readFileSync } from "node:fs";
import { count, lines, mapReduce } from "mr-engine";

const cell = new Int32Array(new SharedArrayBuffer(4));
const slow = existsSync(${JSON.stringify(slowFile())}) ? readFileSync(${JSON.stringify(slowFile())}, "utf8") : "";

export default mapReduce({
  input: lines(),
  setup({ phase }) {
    const factor = slow === String(process.ppid) ? 10 : 1;
    if (phase === "map") Atomics.wait(cell, 0, 0, ${TASK_MS} * factor);
  },
  map(line, emit) {
    emit(line, 1);
  },
  reduce: count(),
});
`;

type Disturbance = (cluster: ChaosCluster) => Promise<void>;

let runs = 0;

/** One run on workers that are up when it starts. */
async function timeOf(workers: number, disturb: Disturbance): Promise<Outcome> {
  const cluster = await ChaosCluster.start(sandbox, workers, `cluster-${runs}`);
  try {
    const output = `out-${runs++}`;
    const settings = ["--split-size", "1K", "-r", "1", "-o", output, "--json"];
    const client = cluster.start(["run", "./wait.ts", "in", ...settings, ...cluster.access]);
    const [{ code, stdout, stderr }] = await Promise.all([client.ended, disturb(cluster)]);
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    return JSON.parse(stdout) as Outcome;
  } finally {
    await cluster.end();
  }
}

interface Outcome {
  readonly elapsedMs: number;
  readonly attempts: { readonly lost: number; readonly backups: number; readonly failed: number };
}

const nothing: Disturbance = async () => undefined;

const killHalfWay: Disturbance = async (cluster) => {
  await sleep((MAPS * TASK_MS) / 8 / 2);
  const [victim] = cluster.workers;
  if (victim !== undefined) await cluster.kill(victim);
};

const slowOne: Disturbance = async (cluster) => {
  writeFileSync(slowFile(), String(cluster.workers[0]?.running.child.pid));
};

test.skipIf(!FULL)(
  "one of eight workers dies, or is ten times slower",
  { timeout: 300_000 },
  async () => {
    sandbox.write("wait.ts", job());
    // Splits of 1 KiB: one map each.
    sandbox.write("in/lines.txt", `${"x".repeat(1023)}\n`.repeat(MAPS));
    const seven = await timeOf(7, nothing);
    const eight = await timeOf(8, nothing);
    const killed = await timeOf(8, killHalfWay);
    const slow = await timeOf(8, slowOne);
    const against = (outcome: Outcome): string => (outcome.elapsedMs / seven.elapsedMs).toFixed(3);
    console.log(
      `${MAPS} tasks of ${TASK_MS} ms: 7 workers ${seven.elapsedMs} ms, 8 workers ${eight.elapsedMs} ms; ` +
        `one of 8 killed half-way: ${against(killed)} of the time of 7 (${killed.attempts.lost} lost); ` +
        `one of 8 ten times slower: ${against(slow)} (${slow.attempts.backups} backups)`,
    );
    expect(killed.elapsedMs).toBeLessThan(BOUND * seven.elapsedMs);
    expect(slow.elapsedMs).toBeLessThan(BOUND * seven.elapsedMs);
    expect(killed.attempts).toMatchObject({ failed: 0 });
    expect(slow.attempts).toMatchObject({ failed: 0, lost: 0 });
  },
);

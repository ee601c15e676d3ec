/**
 * A worker, then the master, killed at each step of a commit: before and after each write, sync, rename and message
 * between a task's last record and the end of its job. Started again, they end it with the same bytes.
 */

import { cpSync, readdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Cluster, documentOf } from "./support/cluster.js";
import { expectSameBytes } from "./support/compare.js";
import { KILL_STEPS, KillOrders, type KillPoint, type KillStep } from "./support/kill-orders.js";
import { sampleText } from "./support/sample-data.js";
import { Sandbox } from "./support/sandbox.js";

const FULL = process.env["MR_FULL"] === "1";
const KILLS = FULL ? 50 : 1;
const JOB = ["wordcount", "texts", "--split-size", "64K", "-r", "3"];

/** How often a step surely comes in some process; once, where it is not said: runners come and go. */
const OCCURRENCES: Partial<Record<KillStep, number>> = {
  "agent-hears": 2,
  "agent-report": 2,
  "journal-write task-completed": 3,
  "journal-sync task-completed": 3,
  "part-gather": 3,
};

/** What comes directly before another step is left to MR_FULL. */
const AFTER: readonly KillStep[] = [
  "runner-report",
  "agent-report",
  "journal-sync job-accepted",
  "journal-sync task-completed",
  "part-gather",
  "output-rename",
  "journal-sync job-ended",
];

const POINTS = KILL_STEPS.flatMap((step): [KillPoint, number][] => {
  const most = OCCURRENCES[step] ?? 1;
  const before: [KillPoint, number] = [`before ${step}`, most];
  return FULL || AFTER.includes(step) ? [before, [`after ${step}`, most]] : [before];
});

/** Whoever loses its master again and again asks for it ever more seldom: then it is time for others. */
const DEATHS_OF_A_MASTER = 2;

const sandbox = new Sandbox();
let orders: KillOrders;
let cluster: Cluster;
let runs = 0;

beforeAll(async () => {
  sandbox.write("texts/a.txt", sampleText(1, 8_000));
  expect(sandbox.run(["run", ...JOB, "-o", "local", "-q"]).code).toBe(0);
  orders = await KillOrders.create(sandbox);
  await startCluster();
});
afterEach(() => orders.give("nowhere", 0));
afterAll(async () => {
  await cluster.stop();
  await sandbox.expectNothingLeft();
  await sandbox.remove();
  // Workers whose master was killed again and again come back to it after up to half a minute, and only then drain.
}, 90_000);

async function startCluster(): Promise<void> {
  cluster = await Cluster.start(sandbox, 2, [], { environment: orders.environment });
}

async function runKilledAt(point: KillPoint, occurrence: number): Promise<void> {
  if (cluster.masterDeaths === DEATHS_OF_A_MASTER) {
    await cluster.stop();
    await startCluster();
  }
  runs += 1;
  const output = `out-${runs}`;
  const replaces = point.endsWith("output-replace");
  if (replaces) cpSync(sandbox.path("local"), sandbox.path(output), { recursive: true });
  orders.give(point, occurrence);
  const overwrite = replaces ? ["--overwrite"] : [];
  const running = cluster.run([...JOB, "-o", output, "--json", ...overwrite]);
  await orders.supervise(cluster, running);
  const result = await running.ended;
  expect(documentOf({ ...result, stderr: result.code === 0 ? "" : result.stderr }).state).toBe(
    "done",
  );
  expect({ point, killed: orders.carriedOut }).toEqual({ point, killed: true });
  expectSameBytes(sandbox.parts(output), sandbox.parts("local"));
  expect(sandbox.manifest(output).records).toBe(sandbox.manifest("local").records);
  expect(readdirSync(sandbox.work).filter((name) => name.startsWith("."))).toEqual([]);
}

test.each(POINTS)("T11: killed %s", { timeout: FULL ? 1_200_000 : 60_000 }, async (point, most) => {
  for (let kills = 0; kills < KILLS; kills++) await runKilledAt(point, 1 + (kills % most));
});

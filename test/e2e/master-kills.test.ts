/**
 * kill -9 of the master in mid-job: started again on its state, the job goes on. Workers keep what they run and have
 * finished, whoever waits goes on waiting, and nothing that was done is done again.
 */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fact } from "../../src/engine/fact.js";
import { attemptName, taskName } from "../../src/engine/ids.js";
import { Cluster, documentOf } from "./support/cluster.js";
import { type Running, until } from "./support/cli.js";
import { expectSameBytes } from "./support/compare.js";
import { Gates } from "./support/gates.js";
import { MEASURES_JOB, sampleMeasures } from "./support/sample-data.js";
import { Sandbox } from "./support/sandbox.js";

const FULL = process.env["MR_FULL"] === "1";
const WORKERS = FULL ? 8 : 3;
const MAPS = 6;
const JOB = ["./measures.ts", "measures.tsv", "--split-size", "256K", "-r", "3"];
const KILLS = FULL ? 100 : 2;

const sandbox = new Sandbox();
let gates: Gates;
let cluster: Cluster;
let runs = 0;

beforeAll(() => {
  sandbox.write("measures.tsv", sampleMeasures(7, 39_000));
  sandbox.write("measures.ts", MEASURES_JOB);
  gates = new Gates(sandbox);
  expect(sandbox.run(["run", ...JOB, "-o", "local", "-q"]).code).toBe(0);
});
beforeEach(async () => {
  gates.clear();
  cluster = await Cluster.start(sandbox, WORKERS);
});
afterEach(async () => {
  gates.clear();
  await cluster.stop();
  await sandbox.expectNothingLeft();
});
afterAll(() => sandbox.remove());

function start(more: readonly string[] = []): { running: Running; output: string } {
  runs += 1;
  const output = `out-${runs}`;
  return { running: cluster.run([...JOB, ...more, "-o", output, "--json"]), output };
}

/** Tasks of which an attempt was started after one had won. */
function runAgain(facts: readonly Fact[]): string[] {
  const done = new Set<string>();
  return facts.flatMap((fact) => {
    if (fact.kind === "task-completed") done.add(taskName(fact.attempt));
    const again = fact.kind === "attempt-started" && done.has(taskName(fact.attempt));
    return again ? [attemptName(fact.attempt)] : [];
  });
}

const jobOf = (stdout: string) => (JSON.parse(stdout) as { job: string }).job;

async function expectUntouched({ running, output }: ReturnType<typeof start>) {
  const result = await running.ended;
  const { attempts } = documentOf({ ...result, stderr: "" });
  expect(attempts).toMatchObject({ failed: 0, reruns: 0 });
  expectSameBytes(sandbox.parts(output), sandbox.parts("local"));
  expect(runAgain(cluster.history(jobOf(result.stdout)))).toEqual([]);
  return attempts;
}

test("T22: workers that run when the master is killed go on, and the next one adopts all of it", {
  timeout: 120_000,
}, async () => {
  const places = Array.from({ length: MAPS }, (_, index) => `map-${index}`);
  gates.hold(...places);
  const started = start(["--gates"]);
  const arrived = () => places.flatMap((place) => gates.arrivals(place));
  const slots = Math.min(MAPS, WORKERS);
  await until("all slots are busy", () => arrived().length === slots);
  await cluster.killMaster();
  await sleep(FULL ? 20_000 : 1_000);
  const before = performance.now();
  await cluster.restartMaster();
  expect(performance.now() - before).toBeLessThan(5_000);
  await sleep(1_500);
  gates.clear();
  expect((await expectUntouched(started)).lost).toBe(0);
});

describe("T17: kill -9 of the master at seeded points of a job", () => {
  test("the job ends with the same bytes, nothing done is done again, and whoever waits is told", {
    timeout: 1_200_000,
  }, async () => {
    for (let kills = 0; kills < KILLS; kills++) {
      // A master that nobody has reached yet is not waited for.
      const before = await cluster.acceptedJobs();
      const started = start();
      while ((await cluster.acceptedJobs()) === before) await sleep(10);
      // Spread over the whole job, from its very submission to its end.
      await sleep((kills * 619) % 1_500);
      await cluster.killMaster();
      await cluster.restartMaster();
      // An attempt whose assignment was journaled and not yet sent is lost, at no task's cost.
      await expectUntouched(started);
    }
  });
});

/**
 * A master and three workers that share no files give the bytes of a local run, also when a worker or a runner is
 * killed: while maps run, while reduces fetch, and when all maps are done.
 */

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Running } from "./support/cli.js";
import { until } from "./support/cli.js";
import { Cluster, documentOf, stageOf } from "./support/cluster.js";
import { expectSameBytes } from "./support/compare.js";
import { Gates } from "./support/gates.js";
import { MEASURES_JOB, sampleMeasures, sampleText } from "./support/sample-data.js";
import { kill, Sandbox } from "./support/sandbox.js";

const MAPS = 6;
/** More than there are slots: some reduces begin after the kill. */
const REDUCES = 5;
const MEASURES = ["./measures.ts", "measures.tsv", "--split-size", "256K", "-r", `${REDUCES}`];

const sandbox = new Sandbox();
let gates: Gates;
let cluster: Cluster;
let runs = 0;

beforeAll(() => {
  sandbox.write("measures.tsv", sampleMeasures(7, 39_000));
  sandbox.write("texts/a.txt", sampleText(1, 8_000));
  sandbox.write("measures.ts", MEASURES_JOB);
  gates = new Gates(sandbox);
  const local = sandbox.run(["run", ...MEASURES, "-o", "local", "-q"]);
  expect(local).toEqual({ code: 0, stdout: "", stderr: "" });
});
beforeEach(async () => {
  gates.clear();
  cluster = await Cluster.start(sandbox);
});
afterEach(async () => {
  gates.clear();
  await cluster.stop();
  await sandbox.expectNothingLeft();
});
afterAll(() => sandbox.remove());

interface Started {
  readonly output: string;
  readonly running: Running;
}

function start(args: readonly string[]): Started {
  runs += 1;
  const output = `cluster-${runs}`;
  const loud = ["--progress", "json", "--json"];
  return { output, running: cluster.run([...args, "-o", output, ...loud]) };
}

/** Held at every map and every reduce until the test opens the gate. */
function startGated(): Started {
  return start([...MEASURES, "--gates"]);
}

async function attemptsOf({ running, output }: Started) {
  const { attempts } = documentOf(await running.ended);
  expectSameBytes(sandbox.parts(output), sandbox.parts("local"));
  return attempts;
}

const places = (kind: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${kind}-${index}`);

describe("three workers on different hosts", () => {
  test.each([
    ["wordcount", ["wordcount", "texts", "--split-size", "64K", "-r", "3"]],
    ["sort", ["sort", "texts", "--split-size", "64K", "-r", "3"]],
    ["a job of one's own", MEASURES],
  ])("give the bytes of a local run: %s", async (name, args) => {
    const local = `local ${name}`;
    expect(sandbox.run(["run", ...args, "-o", local, "-q"]).code).toBe(0);
    const { running, output } = start(args);
    const { attempts } = documentOf(await running.ended);
    expect(attempts).toMatchObject({ failed: 0, lost: 0, fetchFailed: 0 });
    expectSameBytes(sandbox.parts(output), sandbox.parts(local));
  });
});

describe("kill -9 of a worker", () => {
  test("while maps run", async () => {
    gates.hold(...places("map", MAPS));
    const started = startGated();
    const victim = await gates.arrival("map-0");
    await cluster.kill(cluster.workerOf(victim.agent));
    gates.clear();
    expect((await attemptsOf(started)).lost).toBeGreaterThan(0);
  });

  test("while reduces fetch", async () => {
    gates.hold("map-0");
    const started = startGated();
    const held = await gates.arrival("map-0");
    // All other maps are done, and a reduce has begun to fetch what they have made.
    await until("only one map is left", () => {
      const map = stageOf(started.running, "map");
      const reduce = stageOf(started.running, "reduce");
      return map?.done === MAPS - 1 && (reduce?.running ?? 0) > 0;
    });
    const others = places("map", MAPS).flatMap((place) => gates.arrivals(place));
    const victim = others.find(({ agent }) => agent !== held.agent);
    await cluster.kill(cluster.workerOf(victim?.agent ?? 0));
    gates.clear();
    expect((await attemptsOf(started)).reruns).toBeGreaterThan(0);
  });

  test("when all maps are done", async () => {
    gates.hold(...places("reduce", REDUCES));
    const started = startGated();
    // In its function: everything has been fetched, and other reduces are still waiting for a slot.
    await until("a reduce is in its function", () => reducers().length > 0);
    const victim = reducers()[0];
    await cluster.kill(cluster.workerOf(victim?.agent ?? 0));
    gates.clear();
    const { lost, reruns } = await attemptsOf(started);
    expect(lost).toBeGreaterThan(0);
    expect(reruns).toBeGreaterThan(0);
  });
});

function reducers() {
  return places("reduce", REDUCES).flatMap((place) => gates.arrivals(place));
}

describe("kill -9 of a runner", () => {
  test.each([
    ["in a map", places("map", MAPS)],
    ["in a reduce", places("reduce", REDUCES)],
  ])("%s: the task runs again", async (_, held) => {
    gates.hold(...held);
    const started = startGated();
    const arrived = () => held.flatMap((place) => gates.arrivals(place));
    await until("a runner is held", () => arrived().length > 0);
    kill(arrived()[0]?.runner ?? 0);
    gates.clear();
    expect(await attemptsOf(started)).toMatchObject({ failed: 1, lost: 0 });
  });
});

/** A local run that was killed is gone on with: what it had finished counts, and nothing of it stays in the end. */

import { existsSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { removeFolder, until } from "./support/cli.js";
import { expectSameBytes } from "./support/compare.js";
import { Gates } from "./support/gates.js";
import { MEASURES_JOB, sampleMeasures } from "./support/sample-data.js";
import { kill, listeningPorts, Sandbox } from "./support/sandbox.js";

const JOB = ["./measures.ts", "measures.tsv", "--split-size", "64K", "-r", "2"];
const RUN = ["run", ...JOB, "--gates", "-w", "2", "--slots", "1", "-o", "out", "--resume"];

/** Several runs each. */
const LONG = { timeout: 60_000 };

const sandbox = new Sandbox();
let gates: Gates;
let maps: string[] = [];

beforeAll(() => {
  sandbox.write("measures.tsv", sampleMeasures(3, 6_000));
  sandbox.write("measures.ts", MEASURES_JOB);
  gates = new Gates(sandbox);
  expect(sandbox.run(["run", ...JOB, "--gates", "-o", "expected", "-q"]).code).toBe(0);
  maps = Array.from({ length: 64 }, (_, index) => `map-${index}`).filter(
    (place) => gates.arrivals(place).length > 0,
  );
  expect(maps.length).toBeGreaterThan(2);
});
beforeEach(() => {
  gates.clear();
  removeFolder(sandbox.path("out"));
});
afterEach(async () => {
  gates.clear();
  await sandbox.expectNothingLeft();
});
afterAll(() => sandbox.remove());

/** Killed at `place`: no process and no port stays, and of files just what can be gone on with. */
async function killAt(...places: string[]): Promise<void> {
  gates.hold(...places);
  const running = sandbox.start(RUN);
  for (const place of places) await gates.arrival(place);
  kill(running.child.pid ?? 0);
  await running.ended;
  await until("no process is left", () => sandbox.processes().length === 0);
  expect(listeningPorts(sandbox.processes())).toEqual([]);
  expect(sandbox.leftovers().map((name) => name.replace(/-.*/, ""))).toEqual(["mr", ".out.mr"]);
  expect(existsSync(sandbox.path("out"))).toBe(false);
}

const attempts = () => maps.map((place) => gates.arrivals(place).length);

test("mr resume does what is left, and no more", LONG, async () => {
  await killAt("reduce-0");
  expect(attempts()).toEqual(maps.map(() => 1));
  // Other runs leave it alone.
  expect(sandbox.run(["run", ...JOB, "-o", "other", "-q"]).code).toBe(0);
  const listed = sandbox.run(["resume", "--list", "--json"]);
  expect(JSON.parse(listed.stdout).runs).toMatchObject([{ name: "measures", output: "out" }]);
  gates.open("reduce-0");
  const { code, stderr } = sandbox.run(["resume"]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(attempts()).toEqual(maps.map(() => 1));
  expectSameBytes(sandbox.parts("out"), sandbox.parts("expected"));
});

test("the same command goes on with it, as often as it is killed", LONG, async () => {
  // Another worker has come to map-2 by then, and so is done with map-0.
  await killAt("map-1", "map-2");
  gates.open("map-1", "map-2");
  await killAt("reduce-1");
  gates.open("reduce-1");
  const { code, stderr } = sandbox.run(RUN);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(attempts()[0]).toBe(1);
  expectSameBytes(sandbox.parts("out"), sandbox.parts("expected"));
});

test("Ctrl-C ends it for good, and so does mr resume --forget", LONG, async () => {
  gates.hold("map-0");
  const running = sandbox.start(RUN);
  await gates.arrival("map-0");
  running.child.kill("SIGINT");
  expect((await running.ended).code).toBe(130);
  await sandbox.expectNothingLeft();
  gates.clear();
  await killAt("map-0");
  expect(sandbox.run(["resume", "last", "--forget"])).toMatchObject({ code: 0, stderr: "" });
  expect(sandbox.run(["resume"])).toMatchObject({ code: 2 });
});

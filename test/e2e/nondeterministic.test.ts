/**
 * T16: a map whose output depends on chance runs again after a reader has had its first output. The job fails with a
 * clear error, or says that its result may be mixed when that was asked for. MR_FULL=1: 20 rounds instead of one.
 */

import { existsSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Running, until } from "./support/cli.js";
import { Cluster, stageOf } from "./support/cluster.js";
import { Gates } from "./support/gates.js";
import { Sandbox } from "./support/sandbox.js";

const ROUNDS = process.env["MR_FULL"] === "1" ? 20 : 1;
const REDUCES = 4;
const JOB = `
import { lines, mapReduce } from "mr-engine";
import { gate } from "./gate.ts";
export default mapReduce({
  input: lines(),
  map(line, emit) { for (let n = 0; n < 100; n += 1) emit(String(Math.random()), line); },
  reduce(key, values, emit, { taskIndex, attempt }) {
    gate(\`reduce-\${taskIndex}\`, attempt);
    for (const value of values) emit(key, value);
  },
});
`;

const sandbox = new Sandbox();
let gates: Gates;
let cluster: Cluster;
let run: Running | null = null;

beforeAll(() => {
  sandbox.write("chance.ts", JOB);
  for (const name of ["a", "b", "c", "d"])
    sandbox.write(`in/${name}.txt`, `${name.repeat(1_500)}\n`);
  gates = new Gates(sandbox);
});
beforeEach(async () => {
  gates.clear();
  cluster = await Cluster.start(sandbox, 3);
});
afterEach(async () => {
  gates.clear();
  await run?.ended;
  await cluster.stop();
  await sandbox.expectNothingLeft();
});
afterAll(() => sandbox.remove());

/** Kills a worker when one reduce has been done and others are held. */
async function runWithLoss(output: string, more: readonly string[]) {
  gates.clear();
  // The last one is the first to run.
  const held = Array.from({ length: REDUCES - 1 }, (_, index) => `reduce-${index}`);
  gates.hold(...held);
  const running = cluster.run([
    ...["./chance.ts", "in", "--split-size", "1K", "-r", `${REDUCES}`, "-o", output],
    ...["--progress", "json", "--json", ...more],
  ]);
  run = running;
  const isRead = () => (stageOf(running, "reduce")?.done ?? 0) > 0;
  await until("a reduce is done", isRead, 60_000);
  const victim = () => held.flatMap((place) => gates.arrivals(place))[0];
  await until("another is held", () => victim() !== undefined);
  await cluster.kill(cluster.workerOf(victim()?.agent ?? 0));
  gates.clear();
  return running.ended;
}

test.each(Array.from({ length: ROUNDS }, (_, round) => round))(
  "T16: is refused, and nothing is published (%i)",
  async (round) => {
    const { code, stdout } = await runWithLoss(`refused-${round}`, []);
    expect(code).toBe(1);
    const { error } = JSON.parse(stdout);
    expect(error.code).toBe("MR_NONDETERMINISTIC");
    expect(error.hint).toContain("--allow-nondeterministic");
    expect(existsSync(sandbox.path(`refused-${round}`))).toBe(false);
  },
  120_000,
);

test("T16: is accepted with --allow-nondeterministic, and the summary says so", async () => {
  const { code, stdout, stderr } = await runWithLoss("accepted", ["--allow-nondeterministic"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).changedOutputs).toBeGreaterThan(0);
  expect(stderr).toContain("came out different when made again, the result may mix both");
  expect(sandbox.run(["verify", "accepted", "-q"]).code).toBe(0);
}, 120_000);

/**
 * Memory does not grow with the data: many distinct keys, and one key with half of all values, within 64 MiB a slot.
 *
 * MR_FULL=1 runs it at full size: 10 million keys and values, and 100,000 files.
 */

import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { inMegabytes, measurePeaks, type Peaks } from "./support/peaks.js";
import { Sandbox } from "./support/sandbox.js";

const FULL = process.env["MR_FULL"] === "1";
const RECORDS = FULL ? 10_000_000 : 1_000_000;
const FILES = FULL ? 100_000 : 5_000;
const BUDGET_BYTES = 64 * 2 ** 20;
/** Node itself with the engine loaded, and the buffers of reading, merging and writing. */
const RUNNER_BASE_BYTES = 130 * 2 ** 20;
/** Command, master and worker never see a record; the master knows of every file, by name and in its journal. */
const FLAT_BYTES = 150 * 2 ** 20;
const BYTES_PER_FILE = 2.5 * 2 ** 10;

const HOT_KEY_JOB = `
import { lines, mapReduce } from "mr-engine";

export default mapReduce({
  input: lines(),
  map(line, emit) {
    const number = Number(line.slice(1));
    emit(number % 2 === 0 ? "hot" : line, number);
  },
  reduce(key, values, emit) {
    let count = 0;
    let sum = 0;
    for (const value of values) {
      count += 1;
      sum += value;
    }
    if (key === "hot") emit(key, [count, sum]);
  },
});
`;

const sandbox = new Sandbox();

beforeAll(() => {
  sandbox.write("hot.ts", HOT_KEY_JOB);
  const path = sandbox.write("keys.txt", "");
  const step = 100_000;
  for (let from = 0; from < RECORDS; from += step) {
    // In an order that is not the keys' own: 7 has no common factor with any power of ten.
    const line = (_: unknown, index: number) => `k${((from + index) * 7) % RECORDS}`;
    appendFileSync(path, `${Array.from({ length: step }, line).join("\n")}\n`);
  }
}, 120_000);
afterEach(() => sandbox.expectNothingLeft());
afterAll(() => sandbox.remove());

async function measure(what: string, args: readonly string[], files = 1): Promise<Peaks> {
  const flags = ["--memory", "64M", "-w", "1", "--slots", "2", "-q"];
  const peaks = await measurePeaks(sandbox, ["run", ...args, ...flags]);
  const { result, command, worker, runner, elapsedMs } = peaks;
  console.log(
    `${what}: ${(elapsedMs / 1000).toFixed(1)} s; peak of the command ${inMegabytes(command)},` +
      ` of the worker ${inMegabytes(worker)}, of a runner ${inMegabytes(runner)}`,
  );
  expect(result).toMatchObject({ code: 0, stderr: "" });
  expect(runner).toBeGreaterThan(0);
  expect(runner).toBeLessThan(BUDGET_BYTES + RUNNER_BASE_BYTES);
  expect(Math.max(command, worker)).toBeLessThan(FLAT_BYTES + files * BYTES_PER_FILE);
  return peaks;
}

describe("within 64 MiB a slot", () => {
  test(`${RECORDS} distinct keys are counted`, async () => {
    await measure(`${RECORDS} distinct keys`, ["wordcount", "keys.txt", "-o", "counts", "-r", "2"]);
    const { records } = sandbox.manifest("counts");
    expect(records).toBe(RECORDS);
    rmSync(sandbox.path("counts"), { recursive: true });
  }, 600_000);

  test("one key has half of all values", async () => {
    await measure(`a key with ${RECORDS / 2} values`, [
      "./hot.ts",
      "keys.txt",
      "-o",
      "hot",
      "-r",
      "2",
    ]);
    const half = RECORDS / 2;
    const output = sandbox.parts("hot").toString();
    // 0 + 2 + 4 + ...
    expect(output).toContain(`hot\t[${half},${half * (half - 1)}]\n`);
  }, 600_000);
});

describe("many small files", () => {
  test(`${FILES} of 1 KB become a handful of tasks`, async () => {
    const text = "a line of sixteen\n".repeat(57);
    for (let file = 0; file < FILES; file++) {
      if (file % 1000 === 0) mkdirSync(sandbox.path(`small/${file / 1000}`), { recursive: true });
      writeFileSync(sandbox.path(`small/${Math.floor(file / 1000)}/${file}.txt`), text);
    }
    const plannedAt = performance.now();
    const plan = sandbox.run(["plan", "wordcount", "small", "--json"]);
    expect(plan.code).toBe(0);
    console.log(`${FILES} files: planned in ${seconds(plannedAt)} s`);
    const run = ["wordcount", "small", "-o", "few", "--json"];
    const { result } = await measure(`${FILES} files`, run, FILES);
    const { stages } = JSON.parse(result.stdout) as { stages: { tasks: number }[] };
    expect(stages[0]?.tasks).toBeLessThanOrEqual(FILES / 5_000);
    expect(sandbox.parts("few").toString()).toContain(`line\t${FILES * 57}\n`);
  }, 600_000);
});

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}

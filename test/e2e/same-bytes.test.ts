/** The bytes of an output depend on the job and its input alone: not on how many work, nor on how much memory they have. */

import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectSameBytes } from "./support/compare.js";
import { Gates } from "./support/gates.js";
import { FLOAT_SUM_JOB, MEASURES_JOB, sampleMeasures, sampleText } from "./support/sample-data.js";
import { Sandbox } from "./support/sandbox.js";

const WAYS = [
  ["one worker, one slot", ["-w", "1", "--slots", "1"]],
  ["four workers", ["-w", "4", "--slots", "1"]],
  ["1 MiB of memory", ["-w", "1", "--slots", "2", "--memory", "1M"]],
  ["64 MiB of memory", ["-w", "2", "--slots", "1", "--memory", "64M"]],
] as const;

const JOBS = [
  ["wordcount", ["wordcount", "texts"]],
  ["sort", ["sort", "texts"]],
  ["inverted-index", ["inverted-index", "texts"]],
  ["a job of one's own with floats and a secondary sort", ["./measures.ts", "measures.tsv"]],
  ["a declared sum of floats", ["./float-sum.ts", "measures.tsv"]],
] as const;

const sandbox = new Sandbox();

beforeAll(() => {
  for (let file = 0; file < 4; file++) {
    sandbox.write(`texts/${file}.txt`, sampleText(file, 13_000));
  }
  sandbox.write("measures.tsv", sampleMeasures(1, 45_000));
  new Gates(sandbox);
  sandbox.write("measures.ts", MEASURES_JOB);
  sandbox.write("float-sum.ts", FLOAT_SUM_JOB);
});
afterAll(() => sandbox.remove());

/** Runs the job and gives the number of its spills. */
function run(args: readonly string[], output: string): number {
  const all = ["run", ...args, "--split-size", "1M", "-r", "4", "-o", output, "-q", "--json"];
  const { code, stdout, stderr } = sandbox.run(all);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return (JSON.parse(stdout) as { shuffle: { spills: number } }).shuffle.spills;
}

describe.each(JOBS)("%s", (_, job) => {
  test("gives the same bytes with one worker and four, little memory and much", async () => {
    const name = job[0].replace(/\W/g, "");
    run([...job, ...WAYS[0][1]], `${name}-0`);
    const expected = sandbox.parts(`${name}-0`);
    for (const [index, [, way]] of WAYS.entries()) {
      if (index === 0) continue;
      const output = `${name}-${index}`;
      const spills = run([...job, ...way], output);
      expectSameBytes(sandbox.parts(output), expected);
      // Small memory must have made a difference on the way.
      if (way.some((word) => word === "1M") && !name.includes("sum"))
        expect(spills).toBeGreaterThan(0);
      rmSync(sandbox.path(output), { recursive: true });
    }
    await sandbox.expectNothingLeft();
  }, 60_000);
});

/** How a job's input is cut when nobody says: by the job and the size of the input alone (split-size.ts). */

import { truncateSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectSameBytes } from "./support/compare.js";
import { sampleText } from "./support/sample-data.js";
import { Sandbox } from "./support/sandbox.js";

const MIB = 1024 * 1024;
const JOB = `
  import { lines, mapReduce, sum } from "mr-engine";
  export default mapReduce({
    input: lines(),
    map(line, emit) { for (const word of line.split(" ")) emit(word, 1); },
    combine: sum(),
    reduce: sum(),
  });`;

const sandbox = new Sandbox();
beforeAll(() => sandbox.write("words.ts", JOB));
afterAll(() => sandbox.remove());

function tasks(args: readonly string[]): number {
  const { code, stdout, stderr } = sandbox.run([...args, "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { stages } = JSON.parse(stdout) as { stages: { tasks: number }[] };
  return stages[0]?.tasks ?? 0;
}

test.each([
  [16, 1, 1, 1],
  [100, 2, 7, 4],
  [130, 2, 9, 4],
  [512, 8, 16, 16],
  [2048, 32, 32, 64],
])("%d MiB: %d tasks in kernels, %d of a map in JavaScript", (mib, kernels, functions, asked) => {
  writeFileSync(sandbox.path("sparse.txt"), "");
  truncateSync(sandbox.path("sparse.txt"), mib * MIB);
  expect(tasks(["plan", "wordcount", "sparse.txt"])).toBe(kernels);
  const plan = ["plan", "./words.ts", "sparse.txt"];
  expect(tasks(plan)).toBe(functions);
  expect(tasks([...plan, "--split-size", "32M"])).toBe(asked);
});

test("a run is cut as its plan says, whatever works, and its output is that of any other cut", () => {
  const text = sampleText(1, 40_000);
  const times = Math.ceil((20 * MIB) / Buffer.byteLength(text));
  sandbox.write("text.txt", text.repeat(times));
  const run = ["run", "./words.ts", "text.txt", "-q"];
  const planned = tasks(["plan", "./words.ts", "text.txt"]);
  expect(planned).toBe(2);
  expect(tasks([...run, "-o", "two", "--slots", "2"])).toBe(planned);
  expect(tasks([...run, "-o", "one", "--slots", "1"])).toBe(planned);
  expect(tasks([...run, "-o", "whole", "--split-size", "64M"])).toBe(1);
  for (const other of ["one", "whole"]) expectSameBytes(sandbox.parts(other), sandbox.parts("two"));
});

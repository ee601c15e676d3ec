/**
 * The whole command on 1 MB, beside a bare Node loop that does the same. Only with MR_FULL=1: on a machine that does
 * other things a clock proves nothing.
 */

import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sampleText } from "./support/sample-data.js";
import { Sandbox } from "./support/sandbox.js";

const RUNS = 5;
const LIMIT_MS = 1_000;
const OVERHEAD_MS = 500;

const BARE_LOOP = `
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
const counts = new Map();
for (const word of readFileSync("text.txt", "latin1").split(/[ \\t\\n\\v\\f\\r]+/)) {
  if (word !== "") counts.set(word, (counts.get(word) ?? 0) + 1);
}
mkdirSync("bare");
const lines = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([word, count]) => word + "\\t" + count + "\\n");
writeFileSync("bare/part-r-00000", lines.join(""), "latin1");
`;

let sandbox: Sandbox;

// Not before: where the test is left out, nothing is to be removed either.
beforeAll(() => {
  sandbox = new Sandbox();
  sandbox.write("text.txt", sampleText(1, 30_000));
  sandbox.write("bare.mjs", BARE_LOOP);
});
afterAll(() => sandbox.remove());

function timeOf(output: string, run: () => { readonly status: number | null }): number {
  rmSync(sandbox.path(output), { recursive: true, force: true });
  const startedAt = performance.now();
  expect(run().status).toBe(0);
  return performance.now() - startedAt;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

test.runIf(process.env["MR_FULL"] === "1")(
  "a run on 1 MB takes at most a second",
  () => {
    const [ours, bare]: [number[], number[]] = [[], []];
    for (let round = 0; round < RUNS; round++) {
      const args = ["run", "wordcount", "text.txt", "-o", "ours", "-q"];
      ours.push(timeOf("ours", () => ({ status: sandbox.run(args).code })));
      const loop = [sandbox.path("bare.mjs")];
      bare.push(timeOf("bare", () => spawnSync(process.execPath, loop, { cwd: sandbox.work })));
    }
    const [run, loop] = [median(ours) ?? 0, median(bare) ?? 0];
    console.log(
      `mr run ${Math.round(run)} ms, bare loop ${Math.round(loop)} ms (median of ${RUNS})`,
    );
    expect(sandbox.parts("ours").equals(sandbox.parts("bare"))).toBe(true);
    expect(run).toBeLessThan(LIMIT_MS);
    expect(run - loop).toBeLessThan(OVERHEAD_MS);
  },
  60_000,
);

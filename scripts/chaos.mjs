/**
 * Long campaigns of faults on real processes: `npm run chaos -- [--plan worker] [--minutes 60] [--rounds 200]
 * [--seed 1] [--faults kill-worker,cut-link]`. Builds first. Plans: test/chaos/plans.ts. As root it cuts real links between network namespaces, else a proxy's.
 */

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({
  options: {
    plan: { type: "string" },
    minutes: { type: "string" },
    rounds: { type: "string" },
    seed: { type: "string" },
    faults: { type: "string" },
  },
});
const environment = { ...process.env };
for (const [name, value] of Object.entries(values))
  environment[`CHAOS_${name.toUpperCase()}`] = value;

/** @param {string[]} args */
function run(args) {
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: "inherit",
    env: environment,
  });
  if (status !== 0) process.exit(status ?? 1);
}

run(["scripts/build.mjs"]);
run(["node_modules/vitest/vitest.mjs", "run", "test/chaos/chaos.test.ts"]);

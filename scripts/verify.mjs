/**
 * Everything that must hold before a change is done, in one command: format, lint with import arrows, types,
 * generated types, tests, a tiny bench. `--skip-tests` leaves the tests out where they have just run.
 *
 * Ends with a line `verify: N passed, N failed` and exit code 1 when anything failed.
 */

import { spawnSync } from "node:child_process";

const STEPS = [
  { name: "format", command: ["npx", "biome", "format", "."] },
  { name: "lint", command: ["npx", "oxlint", "--type-aware", "--deny-warnings"] },
  { name: "types", command: ["npx", "tsc", "-p", "tsconfig.json", "--noEmit"] },
  { name: "generated types", command: ["node", "scripts/generate-types.mjs", "--check"] },
  { name: "compiled kernels", command: ["node", "scripts/build-kernels.mjs", "--check"] },
  { name: "lockfile", command: ["node", "scripts/check-lockfile.mjs"] },
  { name: "tests", command: ["npm", "test"] },
  { name: "tiny bench", command: ["npm", "run", "--silent", "bench", "--", "--tiny"] },
];

const skipTests = process.argv.includes("--skip-tests");
let passed = 0;
const failed = [];
for (const { name, command } of STEPS) {
  if (skipTests && name === "tests") continue;
  const started = Date.now();
  const [program, ...args] = command;
  const { status } = spawnSync(program, args, { stdio: "inherit" });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (status === 0) passed++;
  else failed.push(name);
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
}
if (failed.length > 0) console.log(`failed: ${failed.join(", ")}`);
console.log(`verify: ${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;

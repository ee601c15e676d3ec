/** The lockfile carries no download addresses, and no dependency needs its install script. */

import { readFileSync } from "node:fs";

/** Have install scripts that only save time: the packages work without them. */
const WORKS_WITHOUT_SCRIPT = new Set(["esbuild", "msgpackr-extract", "protobufjs"]);

const lock = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));
const problems = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  if (entry.resolved !== undefined) problems.push(`${path} names a download address`);
  const name = path.replace(/^.*node_modules\//, "");
  if (entry.hasInstallScript && !WORKS_WITHOUT_SCRIPT.has(name)) {
    problems.push(`${path} has an install script`);
  }
}
for (const problem of problems) console.error(`package-lock.json: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;

/**
 * Reads the report of a test run in CI: fails when a test was skipped for want of a program, says again what has failed,
 * and ends with the counts. What else may be skipped is named here, with its reason.
 *
 * Usage: node scripts/check-report.mjs REPORT
 */

import { existsSync, readFileSync } from "node:fs";

/** Titles of tests that one Node version or an ordinary run leaves out. */
const MAY_BE_SKIPPED = [
  // Only one of these two runs, by whether this Node knows zstd.
  /zstd.* says which Node can read it$/,
  /zstd.* reads all frames and refuses a cut one$/,
  // Segments that are compressed with zstd, where this Node has it.
  /^T29: damage on the way, codec zstd/,
  // Needs strace, which some machines forbid.
  /^T20: an fsync of the journal fails/,
  // Needs a file system of its own, which only root may mount.
  /^T21: the journal's disk is full/,
  // dist/ is built by one version of Node; another has no compiled code.
  /^a program is not compiled again, whatever the heap limit$/,
  // A clock on a busy machine proves nothing; run by hand with MR_FULL=1.
  /^a run on 1 MB takes at most a second$/,
  /^one of eight workers dies, or is ten times slower$/,
];

const path = process.argv[2] ?? "";
if (!existsSync(path)) {
  console.error(`there is no test report ${path}`);
  process.exit(1);
}
const tests = JSON.parse(readFileSync(path, "utf8")).testResults.flatMap(
  ({ assertionResults }) => assertionResults,
);
const withStatus = (...states) => tests.filter(({ status }) => states.includes(status));
const skipped = withStatus("skipped", "pending", "todo", "disabled");
const unexplained = skipped.filter(
  ({ fullName }) => !MAY_BE_SKIPPED.some((title) => title.test(fullName.trim())),
);
for (const { fullName } of unexplained) console.error(`skipped: ${fullName}`);
for (const { fullName, failureMessages } of withStatus("failed")) {
  console.error(`failed: ${fullName}\n${failureMessages.join("\n")}`);
}
const failed = withStatus("failed").length + unexplained.length;
const counts = [`${withStatus("passed").length} passed`, `${failed} failed`];
console.log([...counts, `${skipped.length - unexplained.length} skipped`].join(", "));
process.exitCode = failed === 0 ? 0 : 1;

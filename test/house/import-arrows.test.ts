/**
 * The lint rule that holds the import arrows can fail: every forbidden arrow, seeded into an otherwise empty house,
 * is reported, and every allowed one is not.
 */

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

const FORBIDDEN: readonly (readonly [file: string, imports: string])[] = [
  ["src/engine/a.ts", "node:fs"],
  ["src/engine/b.ts", "../kernels/x.js"],
  ["src/engine/c.ts", "../master/x.js"],
  ["src/kernels/a.ts", "../engine/x.js"],
  ["src/kernels/b.ts", "node:zlib"],
  ["src/input/a.ts", "../shuffle/x.js"],
  ["src/input/b.ts", "../jobs/x.js"],
  ["src/shuffle/a.ts", "../output/x.js"],
  ["src/output/a.ts", "../jobs/x.js"],
  ["src/output/b.ts", "fast-glob"],
  ["src/jobs/a.ts", "../rpc/x.js"],
  ["src/jobs/b.ts", "../master/x.js"],
  ["src/rpc/a.ts", "../worker/x.js"],
  ["src/master/a.ts", "../worker/x.js"],
  ["src/master/b.ts", "@grpc/grpc-js"],
  ["src/master/c.ts", "../cli/x.js"],
  ["src/worker/a.ts", "../master/x.js"],
  ["src/worker/b.ts", "../input/x.js"],
  ["src/worker/c.ts", "commander"],
  ["src/cli/a.ts", "@grpc/grpc-js"],
  ["bin/a.ts", "../src/master/x.js"],
];

const ALLOWED: readonly (readonly [file: string, imports: string])[] = [
  ["src/cli/ok.ts", "../master/x.js"],
  ["src/master/ok.ts", "../engine/x.js"],
  ["src/worker/ok.ts", "../shuffle/x.js"],
  ["src/jobs/ok.ts", "../input/x.js"],
  ["src/shuffle/ok.ts", "../kernels/x.js"],
  ["src/rpc/ok.ts", "@grpc/grpc-js"],
  ["bin/ok.ts", "../src/cli/x.js"],
];

let house = "";
let report = "";

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), "mr-arrows-"));
  cpSync(join(root, ".oxlintrc.json"), join(house, ".oxlintrc.json"));
  for (const [file, imports] of [...FORBIDDEN, ...ALLOWED]) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), `import { x } from ${JSON.stringify(imports)};\nx();\n`);
  }
  const oxlint = join(root, "node_modules", "oxlint", "bin", "oxlint");
  report = spawnSync(process.execPath, [oxlint, "--format", "unix"], {
    cwd: house,
    encoding: "utf8",
  }).stdout;
});
afterAll(() => rmSync(house, { recursive: true, force: true }));

function isReported(file: string): boolean {
  return report
    .split("\n")
    .some((line) => line.includes(`${file}:`) && line.includes("no-restricted-imports"));
}

test.each(FORBIDDEN)("%s must not import %s", (file) => {
  expect(isReported(file)).toBe(true);
});

test.each(ALLOWED)("%s may import %s", (file) => {
  expect(isReported(file)).toBe(false);
});

test("the real house keeps its arrows and its sizes", () => {
  const oxlint = join(root, "node_modules", "oxlint", "bin", "oxlint");
  // Throws, with the report, when anything is found.
  execFileSync(process.execPath, [oxlint, "--deny-warnings", "src", "bin"], { cwd: root });
});

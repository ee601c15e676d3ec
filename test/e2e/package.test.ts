/**
 * The package as it is published: packed, unpacked somewhere else, used from a folder that knows nothing of it.
 * Its dependencies are linked from the checkout, so that the test needs no network.
 */

import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageRoot } from "../../src/config/layout.js";
import { makeFolder, parts, removeFolder, type Result } from "./support/cli.js";

let folder = "";
let program = "";

beforeAll(() => {
  folder = makeFolder();
  const pack = ["pack", "--ignore-scripts", "--pack-destination", folder];
  execFileSync("npm", pack, { cwd: packageRoot(), stdio: "ignore" });
  execFileSync("tar", ["-xzf", "mr-engine-0.1.0.tgz"], { cwd: folder });
  symlinkSync(join(packageRoot(), "node_modules"), join(folder, "package", "node_modules"));
  program = join(folder, "package", "dist", "bin", "mr.js");
  mkdirSync(join(folder, "elsewhere"));
  writeFileSync(join(folder, "elsewhere", "words.txt"), "b a\na c a\n");
}, 60_000);
afterAll(() => removeFolder(folder));

/** Started through its own first line, as a linked command is. */
function installedMr(...args: string[]): Result {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: join(folder, "elsewhere"),
    env: { ...process.env, NO_COLOR: "1" },
    encoding: "utf8",
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}

test("runs a library job from any folder", () => {
  const { code } = installedMr("run", "wordcount", "words.txt", "-o", "out");
  expect(code).toBe(0);
  expect(parts(join(folder, "elsewhere", "out")).toString()).toBe("a\t3\nb\t1\nc\t1\n");
});

test("writes a job with its test, and both run as they are", () => {
  expect(installedMr("init", "top").code).toBe(0);
  const run = installedMr("run", "top.ts", "words.txt", "-o", "-");
  expect(run).toMatchObject({ code: 0, stdout: "a\t3\nb\t1\nc\t1\n" });
  const tested = installedMr("test", "top.test.ts");
  expect(tested.stdout).toContain("ℹ pass 2");
  expect(tested.code).toBe(0);
});

test("a job's test that fails ends with exit code 1", () => {
  const text = [
    'import assert from "node:assert/strict";',
    'import test from "node:test";',
    'import { runLocal } from "mr-engine/testing";',
    'import job from "./top.ts";',
    'test("wrong", async () => {',
    '  const { output } = await runLocal(job, ["a a"]);',
    '  assert.deepEqual(output, [["a", 1]]);',
    "});",
  ];
  writeFileSync(join(folder, "elsewhere", "wrong.test.ts"), text.join("\n"));
  const { code, stdout } = installedMr("test", "wrong.test.ts");
  expect(code).toBe(1);
  expect(stdout).toContain("wrong.test.ts:5");
});

test("holds what it needs and nothing of the checkout's own", () => {
  const listing = execFileSync("tar", ["-tzf", "mr-engine-0.1.0.tgz"], { cwd: folder }).toString();
  for (const needed of ["dist/bin/mr.js", "dist/runner.cjs", "proto/mr.proto", "README.md"]) {
    expect(listing).toContain(`package/${needed}\n`);
  }
  for (const foreign of ["src/", "test/", "node_modules/", ".ci/", "bench/"]) {
    expect(listing).not.toContain(`package/${foreign}`);
  }
});

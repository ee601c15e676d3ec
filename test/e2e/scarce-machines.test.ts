/** Machines that run short: a full disk or too few file descriptors cost time, never an attempt and never the job. */

import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { hasProgram } from "./support/cli.js";
import { Cluster, documentOf } from "./support/cluster.js";
import { expectSameBytes } from "./support/compare.js";
import { sampleText } from "./support/sample-data.js";
import { Sandbox } from "./support/sandbox.js";

const DISK_MIB = 64;
const sandbox = new Sandbox();
const disk = join(sandbox.folder, "small-disk");
const isRoot = process.getuid?.() === 0;

beforeAll(() => {
  mkdirSync(disk);
  // Two maps' segments at a time fit the small disk, all of them together do not.
  const text = sampleText(3, 200_000);
  const copies = Math.ceil((1.5 * DISK_MIB * 2 ** 20) / text.length);
  sandbox.write("text/a.txt", text.repeat(copies));
  sandbox.write("texts/b.txt", sampleText(4, 8_000));
});
afterEach(() => sandbox.expectNothingLeft());
afterAll(async () => {
  await sandbox.remove();
});

describe.runIf(isRoot && hasProgram("mount"))("T32: a worker with a disk of 64 MiB", () => {
  beforeAll(() => {
    const options = `size=${DISK_MIB}m,mode=0700`;
    const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", disk]);
    expect(status).toBe(0);
  });
  afterAll(() => void spawnSync("umount", [disk]));

  test("hands back what it has no room for: no attempt is charged, no file is left", async () => {
    const sort = ["sort", "text", "--split-size", "8M", "-r", "3"];
    expect(sandbox.run(["run", ...sort, "-o", "sorted", "-q"]).code).toBe(0);
    const cluster = await Cluster.start(sandbox, 1, ["--slots", "2"]);
    await cluster.addWorker(["--work-dir", join(disk, "work"), "--slots", "2"]);
    const run = cluster.run([...sort, "-o", "sorted-too", "--json", "-q"]);
    const { attempts } = documentOf(await run.ended);
    expect(attempts.failed).toBe(0);
    expect(attempts.lost).toBeGreaterThan(0);
    expectSameBytes(sandbox.parts("sorted-too"), sandbox.parts("sorted"));
    await cluster.stop();
    expect(readdirSync(disk)).toEqual([]);
  }, 120_000);
});

describe.runIf(hasProgram("prlimit"))("T32: 256 file descriptors", () => {
  test("are enough for a job with more segments than that", () => {
    const sort = ["run", "sort", "texts", "--split-size", "1K", "-r", "3"];
    const many = sandbox.run([...sort, "-o", "many", "-q"]);
    expect({ code: many.code, stderr: many.stderr }).toEqual({ code: 0, stderr: "" });
    const prefix = ["prlimit", "--nofile=256:256", "--"];
    const few = sandbox.run([...sort, "-o", "few", "-q"], { prefix, timeoutMs: 90_000 });
    expect({ code: few.code, stderr: few.stderr }).toEqual({ code: 0, stderr: "" });
    expectSameBytes(sandbox.parts("few"), sandbox.parts("many"));
  }, 120_000);
});

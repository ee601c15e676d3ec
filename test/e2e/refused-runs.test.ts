/** What cannot be run is refused in one clear line with a hint, and the exit code of the manual; nothing is written. */

import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Result } from "./support/cli.js";
import { sampleText } from "./support/sample-data.js";
import { Sandbox } from "./support/sandbox.js";

const IS_ROOT = process.getuid?.() === 0;

const PARAMETERS_JOB = `
import { lines, mapReduce, param, sum } from "mr-engine";
export default mapReduce({
  params: {
    least: param.integer({ default: 1, minimum: 0, description: "the least" }),
    since: param.date({ description: "the first day" }),
  },
  input: lines(),
  map(line, emit) { emit(line, 1); },
  reduce: sum(),
});
`;

const sandbox = new Sandbox();
let before: string[] = [];

beforeAll(() => {
  sandbox.write("in/a.txt", sampleText(1, 100));
  sandbox.write("big/a.txt", sampleText(1, 60_000));
  sandbox.write("file", "kept as it is");
  sandbox.write("old/part-r-00000", "an output of before");
  sandbox.write("job.ts", PARAMETERS_JOB);
  mkdirSync(sandbox.path("disk"));
  before = readdirSync(sandbox.work).toSorted();
});
afterEach(async () => {
  await sandbox.expectNothingLeft();
  expect(readdirSync(sandbox.work).toSorted()).toEqual(before);
});
afterAll(() => sandbox.remove());

/** One line that names what was wrong, one that says what to do. */
function expectRefusal({ code, stdout, stderr }: Result, exitCode: number, message: RegExp): void {
  expect({ code, stdout, stderr }).toMatchObject({ code: exitCode, stdout: "" });
  const lines = stderr.trimEnd().split("\n");
  expect(lines.filter((line) => message.test(line))).toHaveLength(1);
  expect(lines.at(-1)).toMatch(/^hint: .{10,}/);
  expect(stderr).not.toMatch(/\n\s+at .*:\d+/);
}

const NO_MOUNT = "a disk cannot be mounted here";

/** Of 1 MiB, on the folder `disk`; null where that is not allowed. */
function mountSmallDisk(): string | null {
  const disk = sandbox.path("disk");
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]);
  return mounted.status === 0 ? disk : null;
}

const DATE = ["--since", "2026-01-31"];

describe("arguments", () => {
  test.each([
    ["a misspelt job", ["wordcuont", "in"], /no job called wordcuont/],
    ["a job file that is not there", ["./nothing.ts", "in"], /no file \.\/nothing\.ts/],
    ["no input", ["wordcount"], /no input given/],
    [
      "a wrong parameter",
      ["./job.ts", "in", ...DATE, "--least", "few"],
      /--least "few" is not a whole/,
    ],
    ["one beyond its range", ["./job.ts", "in", ...DATE, "--least", "-3"], /--least "-3" is not/],
    ["a required one left out", ["./job.ts", "in"], /--since is required/],
    ["an unknown one", ["./job.ts", "in", ...DATE, "--leest", "3"], /--leest/],
    ["a wrong option", ["wordcount", "in", "--memory", "much"], /--memory: "much" is not allowed/],
    ["an input that is not there", ["wordcount", "in/none.txt"], /in\/none\.txt does not exist/],
    ["a pattern that nothing matches", ["wordcount", "in/*.csv"], /no input "in\/\*\.csv"/],
  ])("%s", (_, args, message) => {
    expectRefusal(sandbox.run(["run", ...args, "-o", "out", "--progress", "none"]), 2, message);
  });
});

describe("outputs", () => {
  const run = (output: string, input = "in", ...more: string[]) =>
    sandbox.run(["run", "sort", input, "-o", output, "--progress", "none", ...more]);

  test("one that exists", () => {
    expectRefusal(run("old"), 2, /old exists already/);
  });

  test("one that is a file, also with --overwrite", () => {
    expectRefusal(run("file"), 2, /file exists and is a file/);
    expectRefusal(run("file", "in", "--overwrite"), 2, /file exists and is a file/);
  });

  test("one below a file", () => {
    expectRefusal(run("file/out"), 1, /cannot make the output folder/);
  });

  test("one that is also the input", () => {
    expectRefusal(run("in", "in", "--overwrite"), 2, /in is both input and output/);
  });

  test.runIf(IS_ROOT)("one on a disk that becomes full", ({ skip }) => {
    const disk = mountSmallDisk();
    if (disk === null) return skip(NO_MOUNT);
    try {
      expectRefusal(run("disk/out", "big"), 1, /cannot write .*: the disk is full/);
      expect(readdirSync(disk)).toEqual([]);
    } finally {
      spawnSync("umount", [disk]);
    }
  });

  test.runIf(IS_ROOT)("a full disk for the temporary files", ({ skip }) => {
    const disk = mountSmallDisk();
    if (disk === null) return skip(NO_MOUNT);
    try {
      const environment = { TMPDIR: disk };
      const args = ["run", "sort", "big", "-o", "out", "--progress", "none"];
      expectRefusal(sandbox.run(args, { environment }), 1, /no space left|disk .*is full/);
      expect(readdirSync(disk)).toEqual([]);
    } finally {
      spawnSync("umount", [disk]);
    }
  });
});

describe("what must not be touched", () => {
  /** Root may read and write everything: then somebody else is asked to. */
  function runAsNobody(args: readonly string[]): Result {
    const nobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups", "--"];
    return sandbox.run(args, IS_ROOT ? { prefix: ["setpriv", ...nobody] } : {});
  }

  beforeAll(() => {
    for (const path of [sandbox.folder, sandbox.work]) chmodSync(path, 0o755);
    for (const path of [sandbox.temporary, sandbox.path("disk")]) chmodSync(path, 0o777);
    writeFileSync(sandbox.path("secret.txt"), "secret\n", { mode: 0o000 });
    mkdirSync(sandbox.path("closed"), { mode: 0o555 });
    before = readdirSync(sandbox.work).toSorted();
  });

  test("a file that may not be read", () => {
    const args = ["run", "wordcount", "secret.txt", "-o", "disk/out", "--progress", "none"];
    expectRefusal(runAsNobody(args), 1, /secret\.txt/);
    expect(readdirSync(sandbox.path("disk"))).toEqual([]);
  });

  test("a folder that may not be written", () => {
    const args = ["run", "wordcount", "in", "-o", "closed/out", "--progress", "none"];
    expectRefusal(runAsNobody(args), 1, /closed/);
  });
});

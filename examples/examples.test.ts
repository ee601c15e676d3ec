/**
 * Every example gives the answer in `expected/`, run by the command line in its own first lines. The answers were made
 * from the inputs by other programs.
 */

import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { programFolder } from "../test/docs/support/program-folder.js";
import { packageRoot } from "../src/config/layout.js";

const HERE = join(packageRoot(), "examples");
const COMMAND = /^(?:\/\/|#) {3}((?:mr|sh) .+)$/m;

const examples = readdirSync(HERE).filter((name) => /^\d\d-.*\.(ts|sh)$/.test(name));
const runnable = examples.filter((name) => !commandOf(name).startsWith("mr test"));

describe("the examples", () => {
  let folder = "";
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "mr-examples-")));
    symlinkSync(HERE, join(folder, "examples"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("are numbered without a gap", () => {
    const numbers = examples.map((name) => Number(name.slice(0, 2)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it.each(runnable)("%s gives the expected answer", (name) => {
    const command = commandOf(name);
    const { status, stdout, stderr } = runShell(`${command} --quiet`, folder);
    expect(status, stderr).toBe(0);
    const answer = stdout === "" ? readNamedOutputs(folder, command) : stdout;
    const expected = join(HERE, "expected", name.replace(/\.\w+$/, ".txt"));
    expect(answer).toBe(readFileSync(expected, "utf8"));
  });

  it("test jobs, and find out when one is wrong", () => {
    const [name = ""] = examples.filter((example) => !runnable.includes(example));
    const { status, stdout, stderr } = runShell(commandOf(name), folder);
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toContain("ℹ pass 3");
    const wrong = readFileSync(join(HERE, name), "utf8").replace('["the", 2]', '["the", 3]');
    writeFileSync(join(folder, "wrong.ts"), wrong.replaceAll("./0", "./examples/0"));
    expect(runShell("mr test wrong.ts", folder).status).toBe(1);
  });
});

function commandOf(name: string): string {
  const command = COMMAND.exec(readFileSync(join(HERE, name), "utf8"))?.[1];
  if (command === undefined) throw new Error(`${name} does not say how to run it`);
  return command;
}

function runShell(command: string, cwd: string) {
  const { path, remove } = programFolder();
  try {
    return spawnSync("sh", ["-c", command], {
      cwd,
      encoding: "utf8",
      timeout: 20_000,
      env: { PATH: `${path}:${process.env["PATH"] ?? ""}`, HOME: cwd, LC_ALL: "C.UTF-8" },
    });
  } finally {
    remove();
  }
}

/** All data files of the folder behind `-o`, in the order of their names. */
function readNamedOutputs(cwd: string, command: string): string {
  const output = / -o (\S+)/.exec(command)?.[1] ?? "";
  const names = readdirSync(join(cwd, output)).filter((name) => name !== "_SUCCESS");
  return names
    .toSorted()
    .map((name) => readFileSync(join(cwd, output, name), "utf8"))
    .join("");
}

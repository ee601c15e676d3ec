import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { completionScript } from "./completion-script.js";
import { buildProgram } from "./program.js";
import { fakeIo } from "./test-support.js";

const { io } = fakeIo();
const program = buildProgram({ io, literals: [], verbose: false, color: false, exitCode: 0 });

/** What bash offers for the words typed so far, the last of them unfinished. */
function offered(words: readonly string[]): string[] {
  const quoted = words.map((word) => `'${word}'`).join(" ");
  const script = `${completionScript(program, "bash")}
COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _mr; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const result = spawnSync("bash", ["--norc", "-c", script], { encoding: "utf8" });
  expect(result.stderr).toBe("");
  return result.stdout.trim().split("\n");
}

describe("completion in bash", () => {
  test("offers the commands", () => {
    expect(offered(["mr", "wor"])).toEqual(["worker", "workers"]);
  });

  test("offers a command's own options and those of all commands", () => {
    expect(offered(["mr", "run", "wordcount", "--s"])).toEqual([
      "--split-size",
      "--skip-bad",
      "--slots",
    ]);
    expect(offered(["mr", "verify", "--verb"])).toEqual(["--verbose"]);
  });

  test("offers files otherwise", () => {
    expect(offered(["mr", "verify", "package.js"])).toEqual(["package.json"]);
  });
});

test.each(["zsh", "fish"] as const)("the script for %s names every command", (shell) => {
  const script = completionScript(program, shell);
  for (const command of program.commands) expect(script).toContain(command.name());
});

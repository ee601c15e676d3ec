/** Files, folders, globs and standard input; what is printed of their paths; which words a line has. */

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MR, makeFolder, mr, removeFolder, shell } from "./support/cli.js";
import { hostileText } from "./support/hostile-tree.js";
import { hasGnuTools, sortedLines } from "./support/oracle.js";

let folder: string;

beforeAll(() => {
  folder = makeFolder();
  for (const name of ["in/sub", "a [b] c", "void"])
    mkdirSync(join(folder, name), { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write("in/a.txt", "foo a\n");
  write("in/b.log", "foo b\nbar\n");
  write("in/sub/ü [1].txt", "no\nfoo ü");
  write("in/.dot", "foo dot\n");
  write("a [b] c/x", "foo x\n");
  write("empty", "");
  write("-", "foo, a file called -\n");
  writeFileSync(join(folder, "hostile.gz"), gzipSync(hostileText(71, 200, "")));
  symlinkSync("in", join(folder, "alias"));
});
afterAll(() => removeFolder(folder));

function grep(inputs: readonly string[], input: string | Uint8Array = ""): string {
  const args = ["run", "grep", ...inputs, "--pattern", "foo", "-o", "-", "--quiet"];
  const { code, stdout, stderr } = mr(args, { cwd: folder, input });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return stdout;
}

const BELOW_IN = [
  "in/.dot:0:foo dot",
  "in/a.txt:0:foo a",
  "in/b.log:0:foo b",
  "in/sub/ü [1].txt:3:foo ü",
];

describe("paths are printed as they were given", () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["a folder", ["in"], BELOW_IN],
    ["a folder from here", ["./in"], BELOW_IN.map((line) => `./${line}`)],
    ["a link to a folder", ["alias"], BELOW_IN.map((line) => line.replace("in", "alias"))],
    ["the same files twice", ["in", "in/a.txt", "in"], BELOW_IN],
    ["files in another order", ["in/b.log", "in/a.txt"], [BELOW_IN[1] ?? "", BELOW_IN[2] ?? ""]],
    ["a name of signs", ["a [b] c"], ["a [b] c/x:0:foo x"]],
    ["a glob", ["in/*.{txt,log}"], ["in/a.txt:0:foo a", "in/b.log:0:foo b"]],
    ["a glob over folders", ["in/**/*.txt"], ["in/a.txt:0:foo a", "in/sub/ü [1].txt:3:foo ü"]],
    ["an empty file", ["empty"], []],
  ])("%s", (_, inputs, lines) => {
    expect(grep(inputs)).toBe(lines.map((line) => `${line}\n`).join(""));
  });
});

describe("standard input", { timeout: 60_000 }, () => {
  it("is called -, and other paths stay as they were given", () => {
    expect(grep(["-"], "x\nfoo\nfoo")).toBe("-:2:foo\n-:6:foo\n");
    expect(grep(["in/a.txt", "-"], "foo")).toBe("-:0:foo\nin/a.txt:0:foo a\n");
    expect(grep(["./-"])).toBe("./-:0:foo, a file called -\n");
    expect(grep(["-"], "")).toBe("");
    expect(grep(["-"], gzipSync("x\nfoo"))).toBe("-:2:foo\n");
  });

  it.skipIf(!hasGnuTools)("is cut and sorted like a file", () => {
    const input = shell("gzip -dc hostile.gz", folder);
    const command = `node "$MR" run sort - --split-size 1K -r 3 -w 2 -o - -q`;
    const found = shell(`gzip -dc hostile.gz | ${command}`, folder, { MR });
    expect(found.equals(sortedLines(Buffer.concat([input, Buffer.from("\n")])))).toBe(true);
  });

  it("of a job that reads it leaves relative programs where they are", () => {
    writeFileSync(join(folder, "upper.sh"), "#!/bin/sh\ntr a-z A-Z\n", { mode: 0o755 });
    const args = ["run", "streaming", "-", "--mapper", "./upper.sh", "-o", "-", "-q"];
    expect(mr(args, { cwd: folder, input: "foo\n" }).stdout).toBe("FOO\n");
  });
});

/**
 * What other programs say that a job should give: find, gzip, sed, tr, sort, uniq, grep, join, in the C locale.
 *
 * Owns: the plain copy of an input. It holds the same files at the same paths, decompressed, and nothing that is not
 * input, so that programs that know nothing of the engine's rules can read it.
 */

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { packageRoot } from "../../../src/config/layout.js";
import { shell } from "./cli.js";

/** NUL bytes, `-z` and the missing last line end are GNU's: on another system these comparisons are skipped. */
export const hasGnuTools: boolean = ["find", "sort", "sed", "grep"].every((name) =>
  String(spawnSync(name, ["--version"]).stdout ?? "").includes("GNU"),
);

/** The path of a script of test/oracles. */
export function oracleScript(name: string): string {
  return join(packageRoot(), "test", "oracles", name);
}

/** Shell command that runs a script of test/oracles; its arguments follow. */
export const pythonOracle = (name: string): string => `python3 '${oracleScript(name)}'`;

export const hasPython: boolean = spawnSync("python3", ["-c", ""]).status === 0;

/** What a folder's input is: regular files and links to them, none called _SUCCESS, nothing below _temporary. */
const FIND = `find . \\( -name _temporary -o -name _SUCCESS \\) -prune -o -xtype f -print0`;

/** Copies the input `name` of `folder` to `plain/name`, decompressed. */
export function makePlainCopy(folder: string, name: string): void {
  const each = `for f do
    mkdir -p "../plain/${name}/$(dirname "$f")"
    if gzip -t < "$f" 2> /dev/null; then gzip -dc < "$f"; else cat "$f"; fi > "../plain/${name}/$f"
  done`;
  shell(`cd '${name}' && ${FIND} | xargs -0 sh -c '${each}' sh`, folder);
}

/** Of a plain copy: all files in the order of the bytes of their names, for `xargs -0`. */
const list = (name: string): string => `find '${name}' -type f -print0 | sort -z`;

/** Shell command: the lines of all files, each file ending its last one. */
export const linesOf = (name: string): string => `${list(name)} | xargs -0 sed -s '$a\\'`;

/** Shell command: the words of all files, one a line. */
export const wordsOf = (name: string): string =>
  `${linesOf(name)} | tr -s ' \\t\\n\\v\\f\\r' '\\n' | sed '/^$/d'`;

/** Shell command, behind sorted lines: `line TAB count`. */
export const COUNT = `uniq -c | sed -E 's/^ *([0-9]+) (.*)$/\\2\\t\\1/'`;

/** Shell command: what grep finds in all files. Nothing found is no failure. */
export const grepOf = (name: string, flags: string): string =>
  `${list(name)} | { xargs -0 grep -aHb ${flags}; test $? -eq 0 -o $? -eq 123; }`;

/** What a command prints in the plain copy. */
export function oracle(folder: string, command: string, locale = "C"): Buffer {
  return shell(command, `${folder}/plain`, { LC_ALL: locale });
}

/** Lines in the order of their bytes. */
export function sortedLines(bytes: Buffer): Buffer {
  const { status, stdout, stderr } = spawnSync("sort", {
    input: bytes,
    env: { ...process.env, LC_ALL: "C" },
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`sort: ${stderr.toString()}`);
  return stdout;
}

/** Jobs on lines and words of a hostile tree give what coreutils and grep give, byte for byte. */

import { afterAll, beforeAll, describe, it } from "vitest";
import { makeFolder, removeFolder } from "./support/cli.js";
import { expectSameBytes, runJob } from "./support/compare.js";
import { makeHostileTree } from "./support/hostile-tree.js";
import {
  COUNT,
  grepOf,
  hasGnuTools,
  hasPython,
  linesOf,
  makePlainCopy,
  oracle,
  pythonOracle,
  sortedLines,
  wordsOf,
} from "./support/oracle.js";

let folder: string;

beforeAll(() => {
  folder = makeFolder();
  if (!hasGnuTools) return;
  makeHostileTree(folder, "in");
  makePlainCopy(folder, "in");
});
afterAll(() => removeFolder(folder));

/** Different ways to run the same job. */
const SMALL = ["--split-size", "1K", "-r", "7", "-w", "3"];
const MIDDLE = ["--split-size", "64K", "-r", "2", "-w", "2"];
const ONE = ["-r", "1", "-w", "1"];

describe.skipIf(!hasGnuTools)("wordcount of a hostile tree", () => {
  it.each([
    ["in small splits", SMALL],
    ["in larger splits", MIDDLE],
    ["in one piece", ONE],
  ])("counts as tr, sort and uniq do %s", (_, way) => {
    const expected = oracle(folder, `${wordsOf("in")} | sort | ${COUNT}`);
    const found = runJob(folder, ["wordcount", "in", ...way]);
    expectSameBytes(sortedLines(found), sortedLines(expected));
  });
});

describe.skipIf(!hasGnuTools || !hasPython)("words of a hostile tree beside Python", () => {
  it.each([
    ["in small splits", SMALL],
    ["in one piece", ONE],
  ])("inverted-index lists the files of each word %s", (_, way) => {
    const found = runJob(folder, ["inverted-index", "in", ...way]);
    const expected = oracle(folder, `${pythonOracle("inverted_index.py")} in`);
    expectSameBytes(sortedLines(found), sortedLines(expected));
  });

  it.each([
    [["--letters"], SMALL],
    [["--lower"], MIDDLE],
    [["--letters", "--lower"], ONE],
  ])("wordcount %s knows the letters of Unicode", (flags, way) => {
    const found = runJob(folder, ["wordcount", "in", ...flags, ...way]);
    const words = flags.map((flag) => flag.slice(2)).join(" ");
    const expected = oracle(folder, `${pythonOracle("unicode_words.py")} in ${words}`);
    expectSameBytes(sortedLines(found), sortedLines(expected));
  });
});

describe.skipIf(!hasGnuTools)("distinct and top of a hostile tree", () => {
  it.each([
    ["in small splits", SMALL],
    ["in one piece", ONE],
  ])("distinct gives the lines of sort -u %s", (_, way) => {
    const found = runJob(folder, ["distinct", "in", ...way]);
    expectSameBytes(sortedLines(found), oracle(folder, `${linesOf("in")} | sort -u`));
  });

  it.each([
    ["words", wordsOf, SMALL],
    ["lines", linesOf, ONE],
  ])("top gives the most frequent %s in order", (by, source, way) => {
    const counted = `${source("in")} | sort | uniq -c | sort -s -k1,1nr | head -n 12`;
    const expected = oracle(folder, `${counted} | sed -E 's/^ *([0-9]+) /\\1\\t/'`);
    const found = runJob(folder, ["top", "in", "--k", "12", "--by", by, ...way]);
    expectSameBytes(found, expected);
  });
});

describe.skipIf(!hasGnuTools)("grep in a hostile tree", () => {
  it.each<[string, readonly string[], string, readonly string[]]>([
    ["an expression", ["--pattern", "^(foo|Foo)\\b"], "-E '^(foo|Foo)\\b'", SMALL],
    ["a literal", ["--pattern", "a.b", "--fixed"], "-F a.b", SMALL],
    ["a literal in one piece", ["--pattern", "constructor", "--fixed"], "-F constructor", ONE],
    ["other lines", ["--pattern", "[aeiou]", "--invert"], "-v '[aeiou]'", MIDDLE],
    ["lines without a literal", ["--pattern", "o", "--fixed", "--invert"], "-v -F o", SMALL],
    ["any case", ["--pattern", "^foo|proto", "--ignore-case"], "-i -E '^foo|proto'", ONE],
    ["a literal in any case", ["--pattern", "A.B", "--fixed", "--ignore-case"], "-i -F A.B", ONE],
    ["no line", ["--pattern", "never there"], "'never there'", ONE],
  ])("finds %s as grep -Hb does", (_, parameters, flags, way) => {
    const found = runJob(folder, ["grep", "in", ...parameters, ...way]);
    expectSameBytes(found, oracle(folder, grepOf("in", flags)));
  });

  it.each([
    ["ÉTÉ", "--ignore-case"],
    ["日本", "--fixed"],
  ])("finds %s %s, letters that are not ASCII", (pattern, flag) => {
    const found = runJob(folder, ["grep", "in", "--pattern", pattern, flag, ...MIDDLE]);
    const expected = grepOf("in", flag === "--fixed" ? `-F ${pattern}` : `-i ${pattern}`);
    expectSameBytes(found, oracle(folder, expected, "C.UTF-8"));
  });
});

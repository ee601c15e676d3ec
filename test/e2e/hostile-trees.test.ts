/** Jobs on lines and words of a hostile tree give what coreutils and grep give, byte for byte. */

import { afterAll, beforeAll, describe, it } from "vitest";
import { makeFolder, removeFolder } from "./support/cli.js";
import { expectSameBytes, runJob, type Way } from "./support/compare.js";
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

describe.skipIf(!hasGnuTools)("wordcount of a hostile tree", () => {
  it.each<[Way]>([["on three workers"], ["in larger splits"], ["in one piece"]])(
    "counts as tr, sort and uniq do %s",
    (way) => {
      const expected = oracle(folder, `${wordsOf("in")} | sort | ${COUNT}`);
      const found = runJob(folder, "wordcount in", way);
      expectSameBytes(sortedLines(found), sortedLines(expected));
    },
  );
});

describe.skipIf(!hasGnuTools || !hasPython)("words of a hostile tree beside Python", () => {
  it.each<[Way]>([["in small splits"], ["in one piece"]])(
    "inverted-index lists the files of each word %s",
    (way) => {
      const found = runJob(folder, "inverted-index in", way);
      const expected = oracle(folder, `${pythonOracle("inverted_index.py")} in`);
      expectSameBytes(sortedLines(found), sortedLines(expected));
    },
  );

  it.each<[string, Way]>([
    ["--letters", "in small splits"],
    ["--lower", "in larger splits"],
    ["--letters --lower", "in one piece"],
  ])("wordcount %s knows the letters of Unicode", (flags, way) => {
    const found = runJob(folder, `wordcount in ${flags}`, way);
    const words = flags.replaceAll("--", "");
    const expected = oracle(folder, `${pythonOracle("unicode_words.py")} in ${words}`);
    expectSameBytes(sortedLines(found), sortedLines(expected));
  });
});

describe.skipIf(!hasGnuTools)("distinct and top of a hostile tree", () => {
  it.each<[Way]>([["in small splits"], ["in one piece"]])(
    "distinct gives the lines of sort -u %s",
    (way) => {
      const found = runJob(folder, "distinct in", way);
      expectSameBytes(sortedLines(found), oracle(folder, `${linesOf("in")} | sort -u`));
    },
  );

  it.each<[string, (name: string) => string, Way]>([
    ["words", wordsOf, "on three workers"],
    ["lines", linesOf, "in one piece"],
  ])("top gives the most frequent %s in order", (by, source, way) => {
    const counted = `${source("in")} | sort | uniq -c | sort -s -k1,1nr | head -n 12`;
    const expected = oracle(folder, `${counted} | sed -E 's/^ *([0-9]+) /\\1\\t/'`);
    const found = runJob(folder, `top in --k 12 --by ${by}`, way);
    expectSameBytes(found, expected);
  });
});

describe.skipIf(!hasGnuTools)("grep in a hostile tree", () => {
  it.each<[string, readonly string[], string, Way]>([
    ["an expression", ["--pattern", "^(foo|Foo)\\b"], "-E '^(foo|Foo)\\b'", "on three workers"],
    [
      "one of several texts",
      ["--pattern", "constructor|(proto|foo)[_a-z]|a b"],
      "-E 'constructor|(proto|foo)[_a-z]|a b'",
      "in small splits",
    ],
    ["a literal", ["--pattern", "a.b", "--fixed"], "-F a.b", "in small splits"],
    [
      "a literal in one piece",
      ["--pattern", "constructor", "--fixed"],
      "-F constructor",
      "in one piece",
    ],
    ["other lines", ["--pattern", "[aeiou]", "--invert"], "-v '[aeiou]'", "in larger splits"],
    [
      "lines without a literal",
      ["--pattern", "o", "--fixed", "--invert"],
      "-v -F o",
      "in small splits",
    ],
    [
      "any case",
      ["--pattern", "^foo|proto", "--ignore-case"],
      "-i -E '^foo|proto'",
      "in one piece",
    ],
    [
      "a literal in any case",
      ["--pattern", "A.B", "--fixed", "--ignore-case"],
      "-i -F A.B",
      "in one piece",
    ],
    ["no line", ["--pattern", "never there"], "'never there'", "in one piece"],
  ])("finds %s as grep -Hb does", (_, parameters, flags, way) => {
    const found = runJob(folder, ["grep", "in", ...parameters], way);
    expectSameBytes(found, oracle(folder, grepOf("in", flags)));
  });

  it.each([
    ["ÉTÉ", "--ignore-case"],
    ["日本", "--fixed"],
  ])("finds %s %s, letters that are not ASCII", (pattern, flag) => {
    const found = runJob(folder, `grep in --pattern ${pattern} ${flag}`, "in larger splits");
    const expected = grepOf("in", flag === "--fixed" ? `-F ${pattern}` : `-i ${pattern}`);
    expectSameBytes(found, oracle(folder, expected, "C.UTF-8"));
  });
});

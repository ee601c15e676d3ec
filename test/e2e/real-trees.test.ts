/** Jobs on real documentation, some megabytes of text in many files, give what coreutils and grep give. */

import { afterAll, beforeAll, describe, it } from "vitest";
import { makeFolder, removeFolder } from "./support/cli.js";
import { expectSameBytes, runJob, type Way } from "./support/compare.js";
import {
  COUNT,
  grepOf,
  hasGnuTools,
  hasPython,
  linesOf,
  oracle,
  pythonOracle,
  sortedLines,
  wordsOf,
} from "./support/oracle.js";
import { hasRealTree, makeRealTree } from "./support/real-tree.js";

let folder: string;
const skipped = !hasGnuTools || !hasRealTree;

beforeAll(() => {
  folder = makeFolder();
  if (!skipped) makeRealTree(folder, "doc");
}, 60_000);
afterAll(() => removeFolder(folder));

describe.skipIf(skipped)("real documentation", { timeout: 60_000 }, () => {
  it("is counted as tr, sort and uniq count", () => {
    const expected = oracle(folder, `${wordsOf("doc")} | sort | ${COUNT}`);
    const found = runJob(folder, "wordcount doc -r 7 -w 3 --split-size 1M");
    expectSameBytes(sortedLines(found), sortedLines(expected));
  });

  it.each<[string, string]>([
    ["", ""],
    ["--unique --reverse", "-u -r"],
  ])("is sorted %s as sort %s does", (flags, sortFlags) => {
    const found = runJob(folder, `sort doc -w 2 -r 5 --split-size 1M ${flags}`);
    expectSameBytes(found, oracle(folder, `${linesOf("doc")} | sort ${sortFlags}`));
  });

  it.each<[string, string, Way]>([
    ["--pattern the --fixed", "-F the", "by default"],
    ["--pattern ^[A-Z][a-z]+: --ignore-case", "-E -i '^[A-Z][a-z]+:'", "in larger splits"],
  ])("is searched by %s as by grep %s", (flags, grepFlags, way) => {
    const found = runJob(folder, `grep doc ${flags}`, way);
    expectSameBytes(found, oracle(folder, grepOf("doc", grepFlags)));
  });

  it("has the different lines of sort -u, and the most frequent ones of uniq -c", () => {
    const distinct = runJob(folder, "distinct doc -r 3");
    expectSameBytes(sortedLines(distinct), oracle(folder, `${linesOf("doc")} | sort -u`));
    const counted = `${linesOf("doc")} | sort | uniq -c | sort -s -k1,1nr | head -n 50`;
    const top = runJob(folder, "top doc --k 50 --by lines -r 3 -w 2");
    expectSameBytes(top, oracle(folder, `${counted} | sed -E 's/^ *([0-9]+) /\\1\\t/'`));
  });

  it.skipIf(!hasPython)("is indexed as a Python program indexes it", () => {
    const found = runJob(folder, "inverted-index doc -r 4 -w 2 --split-size 2M --memory 2M");
    const expected = oracle(folder, `${pythonOracle("inverted_index.py")} doc`);
    expectSameBytes(sortedLines(found), sortedLines(expected));
  });
});

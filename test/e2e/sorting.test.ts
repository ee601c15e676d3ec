/** sort orders lines and records as sort(1) does in the C locale, whatever the splits, parts and workers. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeFolder, mr, parts, removeFolder, shell } from "./support/cli.js";
import { expectSameBytes, runInto, runJob, type Way, WAYS } from "./support/compare.js";
import { makeHostileTree, pick, random } from "./support/hostile-tree.js";
import { hasGnuTools, linesOf, makePlainCopy, oracle } from "./support/oracle.js";

let folder: string;

const NUMBERS = [
  "0;-0;;x;1;01;1.0;1.50;1.5;.5;-.5;-1;- 1;+5;1e3;1,0;  7;\t7;7 b;7 a;5.;.;-;3.14.15;\v4;\r4",
  "00000000012;-000.10;123456789012345678901;123456789012345678902;-123456789012345678901",
].flatMap((line) => line.split(";"));
const RECORD_BYTES = 100;

function numberLines(): string {
  const below = random(31);
  const lines = Array.from({ length: 600 }, () =>
    below(3) === 0 ? pick(below, NUMBERS) : `${below(60) - 30}.${below(20)} ${below(5)}`,
  );
  return `${lines.join("\n")}\r\n12`;
}

/** Printable, so that `fold` can cut them; few different beginnings. */
function fixedRecords(count: number): string {
  const below = random(37);
  const text = (length: number, letters: number) =>
    Array.from({ length }, () => String.fromCharCode(33 + below(letters))).join("");
  return Array.from({ length: count }, () => text(2, 6) + text(RECORD_BYTES - 2, 90)).join("");
}

beforeAll(() => {
  folder = makeFolder();
  if (!hasGnuTools) return;
  makeHostileTree(folder, "in");
  makePlainCopy(folder, "in");
  writeFileSync(join(folder, "numbers"), numberLines());
  writeFileSync(join(folder, "records"), fixedRecords(700));
});
afterAll(() => removeFolder(folder));

describe.skipIf(!hasGnuTools)("sort of a hostile tree", () => {
  it.each<[string, string, Way]>([
    ["", "", "on three workers"],
    ["", "", "in one piece"],
    ["--reverse", "-r", "in small splits"],
    ["--unique", "-u", "in small splits"],
    ["--unique --reverse", "-u -r", "in one piece"],
    ["--key 1-10", "-k1.1,1.10", "by default"],
    ["--key 3-6 --reverse", "-r -k1.3,1.6", "in small splits"],
    ["--key 2-4 --unique", "-u -k1.2,1.4", "in small splits"],
    ["--key 2", "-k1.2", "in one piece"],
    ["--numeric", "-n", "on three workers"],
  ])("%s gives the lines of sort %s %s", (flags, sortFlags, way) => {
    const found = runJob(folder, `sort in ${flags}`, way);
    expectSameBytes(found, oracle(folder, `${linesOf("in")} | sort ${sortFlags}`));
  });
});

describe.skipIf(!hasGnuTools)("sort --numeric", () => {
  it.each<[string, string, Way]>([
    ["", "-n", "in small splits"],
    ["--reverse", "-n -r", "in one piece"],
    ["--unique", "-n -u", "in small splits"],
    ["--reverse --unique", "-n -r -u", "on three workers"],
    ["--key 2-5", "-n -k1.2,1.5", "by default"],
    ["--key 2-5 --reverse --unique", "-n -r -u -k1.2,1.5", "in one piece"],
  ])("%s gives the lines of sort %s %s", (flags, sortFlags, way) => {
    const found = runJob(folder, `sort numbers --numeric ${flags}`, way);
    expectSameBytes(found, shell(`sort ${sortFlags} numbers`, folder));
  });

  it("keeps its order over parts: every part ends before the next begins", () => {
    const output = runInto(folder, ["sort", "numbers", "--numeric", ...WAYS["in small splits"]]);
    const used = shell(`find '${output}' -name 'part-*' -size +0 | wc -l`, folder);
    expect(Number(used.toString())).toBeGreaterThan(1);
    expectSameBytes(parts(output), shell("sort -n numbers", folder));
  });
});

describe.skipIf(!hasGnuTools)("sort --record-length", () => {
  const byLength = `--record-length ${RECORD_BYTES}`;
  const joined = (flags: string) =>
    `fold -b -w ${RECORD_BYTES} records | sort ${flags} | tr -d '\\n'`;

  it.each<[string, string, Way]>([
    ["", "", "in small splits"],
    ["--key 1-10", "-k1.1,1.10", "in one piece"],
    ["--key 1-2 --unique", "-u -k1.1,1.2", "in small splits"],
    ["--numeric --key 4-6", "-n -k1.4,1.6", "by default"],
  ])("%s gives the records of sort %s %s", (flags, sortFlags, way) => {
    const found = runJob(folder, `sort records ${byLength} ${flags}`, way);
    expectSameBytes(found, shell(joined(sortFlags), folder));
  });

  it("takes bytes that are no text, a part of them compressed", () => {
    const bytes = (count: number, seed: number) =>
      Buffer.from(Array.from({ length: count * 10 }, random(seed).bind(null, 256)));
    const [first, second] = [bytes(300, 41), bytes(200, 43)];
    writeFileSync(join(folder, "raw-1"), first);
    writeFileSync(join(folder, "raw-2.gz"), gzipSync(second));
    const found = runJob(folder, "sort raw-1 raw-2.gz --record-length 10", "in small splits");
    // Hexadecimal digits sort as their bytes do.
    const expected = shell("sort", folder, {}, hexLines(Buffer.concat([first, second]), 10));
    expect(hexLines(found, 10)).toBe(expected.toString());
  });

  it("refuses a file that ends within a record, and says where", () => {
    const args = ["run", "sort", "numbers", "--record-length", "999983", "-o", "never"];
    const { code, stderr } = mr(args, { cwd: folder });
    expect(code).toBe(1);
    expect(stderr).toMatch(/numbers at byte 0: the last record has \d+ of 999983 bytes/);
  });
});

function hexLines(bytes: Buffer, length: number): string {
  return bytes.toString("hex").replace(new RegExp(`.{${2 * length}}`, "g"), "$&\n");
}

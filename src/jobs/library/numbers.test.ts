/** Sorting by number and by record, joins and access logs, beside sort, join and awk. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { numbers, runJob, shell, sorted } from "./test-support.js";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-library-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, lines: readonly string[]): string {
  const text = lines.map((line) => `${line}\n`).join("");
  writeFileSync(join(folder, name), text, "latin1");
  return join(folder, name);
}

const NUMBERS = [
  "0;-0;;x;1;01;1.0;1.00;1.5;1.05;.5;-.5;-1;-1.5;- 1;10;9;-10;  7;\t7;7 b;7 a;+5;1e3;1,000;5.;-5.;.;-;3.14.15",
  "00000000000000000000012;123456789012345678901234567890;123456789012345678901234567891",
  "-123456789012345678901;0.0000000000000000000001;0.0000000000000000000002",
].flatMap((line) => line.split(";"));

describe("sort --numeric", () => {
  it.each<[object, string]>([
    [{}, "-n"],
    [{ reverse: true }, "-n -r"],
    [{ unique: true }, "-n -u"],
    [{ reverse: true, unique: true }, "-n -r -u"],
    [{ key: "2-5" }, "-n -k1.2,1.5"],
  ])("%o orders numbers of any length as sort does", async (params, flags) => {
    const below = numbers(5);
    const some = Array.from({ length: 200 }, () => `${below(40) - 20}.${below(30)}`);
    const file = write("numbers", [...NUMBERS, ...some, ...NUMBERS]);
    const { text } = await runJob("sort", { paths: [file] }, { numeric: true, ...params });
    expect(text).toBe(shell(`sort ${flags} numbers`, folder));
  });
});

describe("sort --record-length", () => {
  it("orders records with nothing between them", async () => {
    const below = numbers(9);
    const records = Array.from({ length: 99 }, () =>
      Array.from({ length: 20 }, () => String.fromCharCode(below(256))).join(""),
    );
    const bytes = Buffer.from(records.join(""), "latin1");
    for (const params of [{}, { key: "1-10" }]) {
      const { text } = await runJob("sort", bytes, { recordLength: 20, ...params });
      const expected = [...records].sort((a, b) => (a < b ? -1 : 1));
      expect(text).toBe(expected.map((record) => `${record}\n`).join(""));
    }
  });
});

const LEFT = ["1 ann x", "2 bob", "2 bea  y ", "3", "", "4 dora", " 5 \t e", "10 ten"];
const RIGHT = ["2 two", "2 zwei", "1 one", "5 five", "6 six", "", "10 zehn"];

describe("join", () => {
  it.each([
    ["inner", ""],
    ["left", "-a1"],
    ["right", "-a2"],
    ["outer", "-a1 -a2"],
  ])("%s gives the lines of join", async (kind, flags) => {
    const left = write("left", LEFT);
    const right = write("right", RIGHT);
    const { text } = await runJob(
      "join",
      { left: { paths: [left] }, right: { paths: [right] } },
      { kind },
    );
    shell("for f in left right; do sort -s -b -k1,1 $f > $f.sorted; done", folder);
    expect(sorted(text)).toBe(sorted(shell(`join ${flags} left.sorted right.sorted`, folder)));
  });

  it("takes other fields and separators, and bytes that are not text", async () => {
    const left = write("left.csv", ["a,1,\xff", "b,2,,", "__proto__,3,x", "c"]);
    const right = write("right.csv", ["x,y,1", "z,,2", "\xe9,q,3", "u,v,1"]);
    const params = { leftKey: 2, rightKey: 3, separator: ",", kind: "left" };
    const { text } = await runJob(
      "join",
      { left: { paths: [left] }, right: { paths: [right] } },
      params,
    );
    shell("sort -s -t, -k2,2 left.csv > l; sort -s -t, -k3,3 right.csv > r", folder);
    expect(sorted(text)).toBe(sorted(shell("join -t, -1 2 -2 3 -a1 l r", folder)));
  });

  it("gives the pairs of a key in the order of the inputs", async () => {
    const inputs = { left: ["k 1", "k 2"], right: ["k a", "k b"] };
    const { text } = await runJob("join", inputs);
    expect(text).toBe("k 1 a\nk 1 b\nk 2 a\nk 2 b\n");
  });
});

const LOG = [
  '1.2.3.4 - - [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.0" 200 2326 "-" "Agent \\"x\\""',
  '1.2.3.4 - bob [10/Oct/2000:13:56:36 -0700] "GET /b?q HTTP/1.0" 404 - "http://x/" "Other"',
  '::1 - - [10/Oct/2000:14:00:00 -0700] "GET /a HTTP/1.1" 200 10',
  'h - - [10/Oct/2000:14:00:00 -0700] "GET /\xff HTTP/1.1" 200 1 "-" "A"',
  "no log line",
];

describe("log-stats", () => {
  it("adds up requests and bytes by one part of the line", async () => {
    const file = write("log", LOG);
    const by = async (part: string) =>
      sorted((await runJob("log-stats", { paths: [file] }, { by: part })).text);
    expect(await by("status")).toBe("200\t3\t2337\n404\t1\t0\n");
    expect(await by("path")).toBe("/a\t2\t2336\n/b?q\t1\t0\n/\xff\t1\t1\n");
    expect(await by("hour")).toBe("10/Oct/2000:13\t2\t2326\n10/Oct/2000:14\t2\t11\n");
    expect(await by("host")).toBe("1.2.3.4\t2\t2326\n::1\t1\t10\nh\t1\t1\n");
    expect(await by("agent")).toBe('-\t1\t10\nA\t1\t1\nAgent \\"x\\"\t1\t2326\nOther\t1\t0\n');
    expect(await by("host,status")).toContain("1.2.3.4\t404\t1\t0\n");
  });

  it("counts malformed lines and refuses unknown parts", async () => {
    const { counters } = await runJob("log-stats", { paths: [write("log", LOG)] });
    expect(counters["malformed"]).toBe(1);
    await expect(runJob("log-stats", [], { by: "status,colour" })).rejects.toThrow(
      'there is no "colour"',
    );
  });
});

describe("streaming", () => {
  it("runs pipelines of any programs", async () => {
    const file = write("words", ["b a", "a c", "a"]);
    const params = {
      mapper: "tr ' ' '\\n' | sed 's/$/\t1/'",
      reducer: "awk -F'\\t' '{n[$1]+=$2} END {for (k in n) print k \"\\t\" n[k]}'",
    };
    const { text } = await runJob("streaming", { paths: [file] }, params);
    expect(sorted(text)).toBe("a\t3\nb\t1\nc\t1\n");
  });
});

/** join equals join(1), log-stats equals awk: on words of any kind, several ways of cutting the work. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeFolder, removeFolder, shell } from "./support/cli.js";
import { expectSameBytes, runJob, type Way } from "./support/compare.js";
import { pick, random, type Random } from "./support/hostile-tree.js";
import { hasGnuTools, sortedLines } from "./support/oracle.js";

let folder: string;

const KEYS = "__proto__ constructor toString \xff\xfe a a\0b A 10 9 09 \xe9 [x]".split(" ");
const WORDS = ["x", "", "y", "__proto__", "\xc3", "\r", "\0", "z\v"];
const LINE_BYTES = "latin1";

/** Fields between blanks; keys that only one side has, lines of blanks, empty lines. */
function blankLines(below: Random, own: string, count: number): string {
  const line = (): string => {
    const fields = Array.from(
      { length: below(4) },
      () => pick(below, WORDS) + pick(below, [" ", "\t ", ""]),
    );
    const key = below(6) === 0 ? `${own}${below(9)}` : pick(below, KEYS);
    return pick(below, ["", "", " ", "\t"]) + (below(20) === 0 ? "" : `${key} ${fields.join("")}`);
  };
  return Array.from({ length: count }, line).join("\n");
}

function commaLines(below: Random, own: string, count: number): string {
  const line = () =>
    `${pick(below, WORDS)},${below(5) === 0 ? own : pick(below, KEYS)},${pick(below, WORDS)}`;
  return Array.from({ length: count }, line).join("\n");
}

function writeTables(): void {
  mkdirSync(join(folder, "left"));
  const write = (name: string, text: string) =>
    writeFileSync(join(folder, name), Buffer.from(text, LINE_BYTES));
  // Without a last line end; a file of a folder ends its last line all the same.
  write("left/1", blankLines(random(51), "left", 80));
  write("left/2", blankLines(random(52), "left", 40));
  writeFileSync(
    join(folder, "right.gz"),
    gzipSync(Buffer.from(blankLines(random(53), "right", 60), LINE_BYTES)),
  );
  write("left.csv", commaLines(random(54), "left", 60));
  write("right.csv", commaLines(random(55), "right", 60));
}

beforeAll(() => {
  folder = makeFolder();
  if (!hasGnuTools) return;
  writeTables();
  shell(
    "sed -s '$a\\' left/* | sort -s -b -k1,1 > l; gzip -dc right.gz | sed '$a\\' | sort -s -b -k1,1 > r",
    folder,
  );
  shell("sort -s -t, -k2,2 left.csv > l.csv; sort -s -t, -k2,2 right.csv > r.csv", folder);
});
afterAll(() => removeFolder(folder));

describe.skipIf(!hasGnuTools)("join", () => {
  it.each<[string, string, Way]>([
    ["inner", "", "in small splits"],
    ["left", "-a 1", "in small splits"],
    ["right", "-a 2", "in one piece"],
    ["outer", "-a 1 -a 2", "on three workers"],
    ["outer", "-a 1 -a 2", "in one piece"],
  ])("--kind %s gives the lines of join %s %s", (kind, flags, way) => {
    const found = runJob(folder, `join left right.gz --kind ${kind}`, way);
    expectSameBytes(sortedLines(found), sortedLines(shell(`join ${flags} l r`, folder)));
  });

  it("keeps the order of both inputs within a key", () => {
    const found = runJob(folder, "join left right.gz --kind outer", "in one piece");
    expectSameBytes(found, shell("join -a 1 -a 2 l r", folder));
  });

  it.each([
    ["inner", ""],
    ["outer", "-a 1 -a 2"],
  ])("--kind %s takes other fields and a separator", (kind, flags) => {
    const fields = `--separator , --left-key 2 --right-key 2 --kind ${kind}`;
    const inputs = "--input right=right.csv --input left=left.csv";
    const found = runJob(folder, `join ${inputs} ${fields}`, "in small splits");
    const expected = shell(`join -t , -1 2 -2 2 ${flags} l.csv r.csv`, folder);
    expectSameBytes(sortedLines(found), sortedLines(expected));
  });
});

const HOSTS = ["10.0.0.1", "::1", "example.org", "__proto__", "b\xfccher.de"];
const PATHS = ["/", "/a?b=c", "/constructor", "/\xff", "/long/".repeat(20), "/%20"];
const AGENTS = ["Mozilla/5.0 (X11; Linux)", "curl/8", "-", "toString", "\xe9t\xe9"];

function accessLog(seed: number, count: number, lineEnd: string): Buffer {
  const below = random(seed);
  const line = (): string => {
    if (below(25) === 0) return pick(below, ["", "no log line", '1.2.3.4 - - [x] "GET" 200', "\0"]);
    const time = `${10 + below(3)}/Oct/2000:${10 + below(9)}:55:36 -0700`;
    const request = `${pick(below, ["GET", "POST"])} ${pick(below, PATHS)} HTTP/1.1`;
    const size = below(8) === 0 ? "-" : `${below(100_000)}`;
    const status = pick(below, ["200", "301", "404", "500"]);
    return `${pick(below, HOSTS)} - bob [${time}] "${request}" ${status} ${size} "-" "${pick(below, AGENTS)}"`;
  };
  return Buffer.from(Array.from({ length: count }, line).join(lineEnd), LINE_BYTES);
}

/** awk: columns by quotes, then by blanks. */
const AWK = `awk -F'"' 'function key(by,   part) {
    if (by == "agent") return $6
    if (by == "path") { split($2, part, " "); return part[2] }
    if (by == "status") { split($3, part, " "); return part[1] }
    if (by == "host") { split($1, part, " "); return part[1] }
    split($1, part, "["); return substr(part[2], 1, 14)
  }
  $3 ~ /^ [0-9][0-9][0-9] / {
    split(columns, by, ","); text = key(by[1]); if (2 in by) text = text "\\t" key(by[2])
    split($3, part, " "); requests[text]++; bytes[text] += part[2]
  }
  END { for (text in requests) printf "%s\\t%d\\t%d\\n", text, requests[text], bytes[text] }'`;

describe.skipIf(!hasGnuTools)("log-stats", () => {
  beforeAll(() => {
    mkdirSync(join(folder, "logs"));
    writeFileSync(join(folder, "logs", "access.log"), accessLog(61, 600, "\n"));
    writeFileSync(join(folder, "logs", "access.log.1.gz"), gzipSync(accessLog(62, 300, "\r\n")));
    shell("{ sed '$a\\' logs/access.log; gzip -dc logs/access.log.1.gz; } > all.log", folder);
  });

  it.each<[string, Way]>([
    ["status", "in small splits"],
    ["path", "on three workers"],
    ["hour", "in one piece"],
    ["host", "in small splits"],
    ["agent", "in one piece"],
    ["host,status", "in small splits"],
  ])("--by %s adds up requests and bytes as awk does %s", (by, way) => {
    const found = runJob(folder, `log-stats logs --by ${by}`, way);
    const expected = shell(`${AWK} columns=${by} all.log`, folder);
    expectSameBytes(sortedLines(found), sortedLines(expected));
    expect(expected.length).toBeGreaterThan(0);
  });
});

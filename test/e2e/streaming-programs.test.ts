/** Programs written for Hadoop Streaming run as they are: Python and shell, pipelines, combiners, counters, failures. */

import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeFolder, mr, type Result, removeFolder, shell } from "./support/cli.js";
import { expectSameBytes, runJob, type Way } from "./support/compare.js";
import { random } from "./support/hostile-tree.js";
import { hasPython, sortedLines } from "./support/oracle.js";

let folder: string;

/** The word count of many a tutorial. */
const MAPPER = `#!/usr/bin/env python3
import sys

for line in sys.stdin:
    line = line.strip()
    words = line.split()
    for word in words:
        print('%s\\t%s' % (word, 1))
`;

const REDUCER = `#!/usr/bin/env python3
from operator import itemgetter
import sys

current_word = None
current_count = 0
word = None

for line in sys.stdin:
    line = line.strip()
    word, count = line.split('\\t', 1)
    try:
        count = int(count)
    except ValueError:
        continue
    if current_word == word:
        current_count += count
    else:
        if current_word:
            print('%s\\t%s' % (current_word, current_count))
        current_count = count
        current_word = word

if current_word == word:
    print('%s\\t%s' % (current_word, current_count))
`;

/** Asks for its file's name, counts, and tells its state. */
const INDEX_MAPPER = `#!/usr/bin/env python3
import os
import sys

name = os.path.basename(os.environ["mapreduce_map_input_file"])
sys.stderr.write("reporter:status:reading %s\\n" % name)
for line in sys.stdin:
    for word in set(line.split()):
        sys.stdout.write("%s\\t%s\\n" % (word, name))
    sys.stderr.write("reporter:counter:index,lines,1\\n")
`;

const INDEX_REDUCER = `#!/usr/bin/env python3
import sys
from itertools import groupby

pairs = (line.rstrip("\\n").split("\\t") for line in sys.stdin)
for word, group in groupby(pairs, key=lambda pair: pair[0]):
    print("%s\\t%s" % (word, ",".join(sorted(set(name for _, name in group)))))
    sys.stderr.write("reporter:counter:index,words,1\\n")
`;

beforeAll(() => {
  folder = makeFolder();
  mkdirSync(join(folder, "in"));
  const below = random(111);
  const line = () => Array.from({ length: below(9) }, () => `wörd${below(40)}`).join(" ");
  for (const name of ["a b.txt", "c.txt", "d"]) {
    const lines = [...Array.from({ length: 119 }, line), "wörd7 end"];
    writeFileSync(join(folder, "in", name), lines.join("\n"));
  }
  const programs = {
    "mapper.py": MAPPER,
    "reducer.py": REDUCER,
    "index-mapper.py": INDEX_MAPPER,
    "index-reducer.py": INDEX_REDUCER,
  };
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), text, { mode: 0o755 });
  }
});
afterAll(() => removeFolder(folder));

const LINES = 'for f in in/*; do cat "$f"; echo; done';
const UTF8 = { LC_ALL: "C.UTF-8" };

function streaming(...args: readonly string[]): Result {
  return mr(["run", "streaming", ...args], { cwd: folder });
}

describe.skipIf(!hasPython)("Python programs", () => {
  it.each<[string, string, Way]>([
    ["by default", "", "by default"],
    ["in small splits", "", "in small splits"],
    ["with a combiner", "--combiner ./reducer.py", "on three workers"],
  ])("count words as in a pipe %s", (_, combiner, way) => {
    const found = runJob(
      folder,
      `streaming in --mapper ./mapper.py --reducer ./reducer.py ${combiner}`,
      way,
    );
    const expected = shell(
      `{ ${LINES}; } | ./mapper.py | LC_ALL=C sort | ./reducer.py`,
      folder,
      UTF8,
    );
    expectSameBytes(sortedLines(found), sortedLines(expected));
  });

  it("know the name of their file, and count over standard error", () => {
    const programs = ["--mapper", "./index-mapper.py", "--reducer", "./index-reducer.py"];
    const { code, stdout, stderr } = streaming(
      "in",
      ...programs,
      "-r",
      "3",
      "-o",
      "index",
      "--json",
    );
    expect([code, stderr]).toEqual([0, expect.any(String)]);
    const each = 'export mapreduce_map_input_file="$f"; ./index-mapper.py < "$f" 2> /dev/null';
    const pipe = `for f in in/*; do ${each}; done | LC_ALL=C sort | ./index-reducer.py 2> /dev/null`;
    const expected = sortedLines(shell(pipe, folder, UTF8));
    expectSameBytes(sortedLines(shell("cat index/part-*", folder)), expected);
    const words = expected.toString().trimEnd().split("\n").length;
    const { counters } = JSON.parse(stdout) as { counters: unknown };
    expect(counters).toEqual({ "index.lines": 360, "index.words": words });
  });
});

describe("shell programs", () => {
  it("a pipeline as mapper, awk as combiner and reducer", () => {
    const mapper = "tr -s ' ' '\\n' | sed '/^$/d; s/$/\\t1/'";
    const reducer = "awk -F '\\t' '{ n[$1] += $2 } END { for (k in n) print k \"\\t\" n[k] }'";
    const programs = ["--mapper", mapper, "--combiner", reducer, "--reducer", reducer];
    const found = runJob(folder, ["streaming", "in", ...programs], "in small splits");
    const expected = shell(`{ ${LINES}; } | ${mapper} | ${reducer}`, folder);
    expectSameBytes(sortedLines(found), sortedLines(expected));
  });

  it("lines without a TAB are keys alone: uniq -c counts them", () => {
    const found = runJob(folder, [
      "streaming",
      "in",
      "--mapper",
      "tr -s ' ' '\\n'",
      "--reducer",
      "uniq -c",
      "-r",
      "4",
    ]);
    const expected = shell(`{ ${LINES}; } | tr -s ' ' '\\n' | sort | uniq -c`, folder);
    expectSameBytes(sortedLines(found), sortedLines(expected));
  });

  it("without a reducer the lines come in the order of the input", () => {
    const found = runJob(
      folder,
      ["streaming", "in", "--mapper", "tr a-z A-Z | sed -n /7/p"],
      "in small splits",
    );
    expectSameBytes(found, shell(`{ ${LINES}; } | tr a-z A-Z | sed -n /7/p`, folder));
  });

  it("may stop reading early, as head does", () => {
    writeFileSync(join(folder, "large"), "first\n".repeat(400_000));
    expect(runJob(folder, ["streaming", "large", "--mapper", "head -n 1"]).toString()).toBe(
      "first\n",
    );
    const reducer = ["--mapper", "cat", "--reducer", "head -n 2 | tail -n 1", "-r", "1"];
    expect(runJob(folder, ["streaming", "large", ...reducer]).toString()).toBe("first\n");
  });

  it("find the job's parameters and their own place in the environment", () => {
    const mapper =
      'cat > /dev/null; echo "$mapreduce_task_ismap $mapreduce_task_partition $mapreduce_job_name"';
    const found = runJob(folder, ["streaming", "in/d", "--mapper", mapper, "--name", "my job"]);
    expect(found.toString()).toBe("true 0 my job\n");
  });
});

describe("a program that fails", () => {
  it.each<[string, readonly string[], RegExp]>([
    [
      "says why",
      ["--mapper", "cat; echo no luck >&2; exit 3"],
      /map command ended with exit code 3[^]*no luck/,
    ],
    [
      "as reducer",
      ["--mapper", "cat", "--reducer", "grep -q 'never there'"],
      /reduce command ended with exit code 1/,
    ],
    ["is not there", ["--mapper", "./missing.py"], /exit code 127[^]*hint: [^]*missing\.py/],
    ["is killed", ["--mapper", "kill -9 $$"], /signal SIGKILL/],
    ["in the middle of a pipeline is not seen, as in a shell", ["--mapper", "false | cat"], /^$/],
  ])("%s", (name, programs, message) => {
    const output = `failed-${name.replaceAll(/\W/g, "-")}`;
    const { code, stderr } = streaming(
      "in",
      ...programs,
      "-o",
      output,
      "-q",
      "--max-attempts",
      "2",
    );
    expect(stderr).toMatch(message);
    expect(code).toBe(stderr === "" ? 0 : 1);
    expect(existsSync(join(folder, output))).toBe(code === 0);
    expect(readdirSync(folder).filter((entry) => entry.startsWith("."))).toEqual([]);
  });
});

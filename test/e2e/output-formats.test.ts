/** Formats, compression, streams, the folder of one's own: what a run leaves and prints. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MR, makeFolder, mr, parts, removeFolder, shell } from "./support/cli.js";
import { expectSameBytes, runInto, runJob } from "./support/compare.js";
import { hostileText } from "./support/hostile-tree.js";
import { COUNT, hasGnuTools, hasPython, sortedLines } from "./support/oracle.js";

let folder: string;

beforeAll(() => {
  folder = makeFolder();
  writeFileSync(join(folder, "words"), 'b "quoted" b\na,b\tü __proto__ b\ncr\r\n\x00\n');
  writeFileSync(join(folder, "hostile"), hostileText(101, 400, ""));
});
afterAll(() => removeFolder(folder));

const read = (output: string, name: string): Buffer => readFileSync(join(output, name));

describe("--format", () => {
  it("text is key TAB value, and a key without a value alone", () => {
    const found = runJob(folder, "wordcount words -r 1").toString();
    expect(found).toBe('\0\t1\n"quoted"\t1\n__proto__\t1\na,b\t1\nb\t3\ncr\t1\nü\t1\n');
    expect(runJob(folder, "distinct words -r 1").toString().split("\n")).toHaveLength(5);
  });

  it("jsonl is an object a line, that other programs can read", () => {
    const found = runJob(folder, "wordcount words -r 1 --format jsonl").toString();
    const records = found
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    expect(records[1]).toEqual({ key: '"quoted"', value: 1 });
    expect(records[2]).toEqual({ key: "__proto__", value: 1 });
    const grep = runJob(folder, "grep words --pattern __proto__ --format jsonl").toString();
    expect(grep).toBe('"words:13:a,b\\tü __proto__ b"\n');
  });

  it.skipIf(!hasPython)("csv is read back by Python's csv module", () => {
    const output = runInto(folder, [
      "wordcount",
      "hostile",
      "-r",
      "1",
      "--lower",
      "--letters",
      "--format",
      "csv",
    ]);
    const script = 'import csv,sys; [print(*row, sep="\\t") for row in csv.reader(sys.stdin)]';
    const found = shell(`python3 -c '${script}' < part-r-00000`, output, { PYTHONUTF8: "1" });
    expectSameBytes(found, runJob(folder, "wordcount hostile -r 1 --lower --letters"));
    const quoted = runJob(folder, "wordcount words -r 1 --format csv").toString();
    expect(quoted).toBe('\0,1\n"""quoted""",1\n__proto__,1\n"a,b",1\nb,3\ncr,1\nü,1\n');
  });

  it("raw has nothing between the values", () => {
    expect(runJob(folder, "wordcount words -r 1 --format raw").toString()).toBe("1111311");
    const lines = runJob(folder, "sort words -r 1 --format raw");
    expect(lines.toString()).toBe('\0a,b\tü __proto__ bb "quoted" bcr\r');
  });
});

describe.skipIf(!hasGnuTools)("--compress gzip", () => {
  it("writes parts that gzip reads, and verifies", () => {
    const output = runInto(folder, [
      "sort",
      "hostile",
      "-r",
      "4",
      "--split-size",
      "1K",
      "--compress",
      "gzip",
    ]);
    const names = readdirSync(output).filter((name) => name.startsWith("part-"));
    expect(names.toSorted()).toEqual([0, 1, 2, 3].map((part) => `part-r-0000${part}.gz`));
    expectSameBytes(shell("cat part-*.gz | gzip -dc", output), shell("sort hostile", folder));
    expect(mr(["verify", output]).code).toBe(0);
    expect(
      Buffer.concat(names.map((name) => gunzipSync(read(output, name)))).length,
    ).toBeGreaterThan(0);
  });

  it("is read back as an input of the next job", () => {
    const packed = runInto(folder, ["wordcount", "hostile", "-r", "3", "--compress", "gzip"]);
    const counts = shell(
      `tr -s ' \\t\\n\\v\\f\\r' '\\n' < hostile | sed '/^$/d' | sort | ${COUNT}`,
      folder,
    );
    expectSameBytes(runJob(folder, `sort ${packed}`), sortedLines(counts));
  });
});

describe("-o -", () => {
  it("streams the records, byte for byte, and nothing else", () => {
    const command = `node '${MR}' run sort hostile -r 3 --split-size 1K -o - 2> log`;
    const found = shell(command, folder);
    expectSameBytes(found, shell("sort hostile", folder));
    expect(readFileSync(join(folder, "log"), "utf8")).toContain("done sort");
    expect(existsSync(join(folder, "mr-output"))).toBe(false);
  });

  it("is not compressed for the next program in the pipe", () => {
    const { stdout } = mr(
      ["run", "wordcount", "words", "-o", "-", "-q", "--compress", "gzip", "-r", "1"],
      { cwd: folder },
    );
    expect(stdout).toContain("b\t3\n");
  });

  it("ends quietly when the reader has seen enough", () => {
    const command = `{ node '${MR}' run sort hostile -o - -q; echo "ended with $?" >&2; } 2> log | head -n 1`;
    const found = shell(command, folder).toString("latin1");
    expect(found.split("\n")).toHaveLength(2);
    expect(readFileSync(join(folder, "log"), "utf8")).toMatch(/^ended with \d+\n$/);
  });
});

describe("without -o", () => {
  it("a new folder is made each time, and the first lines are shown", () => {
    const other = makeFolder();
    try {
      const lines = Array.from({ length: 50 }, (_, index) => `line ${100 + index}`);
      writeFileSync(join(other, "in"), lines.join("\n"));
      const runs = [1, 2].map(() => mr(["run", "sort", "in", "-r", "1"], { cwd: other }));
      for (const { code, stdout, stderr } of runs) {
        expect(stderr).toMatch(/written to\s+mr-output\/sort-/);
        expect(code).toBe(0);
        expect(stdout).toMatch(/^line 100\nline 101\nline 102\n/);
        expect(stdout).not.toContain("line 149");
      }
      const outputs = readdirSync(join(other, "mr-output"));
      expect(outputs).toHaveLength(2);
      for (const name of outputs) {
        expect(parts(join(other, "mr-output", name)).toString()).toBe(`${lines.join("\n")}\n`);
      }
    } finally {
      removeFolder(other);
    }
  });

  it("--quiet prints nothing at all", () => {
    const other = makeFolder();
    try {
      writeFileSync(join(other, "in"), "x\n");
      expect(mr(["run", "sort", "in", "--quiet"], { cwd: other })).toMatchObject({
        stdout: "",
        stderr: "",
      });
      expect(readdirSync(join(other, "mr-output"))).toHaveLength(1);
    } finally {
      removeFolder(other);
    }
  });
});

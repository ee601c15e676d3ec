/** Programs as map, combine and reduce, by the Hadoop Streaming contract. */

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chain, command, lines, mapReduce, param, step, sum } from "../../index.js";
import { type LocalInputs, type LocalOptions, runLocal } from "../../testing.js";
import { CommandProcess } from "./command-process.js";

function stream(
  programs: { readonly map: string; readonly combine?: string; readonly reduce?: string },
  inputs: LocalInputs,
  options: LocalOptions = {},
) {
  const job = mapReduce({
    input: lines(),
    params: { greeting: param.string({ default: "hello" }) },
    map: command(programs.map),
    ...(programs.combine === undefined ? {} : { combine: command(programs.combine) }),
    ...(programs.reduce === undefined ? {} : { reduce: command(programs.reduce) }),
  });
  return runLocal(job, inputs, options);
}

const TO_PAIRS = `tr -s ' ' '\\n' | awk 'NF { print $1 "\\t1" }'`;
const ADD_UP = `awk -F'\\t' '
  $1 != key { if (NR > 1) print key "\\t" total; key = $1; total = 0 }
  { total += $2 }
  END { if (NR > 0) print key "\\t" total }'`;
const TEXT = ["the cat and the hat", "a cat"];
const byKey = ([a]: readonly unknown[], [b]: readonly unknown[]) =>
  String(a) < String(b) ? -1 : 1;
const COUNTS = [
  ["a", "1"],
  ["and", "1"],
  ["cat", "2"],
  ["hat", "1"],
  ["the", "2"],
];

describe("shell pipelines", () => {
  it("count words as map and reduce", async () => {
    const { output, inputRecords } = await stream({ map: TO_PAIRS, reduce: ADD_UP }, TEXT);
    expect(output).toEqual(COUNTS);
    expect(inputRecords).toBe(2);
  });

  it("combine without changing the result, also when memory is small", async () => {
    const programs = { map: TO_PAIRS, combine: ADD_UP, reduce: ADD_UP };
    expect(
      (await stream(programs, TEXT, { partitions: 3, splitSizeBytes: 8 })).output.toSorted(byKey),
    ).toEqual(COUNTS);
    const many = Array.from({ length: 20_000 }, (_, index) => `word${index % 7000}`);
    const plain = await stream({ map: TO_PAIRS, reduce: ADD_UP }, many);
    const combined = await stream(programs, many, {
      memoryBytes: 64 * 1024,
      splitSizeBytes: 60_000,
    });
    expect(combined.output).toEqual(plain.output);
  });

  it("mix with functions and aggregates", async () => {
    const summed = mapReduce({ input: lines(), map: command(TO_PAIRS), reduce: sum() });
    expect((await runLocal(summed, TEXT)).output[2]).toEqual(["cat", 2]);
    const chained = chain(
      mapReduce({ input: lines(), map: command("cat"), reduce: command("uniq -c") }),
      step({ map: command("sed 's/^ *//'") }),
    );
    expect((await runLocal(chained, ["b", "a", "b"])).output).toEqual([
      ["1 a", null],
      ["2 b", null],
    ]);
    const first = mapReduce({
      input: lines(),
      map: (line: string, emit) => emit(line, [1, { x: 2 }]),
      reduce: command("cat"),
    });
    expect((await runLocal(first, ["é"])).output).toEqual([["é", '[1,{"x":2}]']]);
    const wrong = mapReduce({ input: lines(), map: command("sed 's/$/\\tmany/'"), reduce: sum() });
    await expect(runLocal(wrong, ["a"])).rejects.toThrow(/"many" as a value/);
  });

  it("write in the order of the input when nothing reduces", async () => {
    const input = Array.from({ length: 5000 }, (_, index) => `${index}`);
    const { output } = await stream({ map: "cat" }, input, { splitSizeBytes: 3000 });
    expect(output.map(([line]) => line)).toEqual(input);
  });

  it("read one file each, and know its name", async () => {
    const files = { a: "one\ntwo", b: "three" };
    const map = 'sed "s|^|$(basename "$mapreduce_map_input_file") |"; echo end';
    const { output } = await stream({ map }, { files });
    expect(output.map(([line]) => line)).toEqual(["a one", "a two", "end", "b three", "end"]);
  });

  it("may share a program for small files, each of which ends with a line end", async () => {
    const files = { a: "one\ntwo", b: "three" };
    const map = command('cat; echo "end $mapreduce_map_input_file"', { groupFiles: true });
    const { output } = await runLocal(mapReduce({ input: lines(), map }), { files });
    expect(output.map(([line]) => line)).toEqual(["one", "two", "three", "end "]);
  });
});

describe("what survives", () => {
  it("any byte in keys and values, and lines without a TAB", async () => {
    const odd = Buffer.concat([
      Buffer.from([0xff, 0xfe, 0x09, 0x80, 0x0d, 0x0a]),
      Buffer.from("alone\nempty\t\n"),
    ]);
    const reduce = "od -An -v -tx1 | tr -d ' \\n'; echo";
    const { output } = await stream({ map: "cat", reduce }, odd);
    const hex = output[0]?.[0] as string;
    expect(Buffer.from(hex, "hex").toString("latin1")).toBe("alone\nempty\t\n\xff\xfe\t\x80\r\n");
  });

  it("groups larger than the memory budget", async () => {
    const input = Array.from({ length: 30_000 }, (_, index) => `k\t${index}`);
    const { output } = await stream({ map: "cat", reduce: "wc -l" }, input, {
      memoryBytes: 64 * 1024,
    });
    expect(output.map(([line]) => String(line).trim())).toEqual(["30000"]);
  });

  it("a program that stops reading early", async () => {
    const big = "x".repeat(100) + "\n";
    const early = await stream({ map: "head -n 1 | cut -c 1-3" }, big.repeat(50_000));
    expect(early.output).toEqual([["xxx", null]]);
    const inReduce = await stream(
      { map: "cat", reduce: "head -n 1 | cut -c 1-3" },
      big.repeat(20_000),
    );
    expect(inReduce.output).toEqual([["xxx", null]]);
  });
});

describe("the contract's messages", () => {
  it("count, log and set the environment", async () => {
    const map = [
      "echo reporter:counter:fruit,apple,2 >&2",
      "echo reporter:counter:fruit,apple,3 >&2",
      "echo reporter:status:working >&2",
      "echo a line >&2",
      'printf "%s\\t%s\\n" "$mapreduce_task_partition" "$(basename "$mapreduce_map_input_file") $greeting"',
    ].join("; ");
    const { output, counters, log } = await stream(
      { map: `cat > /dev/null; ${map}` },
      { files: { "in.txt": "x\n" } },
    );
    expect(output).toEqual([["0", "in.txt hello"]]);
    expect(counters).toEqual({ "fruit.apple": 5 });
    expect(log).toEqual(["working", "a line"]);
  });

  it("say why a program failed", async () => {
    const failing = stream({ map: "cat > /dev/null; echo it is broken >&2; exit 3" }, ["x"]);
    await expect(failing).rejects.toMatchObject({
      code: "MR_USER_CODE",
      message: expect.stringMatching(/map command ended with exit code 3.*it is broken/s),
    });
    const missing = stream({ map: "cat", reduce: "./no-such-program" }, ["x"]);
    await expect(missing).rejects.toMatchObject({
      message: expect.stringMatching(/reduce command ended with exit code 127/),
      hint: expect.stringContaining("no-such-program"),
    });
    const killed = stream({ map: "kill -9 $$" }, ["x"]);
    await expect(killed).rejects.toThrow(/signal SIGKILL/);
    await expect(stream({ map: "cat", combine: "false", reduce: "cat" }, ["x"])).rejects.toThrow(
      /combine command ended with exit code 1/,
    );
  });

  it("refuse a line longer than the limit", async () => {
    const endless = stream({ map: "cat > /dev/null; head -c 300000 /dev/zero" }, ["x"], {
      recordLimitBytes: 1000,
    });
    await expect(endless).rejects.toMatchObject({ code: "MR_RECORD_TOO_LONG" });
  });
});

describe("processes", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mr-command-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const start = (text: string, signal = new AbortController().signal) =>
    new CommandProcess({
      role: "map",
      command: text,
      directory: folder,
      variables: {},
      lineLimitBytes: 1000,
      signal,
      onLine() {},
      drained: () => null,
      onCounter() {},
      onMessage() {},
    });

  async function pidIn(file: string): Promise<number> {
    const path = join(folder, file);
    while (!existsSync(path) || !readFileSync(path, "utf8").endsWith("\n")) await sleep(5);
    return Number(readFileSync(path, "utf8"));
  }

  async function untilGone(pid: number): Promise<void> {
    while (isAlive(pid)) await sleep(5);
  }

  it("die with the task, whatever they have started", async () => {
    const controller = new AbortController();
    const process = start("sleep 1000 & echo $! > pid; sleep 1000", controller.signal);
    const pid = await pidIn("pid");
    controller.abort();
    await expect(process.end()).rejects.toMatchObject({ code: "MR_CANCELLED" });
    await untilGone(pid);
  });

  it("leave nothing in the background when they end", async () => {
    const process = start("sleep 1000 > /dev/null 2>&1 & echo $! > pid");
    const pid = await pidIn("pid");
    await process.end();
    await untilGone(pid);
  });

  it("say that a folder is missing", async () => {
    rmSync(folder, { recursive: true });
    await expect(start("true").end()).rejects.toThrow(/cannot be started/);
    folder = mkdtempSync(join(tmpdir(), "mr-command-"));
  });
});

function isAlive(pid: number): boolean {
  try {
    // A zombie that nobody has reaped yet is dead enough.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

function hasPython(): boolean {
  try {
    execFileSync("python3", ["-c", ""], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasPython())("Python programs written for Hadoop Streaming", () => {
  const map = `python3 -c '
import sys
for line in sys.stdin:
    for word in line.strip().split():
        print("%s\\t%s" % (word, 1))
    sys.stderr.write("reporter:counter:words,lines,1\\n")
'`;
  const reduce = `python3 -c '
import sys
from itertools import groupby
pairs = (line.rstrip("\\n").split("\\t", 1) for line in sys.stdin)
for word, group in groupby(pairs, lambda pair: pair[0]):
    print("%s\\t%d" % (word, sum(int(count) for _, count in group)))
'`;

  it("run as they are", async () => {
    const { output, counters } = await stream({ map, combine: reduce, reduce }, TEXT);
    expect(output).toEqual(COUNTS);
    expect(counters).toEqual({ "words.lines": 2 });
  });
});

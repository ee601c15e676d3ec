/**
 * `--skip-bad N` leaves out exactly the records that throw, hang, or end their process; each is listed and kept.
 * MR_FULL=1: a million records instead of a hundred thousand, and a line of 1 GiB instead of 96 MiB.
 */

import { closeSync, ftruncateSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Sandbox } from "./support/sandbox.js";

const FULL = process.env["MR_FULL"] === "1";
const RECORDS = FULL ? 1_000_000 : 100_000;
const TIMEOUT = { timeoutMs: 200_000 };
const LONG_LINE_BYTES = FULL ? 2 ** 30 : 96 * 2 ** 20;

const JOB = `
import { lines, mapReduce, sum } from "mr-engine";

function poison(kind: string): void {
  const all: Uint8Array[] = [];
  switch (kind) {
    case "throws": throw new Error("cannot take it");
    case "exits": process.exit(3);
    case "aborts": process.abort();
    case "overflows": return poison(kind);
    case "eats": for (;;) all.push(new Uint8Array(16 << 20).fill(1));
    case "is shot": process.kill(process.pid, "SIGKILL"); for (;;);
    case "hangs": for (;;);
  }
}

export default mapReduce({
  input: lines(),
  map(line, emit) {
    emit("before", 1);
    if (line.startsWith("poison ")) poison(line.slice(7));
    emit(line.slice(0, 4), 1);
  },
  reduce: sum(),
});
`;

/** In the order of the input, at these shares of it; two of them are neighbours. */
const POISON = [
  [0.1, "throws", "cannot take it"],
  [0.2, "exits", "the process ended by itself with exit code 3"],
  [0.3, "aborts", "the process was ended by signal SIGABRT"],
  [0.30001, "overflows", "Maximum call stack size exceeded"],
  [0.6, "eats", "the map took too much memory"],
  [0.8, "is shot", "the process was ended by signal SIGKILL"],
  [0.99, "hangs", "the map did not return and was stopped"],
] as const;
const LIMITS = ["--task-timeout", "4s", "--task-memory", "256M"];
const RUN = ["run", "./job.ts", "in.txt", ...LIMITS, "--split-size", FULL ? "4M" : "512K"];

interface Skipped {
  readonly file: string;
  readonly offset: number;
  readonly reason: string;
  readonly raw: { readonly start: number; readonly bytes: number } | null;
}

const sandbox = new Sandbox();
const expected: Skipped[] = [];

beforeAll(() => {
  sandbox.write("job.ts", JOB);
  const kinds = new Map(
    POISON.map(([share, kind], index) => [Math.round(share * RECORDS), { kind, index }]),
  );
  let text = "";
  for (let number = 0; number < RECORDS; number += 1) {
    const found = kinds.get(number);
    const reason = found === undefined ? "" : (POISON[found.index]?.[2] ?? "");
    if (found !== undefined)
      expected.push({ file: "in.txt", offset: text.length, reason, raw: null });
    text +=
      found === undefined ? `good ${String(number).padStart(7, "0")}\n` : `poison ${found.kind}\n`;
  }
  sandbox.write("in.txt", text);
});
afterEach(() => sandbox.expectNothingLeft());
afterAll(() => sandbox.remove());

/** From the files beside an output: each record with its bytes. */
function keptBeside(output: string): (Skipped & { readonly text: string | null })[] {
  const folder = sandbox.path(output);
  const lists = readdirSync(folder).filter((name) => /^_skipped-.*\.jsonl$/.test(name));
  return lists.toSorted().flatMap((name) => {
    const raw = readFileSync(join(folder, name.replace(/jsonl$/, "raw")));
    const lines = readFileSync(join(folder, name), "utf8").trimEnd().split("\n");
    return lines.map((line) => {
      const record = JSON.parse(line) as Skipped;
      const { start, bytes } = record.raw ?? { start: 0, bytes: 0 };
      const text = record.raw === null ? null : raw.toString("utf8", start, start + bytes);
      return { ...record, text };
    });
  });
}

describe("T08: seven poison records", () => {
  test("with a budget of 10 all are left out, listed and kept, and nothing else", () => {
    const { code, stderr, stdout } = sandbox.run(
      [...RUN, "-o", "ten", "--skip-bad", "10", "--json"],
      TIMEOUT,
    );
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    const { skipped, attempts, skippedRecords } = JSON.parse(stdout);
    expect(skippedRecords).toBe(7);
    const byOffset = (a: Skipped, b: Skipped) => a.offset - b.offset;
    const named = expected.map(({ file, offset, reason }) => ({ file, offset, reason }));
    expect([...skipped].sort(byOffset)).toEqual(named);
    // Looking for them costs no attempt.
    expect(attempts).toMatchObject({ failed: 0, lost: 0 });
    const good = RECORDS - 7;
    expect(sandbox.parts("ten").toString()).toContain(`before\t${good}\ngood\t${good}\n`);
    const kept = keptBeside("ten");
    expect(kept.map(({ file, offset, reason }) => ({ file, offset, reason }))).toEqual(named);
    expect(kept.map(({ text }) => text)).toEqual(POISON.map(([, kind]) => `poison ${kind}\n`));
    expect(sandbox.run(["verify", "ten", "-q"]).code).toBe(0);
    // An output is an input like others: what was left out does not come back.
    expect(sandbox.run(["run", "wordcount", "ten", "-o", "-"]).stdout).not.toContain("poison");
  }, 240_000);

  test("with a budget of 5 the job fails and lists what it has found", () => {
    const { code, stderr } = sandbox.run(
      [...RUN, "-o", "five", "--skip-bad", "5", "--split-size", "64M"],
      TIMEOUT,
    );
    expect(code).toBe(1);
    expect(stderr).toContain("6 bad records, 5 may be skipped:");
    for (const { file, offset, reason } of expected.slice(0, 6)) {
      expect(stderr).toContain(`${file} at byte ${offset}: ${reason}`);
    }
    expect(stderr).toContain("code      MR_TOO_MANY_BAD_RECORDS");
    expect(readdirSync(sandbox.work)).not.toContain("five");
  }, 240_000);

  test("with no budget, the default, the first fails the job, with a hint at --skip-bad", () => {
    const { code, stderr } = sandbox.run([...RUN, "-o", "none", "--split-size", "64M"]);
    expect(code).toBe(1);
    expect(stderr).toContain(`at        in.txt:${expected[0]?.offset}`);
    expect(stderr).toMatch(/hint: .*--skip-bad N/);
    sandbox.write("exits.txt", "good\npoison exits\n");
    const crashed = sandbox.run(["run", "./job.ts", "exits.txt", "-o", "none"]);
    expect(crashed.code).toBe(1);
    expect(crashed.stderr).toMatch(/hint: .*process\.exit.*--skip-bad N/);
  }, 60_000);
});

describe("a declared job", () => {
  test("leaves out what is no JSON and what is over the limit, and keeps the bytes it had", () => {
    const long = `{"k":"${"x".repeat(5_000)}"}`;
    sandbox.write("in.jsonl", `{"k":"a"}\nnonsense\n${long}\n{"k":"b"}\n{"k":`);
    sandbox.write(
      "declared.ts",
      `import { count, jsonl, mapReduce } from "mr-engine";
       export default mapReduce({ input: jsonl({ key: "k" }), reduce: count() });`,
    );
    const args = ["run", "./declared.ts", "in.jsonl", "-o", "declared", "--record-limit", "4K"];
    expect(sandbox.run([...args, "--skip-bad", "3"]).code).toBe(0);
    expect(sandbox.parts("declared").toString()).toContain("a\t1\nb\t1\n");
    expect(keptBeside("declared")).toMatchObject([
      { offset: 10, text: "nonsense\n" },
      { offset: 19, text: null, reason: expect.stringContaining("longer than 4096 bytes") },
      { offset: 19 + long.length + 1 + 10, text: '{"k":' },
    ]);
    const refused = sandbox.run([...args, "--skip-bad", "2", "--overwrite"]);
    expect(refused.stderr).toContain("3 bad records, 2 may be skipped");
  });
});

/** The record limit and 96 MiB, 128 being promised: buffers that were outgrown and not freed would take more. */
const PEAK_BYTES = (64 + 96) * 2 ** 20;

describe(`T34: a line of ${LONG_LINE_BYTES / 2 ** 20} MiB, with a limit of 64 MiB`, () => {
  beforeAll(() => {
    const file = openSync(sandbox.path("long.txt"), "w");
    writeSync(file, "first\n");
    // A hole: zeros without a line feed, and no bytes on the disk.
    ftruncateSync(file, 6 + LONG_LINE_BYTES);
    writeSync(file, "\nlast\n", 6 + LONG_LINE_BYTES);
    closeSync(file);
    sandbox.write(
      "lengths.ts",
      `import { lines, mapReduce } from "mr-engine";
       export default mapReduce({
         input: lines({ as: "bytes" }),
         map: (line: Uint8Array, emit: (key: string, value: number) => void) => emit("length", line.length),
         reduce(key, values, emit) { for (const value of values) emit(key, value); },
       });`,
    );
  });

  test("ends soon with file and offset, and without much memory", () => {
    const before = performance.now();
    const { code, stdout } = sandbox.run(["run", "./lengths.ts", "long.txt", "-o", "no", "--json"]);
    expect(code).toBe(1);
    const { error, peakMemoryBytes } = JSON.parse(stdout);
    expect(error).toMatchObject({ code: "MR_RECORD_TOO_LONG" });
    expect(error.message).toContain("long.txt: the record at byte 6 is longer than 67108864 bytes");
    expect(peakMemoryBytes).toBeLessThan(PEAK_BYTES);
    expect(performance.now() - before).toBeLessThan(FULL ? 10_000 : 20_000);
  }, 60_000);

  test("is left out by --skip-bad, and read by a job with a higher limit", () => {
    const run = ["run", "./lengths.ts", "long.txt", "--json"];
    const skipping = sandbox.run([...run, "-o", "skipping", "--skip-bad", "1"]);
    expect(skipping.code).toBe(0);
    expect(JSON.parse(skipping.stdout)).toMatchObject({
      skipped: [{ file: "long.txt", offset: 6 }],
    });
    expect(JSON.parse(skipping.stdout).peakMemoryBytes).toBeLessThan(PEAK_BYTES);
    const reading = sandbox.run([...run, "-o", "reading", "--record-limit", "1G"], TIMEOUT);
    expect({ code: reading.code, stderr: reading.stderr }).toMatchObject({ code: 0 });
    expect(sandbox.parts("reading").toString()).toContain(`length\t${LONG_LINE_BYTES}\n`);
  }, 240_000);
});

/** What goes wrong in a job's own code: told once, with the place in the code and in the data, and what to do. */

import { existsSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { jobThat, positionOf } from "./support/failing-jobs.js";
import { Sandbox } from "./support/sandbox.js";

const sandbox = new Sandbox();

beforeAll(() => {
  sandbox.write("in/a.txt", "one 1\ntwo 2\nthree 3\nfour 4\n");
});
afterEach(() => sandbox.expectNothingLeft());
afterAll(() => sandbox.remove());

function runJob(source: string, ...options: string[]) {
  sandbox.write("job.ts", source);
  const result = sandbox.run([
    "run",
    "./job.ts",
    "in",
    "-o",
    "out",
    "--progress",
    "none",
    ...options,
  ]);
  expect(existsSync(sandbox.path("out"))).toBe(false);
  return result;
}

describe("a job that throws", () => {
  test.each([
    [
      "map",
      'if (line === "three 3") throw new RangeError("no threes");',
      "in/a.txt:12",
      "map-00000",
    ],
    [
      "reduce",
      'if (key === "three") throw new RangeError("no threes");',
      'key "three"',
      "reduce-00000",
    ],
    ["setup", 'throw new RangeError("no threes");', "setup", "map-00000"],
  ] as const)(
    "in %s: names its line, the task, and the place in the data",
    (where, body, at, task) => {
      const source = jobThat(where, body);
      const { code, stdout, stderr } = runJob(source);
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      const position = positionOf(source, "new RangeError");
      expect(stderr).toContain("failed job: RangeError: no threes\n");
      expect(stderr).toContain(`source    ${sandbox.path("job.ts")}:${position}\n`);
      expect(stderr).toContain(`at        ${at}\n`);
      expect(stderr).toContain(`task      ${task}, attempt 4 (4 failures)\n`);
      // The line itself, and a mark below the place.
      expect(stderr).toMatch(/\| .*new RangeError\("no threes"\);\n +\| +\^\n/);
    },
  );

  test.each([
    ["map", "emit(line, [() => 1]);", "a function cannot be a value"],
    ["map", "emit(NaN, 1);", "NaN cannot be a key"],
    ["reduce", "emit(key, { of: { code: Symbol() } });", "a symbol cannot be a value"],
  ] as const)("in what %s calls: %s names the job's line", (where, body, message) => {
    const source = jobThat(where, body);
    const { code, stderr } = runJob(source, "--max-attempts", "1", "--verbose");
    expect(code).toBe(1);
    expect(stderr).toContain(`failed job: ${message}\n`);
    const position = positionOf(source, body);
    expect(stderr).toContain(`source    ${sandbox.path("job.ts")}:${position}\n`);
    // Our own frames are there, by name, and not by the place where they were built.
    expect(stderr).toMatch(/at .*\(mr-engine:runner\.cjs:\d+:\d+\)/);
    expect(stderr).not.toContain("/dist/");
  });

  test("is tried as often as was asked for, and no more", () => {
    const { code, stderr } = runJob(jobThat("map", 'throw new Error("x");'), "--max-attempts", "2");
    expect(code).toBe(1);
    expect(stderr).toContain("attempt 2 (2 failures)");
  });

  test("later, in a promise that nobody waits for", () => {
    const source = jobThat("map", 'void Promise.reject(new Error("too late"));');
    const { code, stderr } = runJob(source, "--max-attempts", "1");
    expect(code).toBe(1);
    expect(stderr).toContain("too late");
    expect(stderr).toContain(`${sandbox.path("job.ts")}:${positionOf(source, "new Error")}`);
  });

  test("what is no Error is shown, with the place in the data and a hint", () => {
    const { code, stderr } = runJob(jobThat("map", "throw null;"), "--max-attempts", "1");
    expect(code).toBe(1);
    expect(stderr).toContain("failed job: the job threw null\n");
    expect(stderr).toContain("at        in/a.txt:0\n");
    expect(stderr).toContain("hint: Throw an Error");
    expect(stderr).not.toContain("dist");
  });
});

describe("a job that ends its process", () => {
  const once = ["--max-attempts", "1"];

  test.each([
    ["process.exit(3);", "ended by itself with exit code 3", "must not call process.exit()"],
    ["process.abort();", "was ended by signal SIGABRT", "brought the process down"],
    ['process.kill(process.pid, "SIGKILL");', "was ended by signal SIGKILL", "short of memory"],
  ])("by %s", (body, cause, hint) => {
    const { code, stderr } = runJob(jobThat("map", body), ...once);
    expect(code).toBe(1);
    expect(stderr).toContain(`task map-00000-a1 (map): its process ${cause}`);
    expect(stderr).toMatch(new RegExp(`hint: .*${hint.replace(/[()]/g, "\\$&")}`));
  });

  test("by writing on its pipe to the agent: costs an attempt, not the worker", () => {
    const body = 'process.getBuiltinModule("node:fs").writeSync(3, "no message\\n");';
    const { code, stderr } = runJob(jobThat("map", body), ...once);
    expect(code).toBe(1);
    expect(stderr).toContain("task map-00000-a1 (map): its process was ended by signal SIGKILL");
    expect(stderr).not.toContain("worker local-1 is gone");
  });

  test("in an endless loop: is stopped after the task timeout", () => {
    const { code, stderr } = runJob(
      jobThat("reduce", "for (;;);"),
      ...once,
      "--task-timeout",
      "1s",
    );
    expect(code).toBe(1);
    expect(stderr).toContain("reduce-00000-a1 (reduce) made no progress for 1 s and was stopped");
    expect(stderr).toContain("hint: Look for an endless loop");
  });

  test("by eating all its heap", () => {
    const body = "const all: number[][] = []; for (;;) all.push(new Array(1 << 24).fill(1));";
    // Slots share the machine's memory: with more of them each heap is smaller, and sooner full.
    const { code, stderr } = runJob(jobThat("map", body), ...once, "--slots", "8");
    expect(code).toBe(1);
    expect(stderr).toContain("ran out of JavaScript heap");
    expect(stderr).toContain("hint: The job keeps too many objects alive");
  }, 60_000);
});

describe("a file that is no job", () => {
  test.each([
    [
      "a syntax error",
      "export default {\n  input: }",
      /job\.ts:2:10: Unexpected "}"/,
      /Correct this line/,
    ],
    [
      "a missing package",
      'import "no-such-package";',
      /job\.ts:1:8: Could not resolve/,
      /npm install/,
    ],
    ["no default export", "export const job = 1;", /job\.ts has no default export/, /Export a job/],
    ["another default export", "export default 42;", /is a number, not a job/, /Export a job/],
    ["an error at its top level", 'throw new Error("not today");', /not today/, null],
    [
      "an exit at its top level",
      "process.exit(7);",
      /ended its process while it was loaded/,
      /must not call/,
    ],
  ])("with %s", (_, source, message, hint) => {
    const { code, stdout, stderr } = runJob(source);
    expect({ code: code === 2 || code === 1, stdout }).toEqual({ code: true, stdout: "" });
    expect(stderr).toMatch(message);
    if (hint !== null) expect(stderr.split("\n").at(-2)).toMatch(hint);
  });
});

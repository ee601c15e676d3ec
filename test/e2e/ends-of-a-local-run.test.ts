/** However a local run ends, it leaves no process, no temporary file and nothing half-written. */

import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  descendants,
  isAlive,
  makeFolder,
  mr,
  removeFolder,
  startMr,
  until,
  type Running,
} from "./support/cli.js";

let folder = "";
let temporary = "";
beforeEach(() => {
  folder = makeFolder();
  temporary = join(folder, "tmp");
  mkdirSync(temporary);
  writeFileSync(join(folder, "in.txt"), "b\na\nb\n");
});
afterEach(() => removeFolder(folder));

const environment = () => ({ TMPDIR: temporary });

/** A job whose map waits for a program that takes longer than any test. */
async function startWaiting(): Promise<{ run: Running; processes: number[] }> {
  const words = ["run", "streaming", "in.txt", "-o", "out", "--mapper", "sleep 300"];
  const run = startMr(words, { cwd: folder, environment: environment() });
  await until("the map runs", () => run.stderr().includes("map 0/1"));
  // mr, worker, runner, shell or sleep: the program is running when the fourth generation is there.
  await until("the mapper runs", () => descendants(run.child.pid ?? 0).length >= 3);
  return { run, processes: descendants(run.child.pid ?? 0) };
}

async function expectNothingLeft(processes: readonly number[]): Promise<void> {
  await until("no process is left", () => !processes.some(isAlive));
  await until("no temporary file is left", () => readdirSync(temporary).length === 0);
  await until("no staging folder is left", () =>
    readdirSync(folder).every((name) => !name.startsWith(".out")),
  );
}

describe("a run that is ended by a signal", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s cancels the job and exits %d", async (signal, code) => {
    const { run, processes } = await startWaiting();
    run.child.kill(signal);
    const result = await run.ended;
    expect(result.code).toBe(code);
    expect(result.stderr).toContain("stopping (again to leave now)");
    expect(existsSync(join(folder, "out"))).toBe(false);
    await expectNothingLeft(processes);
  });

  test("a second Ctrl-C leaves at once", async () => {
    const { run, processes } = await startWaiting();
    run.child.kill("SIGINT");
    run.child.kill("SIGINT");
    expect((await run.ended).code).toBe(130);
    await expectNothingLeft(processes);
  });

  test("after kill -9 the workers clean up", async () => {
    const { run, processes } = await startWaiting();
    run.child.kill("SIGKILL");
    await run.ended;
    await expectNothingLeft(processes);
  });

  test.each([20, 80, 150, 250])("a Ctrl-C after %d ms is not too early", async (delayMs) => {
    const words = ["run", "streaming", "in.txt", "-o", "out", "--mapper", "sleep 300"];
    const run = startMr(words, { cwd: folder, environment: environment() });
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    const processes = descendants(run.child.pid ?? 0);
    run.child.kill("SIGINT");
    // Before the program has loaded, Node itself answers the signal.
    expect([130, null]).toContain((await run.ended).code);
    await expectNothingLeft(processes);
  });
});

describe("a run whose processes are killed", () => {
  test("goes on with another worker", async () => {
    const slow = "run streaming in.txt -o - --reducer cat --mapper".split(" ");
    const run = startMr([...slow, "sleep 1; cat"], { cwd: folder, environment: environment() });
    await until("the map runs", () => run.stderr().includes("map 0/1"));
    const [worker = 0] = descendants(run.child.pid ?? 0);
    process.kill(worker, "SIGKILL");
    const { code, stdout, stderr } = await run.ended;
    expect(stderr).toContain("starting another");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "a\nb\nb\n" });
    await expectNothingLeft([worker]);
  });
});

describe("a run that ends by itself", () => {
  test("leaves its output alone", async () => {
    const options = { cwd: folder, environment: environment() };
    expect(mr(["run", "wordcount", "in.txt", "-o", "out"], options).code).toBe(0);
    expect(readdirSync(join(folder, "out")).sort()).toEqual(["_SUCCESS", "part-r-00000"]);
    expect(readdirSync(folder).sort()).toEqual(["in.txt", "out", "tmp"]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test("shows the first lines when no output was named, and nothing else on standard output", () => {
    const { code, stdout, stderr } = mr(["run", "wordcount", "in.txt"], {
      cwd: folder,
      environment: environment(),
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "a\t1\nb\t2\n" });
    expect(stderr).toMatch(/written to +mr-output\/wordcount-/);
  });

  test("reads standard input and streams to standard output", () => {
    const { code, stdout, stderr } = mr(["run", "wordcount", "-", "-o", "-", "-q"], {
      cwd: folder,
      environment: environment(),
      input: "x y x\n",
    });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "x\t2\ny\t1\n", stderr: "" });
    expect(readdirSync(temporary)).toEqual([]);
  });

  test("failed or refused, it leaves nothing at all", () => {
    writeFileSync(join(folder, "bad.ts"), BAD_JOB);
    const options = { cwd: folder, environment: environment() };
    const failed = mr(["run", "./bad.ts", "in.txt"], options);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("bad.ts:4:54");
    expect(failed.stderr).toContain("4 failures");
    expect(failed.stderr).toContain("in.txt:2");
    expect(mr(["run", "wordcount", "in.txt", "-o", "in.txt/out"], options).code).not.toBe(0);
    expect(readdirSync(folder).sort()).toEqual(["bad.ts", "in.txt", "tmp"]);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

const BAD_JOB = `import { lines, mapReduce, sum } from "mr-engine";
export default mapReduce({
  input: lines(),
  map(line, emit) { if (!emit || line === "a") throw new Error("no a please"); emit(line, 1); },
  reduce: sum(),
});
`;

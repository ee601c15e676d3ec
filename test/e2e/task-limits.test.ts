/**
 * A task over its memory, in an endless loop, leaking processes or bringing its process down is stopped and named; its
 * worker and its neighbours do not notice.
 */

import { readdirSync, readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { isAlive, until } from "./support/cli.js";
import { Cluster, documentOf } from "./support/cluster.js";
import { Sandbox } from "./support/sandbox.js";

const FULL = process.env["MR_FULL"] === "1";
const BUSY_SECONDS = FULL ? 60 : 12;
const ROUNDS = FULL ? 25 : 1;
const LIMIT_MIB = 200;

/** Each writes down when it had taken 110 % of the limit, and then waits: who is stopped late is seen. */
const GLUTTONS = `
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { lines, mapReduce, param } from "mr-engine";

const OVER = ${Math.ceil(LIMIT_MIB * 1.1)} * 2 ** 20;
const all: unknown[] = [];
function eat(kind: string): void {
  if (kind === "heap") all.push(Array.from({ length: 10_000 }, (_, n) => ({ n })));
  if (kind === "strings") all.push(Buffer.alloc(1 << 20, String(all.length % 10)).toString("latin1"));
  if (kind === "buffers") all.push(Buffer.alloc(16 << 20, 1));
  if (kind === "children") {
    const code = "const b = Buffer.alloc(64 << 20, 1); for (;;) b[0];";
    all.push(spawn(process.execPath, ["-e", code], { stdio: "ignore" }));
  }
}

export default mapReduce({
  params: { kind: param.string(), note: param.string() },
  input: lines(),
  map(_line, emit, { params: { kind, note } }) {
    if (kind === "children") for (let n = 0; n < 3; n += 1) eat(kind);
    else while (process.memoryUsage.rss() < OVER * 1.1) eat(kind);
    writeFileSync(note, String(Date.now()));
    for (;;) if (all.length === 0) emit("never", 1);
  },
  reduce(key, values, emit) { for (const value of values) emit(key, value); },
});
`;

const NEIGHBOUR = `
import { lines, mapReduce, sum } from "mr-engine";
const cell = new Int32Array(new SharedArrayBuffer(4));
export default mapReduce({
  input: lines(),
  map(line, emit) { Atomics.wait(cell, 0, 0, 40); emit(line, 1); },
  reduce: sum(),
});
`;

const sandbox = new Sandbox();
let cluster: Cluster;

beforeAll(async () => {
  sandbox.write("glutton.ts", GLUTTONS);
  sandbox.write("neighbour.ts", NEIGHBOUR);
  sandbox.write("one.txt", "one\n");
  sandbox.write("many.txt", Array.from({ length: 60 }, (_, n) => `${n}\n`).join(""));
  cluster = await Cluster.start(sandbox, 2, ["--slots", "2"]);
});
afterEach(() => expect(workersAlive()).toBe(true));
afterAll(async () => {
  await cluster.stop();
  await sandbox.expectNothingLeft();
  await sandbox.remove();
});

function workersAlive(): boolean {
  return cluster.workers.every(({ running }) => isAlive(running.child.pid ?? 0));
}

interface HistoryFact {
  readonly at: number;
  readonly kind: string;
  readonly attempt?: { readonly index: number; readonly attempt: number; readonly stage: string };
  readonly worker?: string;
  readonly failure?: { readonly kind: string; readonly error: { readonly code: string } };
}

function historyOf(job: string): HistoryFact[] {
  const { stdout } = sandbox.run(["history", job, ...cluster.access, "--json"]);
  return (JSON.parse(stdout) as { facts: HistoryFact[] }).facts;
}

describe("T32: a task over its memory", () => {
  test.each(["heap", "strings", "buffers", "children"])(
    "by %s",
    async (kind) => {
      let latestMs = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        const note = sandbox.path(`note-${kind}-${round}`);
        const neighbour = cluster.run([
          "./neighbour.ts",
          "many.txt",
          "-o",
          `n-${kind}-${round}`,
          "--json",
          "-q",
        ]);
        const glutton = await cluster.run([
          ...["./glutton.ts", "one.txt", "--kind", kind, "--note", note, "-o", "never", "--json"],
          ...["--task-memory", `${LIMIT_MIB}M`, "--max-attempts", "1"],
        ]).ended;
        expect(glutton.code).toBe(1);
        const { error, job } = JSON.parse(glutton.stdout);
        expect(error).toMatchObject({ code: "MR_OUT_OF_MEMORY" });
        expect(error.message).toContain(`more than its ${LIMIT_MIB} MiB`);
        const ended = historyOf(job).find(({ kind: fact }) => fact === "attempt-ended");
        // Not there when it was stopped before it could say that it was over.
        const overAt = noteIn(note) ?? Number(ended?.at);
        latestMs = Math.max(latestMs, Number(ended?.at) - overAt);
        expect(latestMs).toBeLessThan(2_000);
        const { attempts } = documentOf(await neighbour.ended);
        expect(attempts).toMatchObject({ failed: 0, lost: 0 });
      }
      if (FULL)
        console.info(
          `T32 by ${kind}: ${ROUNDS} of ${ROUNDS} stopped, at the latest after ${latestMs} ms`,
        );
      await until("its children are gone", () => sandbox.processes().every((id) => !isGlutton(id)));
    },
    FULL ? 1_200_000 : 60_000,
  );
});

function noteIn(path: string): number | null {
  try {
    // Empty when it was stopped while it wrote.
    return Number(readFileSync(path, "utf8")) || null;
  } catch {
    return null;
  }
}

function isGlutton(id: number): boolean {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8").includes("Buffer.alloc(64");
  } catch {
    return false;
  }
}

test("F24: a machine short of memory ends tasks before agents", async () => {
  const agents = cluster.workers.map(({ running }) => oomScoreOf(running.child.pid ?? 0));
  // One that has just been forked says so in a moment.
  await until("all runners go first", () => {
    const runners = sandbox.processesOf("runner");
    return runners.length > 0 && runners.every((id) => oomScoreOf(id) > Math.max(...agents));
  });
});

function oomScoreOf(id: number): number {
  try {
    return Number(readFileSync(`/proc/${id}/oom_score_adj`, "utf8"));
  } catch {
    return Number.NEGATIVE_INFINITY;
  }
}

describe("an endless loop", () => {
  test("past the task timeout is stopped and named", async () => {
    sandbox.write("loop.ts", NEIGHBOUR.replace("Atomics.wait(cell, 0, 0, 40);", "for (;;);"));
    const args = ["./loop.ts", "one.txt", "-o", "never", "--task-timeout", "1s", "--json"];
    const { code, stdout } = await cluster.run([...args, "--max-attempts", "1"]).ended;
    expect(code).toBe(1);
    expect(JSON.parse(stdout).error).toMatchObject({ code: "MR_TASK_TIMEOUT" });
  }, 30_000);
});

describe("processes that a task leaves behind", () => {
  test.each([
    ["a child", '"sleep", ["611"], { stdio: "ignore" }'],
    ["a child in its own session", '"sleep", ["611"], { stdio: "ignore", detached: true }'],
    ["an orphan", '"setsid", ["sh", "-c", "sleep 611 & exit"], { stdio: "ignore" }'],
  ])(
    "%s: is ended after the task and named in the log",
    async (_, spawning) => {
      sandbox.write(
        "leak.ts",
        `import { spawn } from "node:child_process";
       import { lines, mapReduce, sum } from "mr-engine";
       export default mapReduce({
         input: lines(),
         setup() { spawn(${spawning}); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300); },
         map(line, emit) { emit(line, 1); },
         reduce: sum(),
       });`,
      );
      const { code, stdout } = await cluster.run([
        "./leak.ts",
        "one.txt",
        "-o",
        "leak",
        "--overwrite",
        "--json",
        "-q",
      ]).ended;
      expect(code).toBe(0);
      const { stdout: log } = sandbox.run(["logs", JSON.parse(stdout).job, ...cluster.access]);
      expect(log).toMatch(
        /task map-00000-a1 left processes running, they were ended: .*sleep \(\d+\)/,
      );
      await until("no sleep is left", () => !sandbox.processes().some(isSleep), 5_000);
    },
    30_000,
  );
});

function isSleep(id: number): boolean {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8").startsWith("sleep\0");
  } catch {
    return false;
  }
}

describe("T05: a task that kills its process", () => {
  test("has exactly 4 attempts on both workers, and three neighbour jobs have no failure", async () => {
    sandbox.write(
      "poison.ts",
      NEIGHBOUR.replace("emit(line, 1);", 'if (line === "one") process.abort(); emit(line, 1);'),
    );
    const neighbours = [1, 2, 3].map((n) =>
      cluster.run(["./neighbour.ts", "many.txt", "-o", `neighbour-${n}`, "--json", "-q"]),
    );
    const { code, stdout } = await cluster.run(["./poison.ts", "one.txt", "-o", "never", "--json"])
      .ended;
    expect(code).toBe(1);
    const { error, job } = JSON.parse(stdout);
    expect(error).toMatchObject({ code: "MR_RUNNER_CRASHED" });
    const started = historyOf(job).filter(
      ({ kind, attempt }) => kind === "attempt-started" && attempt?.stage === "map",
    );
    expect(started).toHaveLength(4);
    expect(new Set(started.map(({ worker }) => worker)).size).toBe(2);
    for (const neighbour of neighbours) {
      expect(documentOf(await neighbour.ended).attempts).toMatchObject({ failed: 0, lost: 0 });
    }
  }, 60_000);
});

describe(`T26: loops of ${BUSY_SECONDS} s on all slots`, () => {
  test(
    "make no worker look dead",
    async () => {
      sandbox.write(
        "busy.ts",
        NEIGHBOUR.replace(
          "Atomics.wait(cell, 0, 0, 40);",
          `const end = Date.now() + ${BUSY_SECONDS * 1_000}; while (Date.now() < end);`,
        ),
      );
      for (const name of ["a", "b", "c", "d"])
        sandbox.write(`busy/${name}.txt`, `${name.repeat(1_500)}\n`);
      const args = ["./busy.ts", "busy", "--split-size", "1K", "-o", "busy-out", "--json", "-q"];
      const { attempts } = documentOf(await cluster.run(args).ended);
      expect(attempts).toMatchObject({ failed: 0, lost: 0 });
      expect(readdirSync(sandbox.path("busy-out"))).toContain("_SUCCESS");
    },
    BUSY_SECONDS * 2_000 + 40_000,
  );
});

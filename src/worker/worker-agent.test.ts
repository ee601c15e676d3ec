/** Attempts from assignment to outcome, with real runner processes and a master by hand. */

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { AgentRig, AgentWorkshop, type RigOptions } from "../../test/e2e/support/agent-rig.js";
import { attemptOf } from "../../test/e2e/support/fake-master.js";
import { isRunning, until } from "../../test/e2e/support/processes.js";
import type { CodeRef } from "../engine/job.js";

const workshop = new AgentWorkshop();
let rig: AgentRig;

async function start(options: RigOptions = {}): Promise<void> {
  rig = await AgentRig.start(workshop, options);
  await until("the worker has joined", () => rig.master.sessions.length > 0);
}

function bundle(text: string): { code: CodeRef; sha256: string; bytes: Buffer } {
  const bytes = Buffer.from(text);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return {
    code: { kind: "bundle", sha256, sizeBytes: bytes.length, file: "job.ts" },
    sha256,
    bytes,
  };
}

beforeAll(() => workshop.build());
afterAll(() => workshop.remove());
afterEach(() => rig.close());

describe("an attempt that succeeds", () => {
  test("is reported with what it used, leaves its segments and nothing else", async () => {
    await start();
    rig.master.assign(attemptOf(0), { do: "succeed", segments: true });
    const report = await rig.master.succeeded(attemptOf(0));
    expect(report.peakMemoryBytes).toBeGreaterThan(10 << 20);
    expect(report.cpuMs).toBeGreaterThanOrEqual(0);
    const job = join(rig.workDirectory, "job-1");
    expect(filesBelow(job)).toEqual(["map-00000-a1.segments"]);
    expect(rig.serving?.resolve("job-1", "map-00000-a1")).toBe(join(job, "map-00000-a1.segments"));
    expect(rig.serving?.resolve("job-1", "../worker.json")).toBeUndefined();
    expect(rig.serving?.token()).toBe("data-token");
  });

  test("leaves a process that runs the next attempt of the job without loading it again", async () => {
    await start();
    rig.master.assign(attemptOf(0), { do: "succeed" });
    const first = await rig.master.succeeded(attemptOf(0));
    rig.master.assign(attemptOf(1), { do: "succeed" });
    const second = await rig.master.succeeded(attemptOf(1));
    expect(second.counters).toEqual({ ...first.counters, loads: 1 });
  });

  test("hands what it prints to the master as log lines", async () => {
    await start();
    rig.master.assign(attemptOf(0), { do: "print", text: "hello" });
    await rig.master.succeeded(attemptOf(0));
    await until("all lines have come", () => rig.master.logLines().length === 3);
    expect(rig.master.logLines().toSorted()).toEqual(["error: hello", "hello", "log: hello"]);
    expect(rig.master.of("log").every(({ attempt }) => attempt.index === 0)).toBe(true);
  });
});

describe("sources", () => {
  const location = (index: number, attempt = 1) => ({
    index,
    attempt,
    worker: "w",
    incarnation: "i",
    hostId: "h",
    dataAddress: "a:1",
    path: `/s/${index}`,
    sizeBytes: 1,
  });

  test("reach a task that started before they were known, and end when all are there", async () => {
    await start();
    const { master } = rig;
    const send = (...indexes: number[]) =>
      master.send({
        kind: "sources",
        job: attemptOf(0).job,
        stage: "map",
        tasks: 3,
        outputs: indexes.map((index) => location(index)) as never,
      });
    master.assign(attemptOf(0, 1, "reduce"), { do: "sources", stage: "map" });
    await until(
      "the task waits",
      () => rig.master.of("heartbeat").at(-1)?.progress[0]?.bytes === 1,
    );
    send(0);
    send(2, 0);
    expect(master.of("succeeded")).toEqual([]);
    send(1);
    const { counters } = await master.succeeded(attemptOf(0, 1, "reduce"));
    expect(counters.locations).toBe(4);
  });

  test("waiting for them is not standing still", async () => {
    await start();
    const reduce = attemptOf(0, 1, "reduce");
    rig.master.assign(
      reduce,
      { do: "sources", stage: "map" },
      { settings: { taskTimeoutMs: 150 } },
    );
    await until("the task is there", () =>
      rig.master.of("heartbeat").some(({ progress }) => progress.length === 1),
    );
    const beats = rig.master.of("heartbeat").length;
    await until("time has passed", () => rig.master.of("heartbeat").length > beats + 10);
    expect(rig.master.of("ended")).toEqual([]);
  });
});

test("too many open files, of a task or of its own, are in the worker's log", async () => {
  await start();
  rig.master.assign(attemptOf(0), { do: "throw", message: "EMFILE: too many open files" });
  await rig.master.failure(attemptOf(0));
  rig.serving?.trouble(new Error("accept EMFILE"));
  expect(rig.warnings).toEqual([
    "too many open files: Error: EMFILE: too many open files; raise the limit (ulimit -n)",
  ]);
});

describe("an attempt that fails", () => {
  test("by throwing: the user's own stack, and where in the data", async () => {
    await start();
    rig.master.assign(attemptOf(0), { do: "throw" });
    const failure = await rig.master.failure(attemptOf(0));
    expect(failure).toMatchObject({
      kind: "failed",
      where: "input.txt:42",
      error: { code: "MR_USER_CODE", message: "Error: no such luck" },
    });
    expect(JSON.stringify(failure)).toContain("at misbehave");
    expect(filesBelow(join(rig.workDirectory, "job-1"))).toEqual([]);
  });

  test.each([
    ["throw-later", "thrown in a timer"],
    ["reject-later", "rejected in the dark"],
  ] as const)("by %s, outside of any call of ours", async (what, message) => {
    await start();
    rig.master.assign(attemptOf(0), { do: what });
    expect(await rig.master.failure(attemptOf(0))).toMatchObject({
      kind: "failed",
      error: { code: "MR_USER_CODE", message: `Error: ${message}` },
    });
  });

  test("by exit: told with the exit code and the last words, and the next attempt runs", async () => {
    await start();
    rig.master.assign(attemptOf(0), { do: "exit", code: 7 });
    const failure = await rig.master.failure(attemptOf(0));
    expect(failure).toMatchObject({ kind: "failed", error: { code: "MR_RUNNER_CRASHED" } });
    expect(JSON.stringify(failure)).toMatch(/exit code 7.*about to leave/);
    rig.master.assign(attemptOf(0, 2), { do: "succeed" });
    await rig.master.succeeded(attemptOf(0, 2));
  });

  test("by a signal: told by its name", async () => {
    await start();
    rig.master.assign(attemptOf(0), { do: "signal", signal: "SIGKILL" });
    expect(JSON.stringify(await rig.master.failure(attemptOf(0)))).toContain("signal SIGKILL");
  });

  test("by eating the heap: only its process dies, and the message says so", async () => {
    await start({ heapMegabytes: 40 });
    rig.master.assign(attemptOf(0), { do: "eat-heap" });
    const failure = await rig.master.failure(attemptOf(0));
    expect(JSON.stringify(failure)).toContain("ran out of JavaScript heap");
  });

  test("by a fetch failure: names the outputs and keeps the process", async () => {
    await start();
    rig.master.assign(attemptOf(0), { do: "fetch-failure" });
    expect(await rig.master.failure(attemptOf(0))).toMatchObject({
      kind: "fetch-failed",
      stage: "map",
      sources: [{ index: 3, attempt: 2 }],
    });
    rig.master.assign(attemptOf(1), { do: "succeed" });
    expect((await rig.master.succeeded(attemptOf(1))).counters.loads).toBe(1);
  });

  test("by standing still: stopped after its time, in an endless loop or asleep", async () => {
    await start({ slots: 2 });
    const settings = { taskTimeoutMs: 300 };
    rig.master.assign(attemptOf(0), { do: "spin" }, { settings });
    rig.master.assign(attemptOf(1), { do: "hang" }, { settings });
    for (const index of [0, 1]) {
      expect(await rig.master.failure(attemptOf(index))).toMatchObject({
        kind: "failed",
        error: { code: "MR_TASK_TIMEOUT" },
      });
    }
  });
});

describe("a busy runner", () => {
  test("does not keep the worker from beating", async () => {
    await start();
    rig.master.assign(attemptOf(0), { do: "spin" });
    const beating = () =>
      rig.master.of("heartbeat").filter(({ progress }) => progress.length === 1).length;
    await until("it runs", () => beating() > 0);
    const before = performance.now();
    const count = beating();
    await until("five more beats", () => beating() >= count + 5);
    // 5 beats of 50 ms +-10 %; the rest is for a slow machine.
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  test("is gone at once when the master stops the attempt", async () => {
    await start();
    const [first] = rig.agent.runnerProcessIds;
    rig.master.assign(attemptOf(0), { do: "spin" });
    await until("it runs", () =>
      rig.master.of("heartbeat").some(({ progress }) => progress.length === 1),
    );
    rig.master.send({ kind: "stop", attempt: attemptOf(0), reason: "backup won" });
    expect(await rig.master.failure(attemptOf(0))).toEqual({ kind: "stopped" });
    await until("the process is gone", () => first !== undefined && !isRunning(first));
    rig.master.assign(attemptOf(1), { do: "succeed" });
    await rig.master.succeeded(attemptOf(1));
  });

  test("takes its grandchildren along when it is stopped", async () => {
    await start();
    const path = join(workshop.folder, "stopped-pids.json");
    rig.master.assign(attemptOf(0), { do: "grandchild-and-spin", path });
    await until("it runs", () => existsSync(path));
    const pids = await readProcessIds(path);
    rig.master.send({ kind: "stop", attempt: attemptOf(0), reason: "cancelled" });
    await rig.master.outcome(attemptOf(0));
    await until("both are gone", () => !isRunning(pids.runner) && !isRunning(pids.grandchild));
  });
});

describe("slots", () => {
  test("run one attempt each; the next one waits for its turn", async () => {
    await start({ slots: 2 });
    const gate = join(workshop.folder, `gate-${Math.random()}`);
    for (const index of [0, 1, 2]) {
      rig.master.assign(attemptOf(index), { do: "wait-for-file", path: gate });
    }
    await until("all are here", () =>
      rig.master.of("heartbeat").some(({ progress }) => progress.length === 3),
    );
    writeFileSync(gate, "");
    const reports = await Promise.all([0, 1, 2].map((n) => rig.master.succeeded(attemptOf(n))));
    expect(new Set(reports.map(({ counters }) => counters.processId)).size).toBe(2);
  });

  test("an attempt that is stopped while it waits never runs", async () => {
    await start();
    rig.master.assign(attemptOf(0), { do: "spin" });
    rig.master.assign(attemptOf(1), { do: "succeed" });
    await until("both are here", () =>
      rig.master.of("heartbeat").some(({ progress }) => progress.length === 2),
    );
    rig.master.send({ kind: "stop", attempt: attemptOf(1), reason: "cancelled" });
    expect(await rig.master.failure(attemptOf(1))).toEqual({ kind: "stopped" });
  });
});

describe("bundles", () => {
  test("are fetched, checked, and each job's code runs in a process of its own", async () => {
    const one = bundle("one");
    const two = bundle("two");
    await start({ bundles: { [one.sha256]: one.bytes, [two.sha256]: two.bytes } });
    rig.master.assign(attemptOf(0), { do: "succeed" }, { code: one.code });
    rig.master.assign(attemptOf(1), { do: "succeed" }, { code: one.code });
    const first = await rig.master.succeeded(attemptOf(0));
    const second = await rig.master.succeeded(attemptOf(1));
    const other = attemptOf(0, 1, "map", "job-2");
    rig.master.assign(other, { do: "succeed" }, { code: two.code });
    const third = await rig.master.succeeded(other);
    expect(second.counters.processId).toBe(first.counters.processId);
    expect(third.counters.processId).not.toBe(first.counters.processId);
  });

  test("with other bytes than announced are refused and never loaded", async () => {
    const one = bundle("one");
    await start({ bundles: { [one.sha256]: Buffer.from("changed") } });
    rig.master.assign(attemptOf(0), { do: "succeed" }, { code: one.code });
    const failure = await rig.master.failure(attemptOf(0));
    expect(failure).toMatchObject({ kind: "lost", error: { code: "MR_JOB_INVALID" } });
    expect(existsSync(join(rig.workDirectory, "bundles", `${one.sha256}.mjs`))).toBe(false);
  });
});

describe("discard", () => {
  test("stops the job's attempts and removes all its files", async () => {
    await start({ slots: 2 });
    rig.master.assign(attemptOf(0), { do: "succeed", segments: true });
    await rig.master.succeeded(attemptOf(0));
    const path = join(workshop.folder, "discarded-pids.json");
    rig.master.assign(attemptOf(1), { do: "grandchild-and-spin", path });
    await until("it runs", () => existsSync(path));
    rig.master.send({ kind: "discard", job: attemptOf(0).job });
    expect(await rig.master.failure(attemptOf(1))).toEqual({ kind: "stopped" });
    await until("the files are gone", () => !existsSync(join(rig.workDirectory, "job-1")));
    expect(rig.serving?.resolve("job-1", "map-00000-a1")).toBeUndefined();
  });
});

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function readProcessIds(path: string): Promise<{ runner: number; grandchild: number }> {
  await until("the file is whole", () => readFileSync(path, "utf8").endsWith("}"));
  return JSON.parse(readFileSync(path, "utf8")) as { runner: number; grandchild: number };
}

describe("a machine", () => {
  const GIB = 2 ** 30;
  const room = (freeBytes: number) => ({ memory: [{ totalBytes: GIB / 8, freeBytes }], disk: [] });
  const said = () => rig.master.of("heartbeat").at(-1)?.shortOf;

  test("that is short of memory is told of at once, and again when it has enough", async () => {
    await start();
    expect(rig.master.session.request.hello.shortOf).toBeNull();
    rig.room = room(GIB / 64);
    await until("the master has heard", () => said() === "memory");
    rig.room = room(GIB / 16);
    await until("the master has heard", () => said() === null);
  });

  test.runIf(process.platform === "linux")(
    "out of memory ends runners before their agent",
    async () => {
      await start();
      await until("there is a runner", () => rig.agent.runnerProcessIds.length > 0);
      const score = (id: number) => Number(readFileSync(`/proc/${id}/oom_score_adj`, "utf8"));
      for (const id of rig.agent.runnerProcessIds)
        expect(score(id)).toBeGreaterThan(score(process.pid));
    },
  );

  test("whose memory is nearly gone loses its largest task, uncharged, and not the other", async () => {
    await start({ slots: 2 });
    const grandchild = join(workshop.folder, "pids.json");
    rig.master.assign(attemptOf(0), { do: "hang" });
    rig.master.assign(attemptOf(1), { do: "grandchild-and-spin", path: grandchild });
    await until("both run", () => existsSync(grandchild));
    const beats = rig.master.of("heartbeat").length;
    await until("both were measured", () => rig.master.of("heartbeat").length > beats + 12);
    rig.room = room(0);
    const failure = await rig.master.failure(attemptOf(1));
    expect(failure).toMatchObject({ kind: "lost", error: { code: "MR_OUT_OF_MEMORY" } });
    expect(rig.warnings.at(-1)).toContain("map-00001-a1 took");
    rig.room = room(GIB / 16);
    expect(said()).toBe("memory");
    expect(rig.master.of("ended")).toHaveLength(1);
  });
});

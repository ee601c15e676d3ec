/** A worker and its master over the life of several sessions. */

import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { AgentRig, AgentWorkshop, type RigOptions } from "../../test/e2e/support/agent-rig.js";
import { attemptOf } from "../../test/e2e/support/fake-master.js";
import { isRunning, until } from "../../test/e2e/support/processes.js";
import { MrError } from "../engine/error.js";

const workshop = new AgentWorkshop();
let rig: AgentRig;

async function start(options: RigOptions = {}): Promise<void> {
  rig = await AgentRig.start(workshop, options);
  await until("the worker has joined", () => rig.master.sessions.length > 0);
}

async function sessions(count: number): Promise<void> {
  await until(`${count} sessions`, () => rig.master.sessions.length === count);
}

const running = () => rig.master.of("heartbeat").at(-1)?.progress.length ?? 0;
const helloOf = (index: number) => rig.master.sessions[index]?.request.hello.info;

beforeAll(() => workshop.build());
afterAll(() => workshop.remove());
afterEach(() => rig.close());

describe("a broken session", () => {
  test("is dialled again within a second, by the same incarnation", async () => {
    await start();
    const before = performance.now();
    rig.master.session.break();
    await sessions(2);
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(helloOf(1)).toEqual(helloOf(0));
  });

  test("keeps its attempts for a master that was restarted", async () => {
    await start();
    rig.master.assign(attemptOf(0), { do: "spin" });
    await until("it runs", () => running() === 1);
    rig.master.epoch += 1;
    rig.master.session.break();
    await sessions(2);
    rig.master.received.length = 0;
    await until("the attempt is named again", () => running() === 1);
    expect(rig.master.of("ended")).toEqual([]);
  });

  test("loses no outcome: what ended meanwhile, or just before, is told to the next one", async () => {
    await start();
    const gate = join(workshop.folder, "gate");
    rig.master.assign(attemptOf(0), { do: "succeed" });
    await rig.master.succeeded(attemptOf(0));
    rig.master.assign(attemptOf(1), { do: "wait-for-file", path: gate });
    await until("it runs", () => running() === 1);
    rig.master.refusal = new MrError("MR_UNREACHABLE", "gone");
    rig.master.session.break();
    rig.master.received.length = 0;
    writeFileSync(gate, "");
    await until("it has noticed", () => rig.warnings.length >= 2);
    rig.master.refusal = null;
    await rig.master.succeeded(attemptOf(1));
    await rig.master.succeeded(attemptOf(0));
  });

  test("an attempt assigned again is not run again", async () => {
    await start();
    rig.master.assign(attemptOf(0), { do: "succeed" });
    await rig.master.succeeded(attemptOf(0));
    rig.master.session.break();
    await sessions(2);
    rig.master.received.length = 0;
    rig.master.assign(attemptOf(0), { do: "throw" });
    await rig.master.succeeded(attemptOf(0));
  });

  test("stopping an attempt that never arrived is answered", async () => {
    await start();
    rig.master.send({ kind: "stop", attempt: attemptOf(5), reason: "cancelled" });
    expect(await rig.master.failure(attemptOf(5))).toEqual({ kind: "stopped" });
  });

  test("ends a worker that was told never to reconnect, and leaves nothing", async () => {
    await start({ reconnect: "never" });
    const [runner] = rig.agent.runnerProcessIds;
    rig.master.session.break();
    expect(await rig.agent.closed).toContain("connection reset");
    expect(rig.agent.failure?.code).toBe("MR_UNREACHABLE");
    expect(existsSync(rig.workDirectory)).toBe(false);
    expect(runner !== undefined && isRunning(runner)).toBe(false);
  });
});

test("tells every master what it runs and keeps, and stops what that one does not want", async () => {
  await start();
  rig.master.assign(attemptOf(1), { do: "succeed", segments: true });
  await rig.master.succeeded(attemptOf(1));
  rig.master.assign(attemptOf(0), { do: "spin" });
  await until("it runs", () => running() === 1);
  rig.master.session.break();
  await sessions(2);
  const hello = rig.master.session.request.hello;
  expect(hello.running).toEqual([attemptOf(0)]);
  expect(hello.kept.map(({ attempt }) => attempt)).toEqual([attemptOf(1)]);
  rig.master.send({ kind: "stop", attempt: attemptOf(0), reason: "given to others" });
  expect(await rig.master.failure(attemptOf(0))).toEqual({ kind: "stopped" });
});

describe("a refusal", () => {
  test("as stale begins a new life: another incarnation, which runs nothing of the old one", async () => {
    await start();
    rig.master.assign(attemptOf(0), { do: "succeed", segments: true });
    await rig.master.succeeded(attemptOf(0));
    rig.master.assign(attemptOf(1), { do: "spin" });
    await until("it runs", () => running() === 1);
    rig.master.session.end(new MrError("MR_STALE", "you were declared dead"));
    await sessions(2);
    expect(helloOf(1)?.incarnation).not.toBe(helloOf(0)?.incarnation);
    await until("nothing runs", () => running() === 0);
    const { kept } = rig.master.session.request.hello;
    expect(kept.map(({ attempt }) => attempt)).toEqual([attemptOf(0)]);
    rig.master.send({ kind: "discard", job: attemptOf(0).job });
    await until("the past is gone", () => !existsSync(join(rig.workDirectory, "job-1")));
  });

  test.each(["MR_UNAUTHENTICATED", "MR_VERSION_SKEW"] as const)(
    "with %s ends the worker: trying again would not help",
    async (code) => {
      await start();
      rig.master.refusal = new MrError(code, "no");
      rig.master.session.break();
      await rig.agent.closed;
      expect(rig.agent.failure?.code).toBe(code);
    },
  );

  test("a worker that may not reconnect says why it could not start", async () => {
    await start();
    const work = mkdtempSync(join(workshop.folder, "refused-"));
    const refused = AgentRig.start(workshop, {
      reconnect: "never",
      workDirectory: work,
      refusal: new MrError("MR_UNAUTHENTICATED", "wrong token"),
    });
    await expect(refused).rejects.toMatchObject({ code: "MR_UNAUTHENTICATED" });
    expect(existsSync(work)).toBe(false);
  });
});

describe("draining", () => {
  test("lets attempts finish, takes no new ones, says goodbye and leaves nothing", async () => {
    await start({ slots: 2 });
    const gate = join(workshop.folder, "drain-gate");
    rig.master.assign(attemptOf(0), { do: "wait-for-file", path: gate });
    await until("it runs", () => running() === 1);
    rig.master.send({ kind: "drain" });
    rig.master.assign(attemptOf(1), { do: "succeed" });
    expect(await rig.master.failure(attemptOf(1))).toMatchObject({ kind: "lost" });
    expect(rig.master.of("draining").length).toBe(1);
    writeFileSync(gate, "");
    await rig.master.succeeded(attemptOf(0));
    expect(await rig.agent.closed).toBe("drained");
    expect(rig.master.of("goodbye")).toEqual([{ kind: "goodbye", reason: "drained" }]);
    expect(existsSync(rig.workDirectory)).toBe(false);
  });

  test("waits no longer than it may", async () => {
    await start({ drainMs: 100 });
    rig.master.assign(attemptOf(0), { do: "spin" });
    await until("it runs", () => running() === 1);
    await rig.agent.drain();
    expect(await rig.master.failure(attemptOf(0))).toMatchObject({ kind: "lost" });
  });

  test("waits for no master: a session that breaks meanwhile starts no timer", async () => {
    await start();
    const timers = vi.spyOn(globalThis, "setTimeout");
    const closed = rig.agent.close();
    rig.master.session.break();
    await closed;
    const longest = Math.max(0, ...timers.mock.calls.map(([, delayMs]) => delayMs ?? 0));
    timers.mockRestore();
    expect(longest).toBeLessThan(60_000);
  });
});

describe("the work directory", () => {
  test("of a dead worker is taken over and emptied", async () => {
    const work = mkdtempSync(join(workshop.folder, "stale-"));
    writeFileSync(join(work, "worker.json"), JSON.stringify({ processId: 1, startedAt: "0" }));
    mkdirSync(join(work, "job-old"));
    await start({ workDirectory: work });
    expect(readdirSync(work)).toEqual(["worker.json"]);
  });

  test.each([
    ["somebody else's files", "thesis.txt", "MR_CONFIG"],
    ["a living worker", "worker.json", "MR_STATE_LOCKED"],
  ])("with %s is refused", async (_, name, code) => {
    await start();
    const work =
      name === "worker.json" ? rig.workDirectory : mkdtempSync(join(workshop.folder, "x"));
    if (name === "worker.json") {
      const stat = await import("node:fs").then(({ readFileSync }) =>
        readFileSync(`/proc/${process.ppid}/stat`, "utf8"),
      );
      const startedAt = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
      const marker = { processId: process.ppid, startedAt };
      writeFileSync(join(work, name), JSON.stringify(marker));
    } else writeFileSync(join(work, name), "mine");
    await expect(AgentRig.start(workshop, { workDirectory: work })).rejects.toMatchObject({ code });
    expect(existsSync(join(work, name))).toBe(true);
  });
});

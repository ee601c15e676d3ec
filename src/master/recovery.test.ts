import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { JobId } from "../engine/ids.js";
import type { JobView } from "../engine/view.js";
import type { MasterClient } from "../rpc/messages.js";
import { Rig, until } from "./test-rig.js";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.create();
});
afterEach(() => rig.remove());

async function lastView(client: MasterClient, job: JobId): Promise<JobView | undefined> {
  let last: JobView | undefined;
  for await (const view of client.watch(job)) last = view;
  return last;
}

const incarnation = "00000000000000aa";

describe("a master started again on the same state", () => {
  test("finishes the job that was running, and keeps what was done", async () => {
    const first = await rig.start();
    const before = await rig.worker(first.address, { working: false, incarnation });
    const spec = rig.job("one", 3);
    const job = await first.client().submit(spec);
    await until("it is assigned", () => before.of("assign").length === 2);
    const [done] = before.of("assign");
    if (done === undefined) throw new Error("an assignment was expected");
    await before.succeed(done.attempt, "line 0");
    await until("the next is assigned", () => before.of("assign").length === 3);
    await first.close();
    await until("the worker knows", () => before.closed !== null);

    const second = await rig.start();
    const after = await rig.worker(second.address);
    const view = await lastView(second.client(), job);
    expect(view?.state).toEqual({ kind: "ended", outcome: { kind: "done" } });
    const indices = after.of("assign").map(({ attempt }) => attempt.index);
    expect(indices.sort((a, b) => a - b)).toEqual([1, 2]);
    const attempts = after.of("assign").map(({ attempt }) => attempt.attempt);
    expect(attempts).toEqual([2, 2]);
    expect(await readFile(join(spec.output.path, "part-00000"), "utf8")).toBe("line 0\n");
  });

  test("goes on with workers that come back as they were", async () => {
    const first = await rig.start();
    const before = await rig.worker(first.address, { working: false, incarnation });
    const job = await first.client().submit(rig.job("one"));
    await until("both are assigned", () => before.of("assign").length === 2);
    await first.close();
    const second = await rig.start();
    const after = await rig.worker(second.address, { incarnation });
    const view = await lastView(second.client(), job);
    expect(view?.attempts).toMatchObject({ started: 2, lost: 0 });
    expect(after.of("assign").map(({ attempt }) => attempt.attempt)).toEqual([1, 1]);
  });
});

describe("a master started again", () => {
  test("still knows jobs that have ended, their keys and their history", async () => {
    const first = await rig.start();
    await rig.worker(first.address);
    const job = await first.client().submit(rig.job("one"));
    const ended = await lastView(first.client(), job);
    const history = await first.client().history(job);
    await first.close();
    const client = (await rig.start()).client();
    const known = await client.job(job);
    expect(known.state).toEqual(ended?.state);
    expect(known.counters).toEqual(ended?.counters);
    expect(await client.history(job)).toEqual(history);
    expect(await client.submit({ ...rig.job("one"), id: "jnew" as JobId })).toBe(job);
  });

  test("has a higher epoch, and shows workers the same data token", async () => {
    const seen: { epoch: number; dataToken: string }[] = [];
    for (let start = 0; start < 3; start++) {
      const master = await rig.start();
      const worker = await rig.worker(master.address);
      await until("welcome", () => worker.of("welcome").length === 1);
      const [welcome] = worker.of("welcome");
      if (welcome !== undefined) seen.push(welcome);
      await worker.close();
      await master.close();
    }
    expect(seen.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(new Set(seen.map(({ dataToken }) => dataToken)).size).toBe(1);
  });

  test("loses nothing that was acknowledged, wherever the first was cut off", async () => {
    const first = await rig.start();
    const journal = join(rig.stateDirectory, "journal-00000001");
    const jobs: JobId[] = [];
    for (const name of ["a", "b", "c"]) {
      jobs.push(await first.client().submit(rig.job(name)));
      const copy = join(rig.folder, `copy-${name}`);
      await mkdir(copy);
      await copyFile(journal, join(copy, "journal-00000001"));
      const second = await rig.start({ stateDirectory: copy });
      const known = (await second.client().jobs()).map(({ id }) => id);
      expect(known).toEqual(jobs);
      await second.close();
    }
  });
});

describe("a state directory", () => {
  test("that a living master holds is refused, and free again after its close", async () => {
    const master = await rig.start();
    await expect(rig.start()).rejects.toMatchObject({
      code: "MR_STATE_LOCKED",
      message: expect.stringContaining(String(process.pid)),
    });
    await master.close();
    await rig.start();
  });

  test("that a dead master left locked is taken over", async () => {
    await mkdir(rig.stateDirectory);
    const lock = join(rig.stateDirectory, "lock");
    for (const left of [
      JSON.stringify({ pid: 2 ** 22 + 1, startedAt: null }),
      JSON.stringify({ pid: process.pid, startedAt: "1" }),
      "",
    ]) {
      await writeFile(lock, left);
      await (await rig.start()).close();
    }
    expect(await readdir(rig.stateDirectory)).not.toContain("lock");
  });

  test("that is damaged is refused, and left as it was", async () => {
    const master = await rig.start();
    await master.client().submit(rig.job("one"));
    await master.close();
    const journal = join(rig.stateDirectory, "journal-00000001");
    const bytes = await readFile(journal);
    bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
    await writeFile(journal, bytes);
    await expect(rig.start()).rejects.toMatchObject({ code: "MR_JOURNAL_CORRUPT" });
    expect(await readdir(rig.stateDirectory)).not.toContain("lock");
  });

  test("is freed when the port is taken", async () => {
    const master = await rig.start({ stateDirectory: join(rig.folder, "other") });
    const port = Number(master.address.split(":")[1]);
    await expect(rig.start({ port })).rejects.toMatchObject({ code: "MR_PORT_IN_USE" });
    await rig.start();
  });
});

test("T25: a wall clock that jumps by an hour, either way, is noticed by nobody", async () => {
  const master = await rig.start({ heartbeatIntervalMs: 100 });
  const worker = await rig.worker(master.address, { working: false, incarnation });
  const heartbeat = setInterval(
    () => worker.send({ kind: "heartbeat", progress: [], peakMemoryBytes: 0, shortOf: null }),
    100,
  );
  const now = Date.now.bind(Date);
  try {
    const job = await master.client().submit(rig.job("one"));
    await until("both are assigned", () => worker.of("assign").length === 2);
    for (const hours of [1, -1]) {
      Date.now = () => now() + hours * 3_600_000;
      await new Promise((resolve) => setTimeout(resolve, 600));
      expect(await master.client().workers()).toMatchObject([{ state: "ready" }]);
      expect((await master.client().job(job)).attempts).toMatchObject({ lost: 0, started: 2 });
      expect(worker.closed).toBeNull();
    }
  } finally {
    Date.now = now;
    clearInterval(heartbeat);
  }
});

test("a closed master leaves no socket and no file open", async () => {
  const open = async () => ({
    files: (await readdir("/proc/self/fd")).length,
    sockets: process.getActiveResourcesInfo().filter((name) => name.startsWith("TCP")).length,
  });
  const warmUp = await rig.start();
  await warmUp.close();
  const before = await open();
  const master = await rig.start();
  const worker = await rig.worker(master.address);
  await lastView(master.client(), await master.client().submit(rig.job("one")));
  const started = performance.now();
  await master.close();
  expect(performance.now() - started).toBeLessThan(400);
  await worker.close();
  await expect.poll(open).toEqual(before);
  await expect(master.client().info()).rejects.toMatchObject({ code: "MR_UNREACHABLE" });
  await rm(rig.stateDirectory, { recursive: true });
});

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { MrError } from "../engine/error.js";
import type { JobId } from "../engine/ids.js";
import type { JobView } from "../engine/view.js";
import { createMasterClient } from "../rpc/client.js";
import type { MasterClient } from "../rpc/messages.js";
import { Rig, until } from "./test-rig.js";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.create();
});
afterEach(() => rig.remove());

async function lastView(client: MasterClient, job: JobId): Promise<JobView> {
  let last: JobView | undefined;
  for await (const view of client.watch(job)) last = view;
  if (last === undefined) throw new Error("no view");
  return last;
}

describe("a job", () => {
  test("runs on a worker over the wire and is published", async () => {
    const master = await rig.start();
    const worker = await rig.worker(master.address);
    const spec = rig.job("one", 3);
    const job = await master.client().submit(spec);
    const view = await lastView(master.client(), job);
    expect(view.state).toEqual({ kind: "ended", outcome: { kind: "done" } });
    expect((await readdir(spec.output.path)).sort()).toEqual([
      "_SUCCESS",
      "part-00000",
      "part-00001",
      "part-00002",
    ]);
    expect(await readFile(join(spec.output.path, "part-00001"), "utf8")).toBe("line 1\n");
    await until("the worker is told to forget the job", () => worker.of("discard").length > 0);
    expect((await readdir(rig.folder)).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("is described to a worker once, however many of its tasks run there", async () => {
    const master = await rig.start();
    const worker = await rig.worker(master.address);
    await lastView(master.client(), await master.client().submit(rig.job("one", 5)));
    expect(worker.received.map(({ kind }) => kind).slice(0, 4)).toEqual([
      "welcome",
      "job",
      "stage",
      "assign",
    ]);
    expect(worker.of("job")).toHaveLength(1);
    expect(worker.of("stage")).toHaveLength(1);
    expect(worker.of("assign")).toHaveLength(5);
  });

  test("that is submitted again with the same key is the same job", async () => {
    const master = await rig.start();
    const client = master.client();
    const again = { ...rig.job("one"), id: "jother" as JobId };
    const [first, second] = await Promise.all([
      client.submit(rig.job("one")),
      client.submit(again),
    ]);
    expect(second).toBe(first);
    expect(await client.submit(again)).toBe(first);
    expect(await client.jobs()).toHaveLength(1);
  });

  test("that cannot have its output is refused and leaves no trace", async () => {
    const master = await rig.start();
    await rig.worker(master.address);
    const client = master.client();
    await lastView(client, await client.submit(rig.job("one")));
    const second = { ...rig.job("two"), output: rig.job("one").output };
    await expect(client.submit(second)).rejects.toMatchObject({ code: "MR_OUTPUT_EXISTS" });
    expect(await client.jobs()).toHaveLength(1);
    const unknown = { ...rig.job("three"), type: "nothing" };
    await expect(client.submit(unknown)).rejects.toMatchObject({ code: "MR_JOB_INVALID" });
  });
});

describe("a running job", () => {
  test("that is cancelled ends, and its worker is told to stop", async () => {
    const master = await rig.start();
    const worker = await rig.worker(master.address, { working: false });
    const client = master.client();
    const job = await client.submit(rig.job("one"));
    await until("both tasks are assigned", () => worker.of("assign").length === 2);
    await client.cancel(job, "not needed");
    const view = await lastView(client, job);
    expect(view.state).toEqual({
      kind: "ended",
      outcome: { kind: "cancelled", reason: "not needed" },
    });
    await until("the worker hears of it", () => worker.of("stop").length === 2);
  });

  test("goes to another worker as soon as the connection to the first is lost", async () => {
    const master = await rig.start();
    const first = await rig.worker(master.address, { name: "w1", working: false });
    const job = await master.client().submit(rig.job("one"));
    await until("it is assigned", () => first.of("assign").length === 2);
    await rig.worker(master.address, { name: "w2" });
    const started = performance.now();
    await first.close();
    const view = await lastView(master.client(), job);
    expect(view.state).toMatchObject({ outcome: { kind: "done" } });
    expect(view.attempts.lost).toBe(2);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe("a client over the wire", () => {
  test("gets the answers of a client in the process", async () => {
    const master = await rig.start();
    const worker = await rig.worker(master.address);
    const near = master.client();
    const far = createMasterClient({ address: master.address, token: null });
    try {
      const job = await far.submit(rig.job("one"));
      expect(await lastView(far, job)).toEqual(await lastView(near, job));
      expect(await far.job(job)).toEqual(await near.job(job));
      expect(await far.jobs()).toEqual(await near.jobs());
      expect(await far.info()).toEqual(await near.info());
      expect(await far.history(job)).toEqual(await near.history(job));
      expect((await far.history(job)).at(-1)?.kind).toBe("job-ended");
      const [nearWorker] = await near.workers();
      expect(await far.workers()).toMatchObject([{ worker: nearWorker?.worker, slots: 2 }]);
      const lines = async (client: MasterClient, follow: boolean) => {
        const texts: string[] = [];
        for await (const { text } of client.logs(job, follow)) texts.push(text);
        return texts.sort();
      };
      expect(await lines(far, true)).toEqual(["writing line 0", "writing line 1"]);
      expect(await lines(far, false)).toEqual(await lines(near, true));
      await far.drain("w1");
      await until("the worker is told", () => worker.of("drain").length === 1);
    } finally {
      await far.close();
    }
  });

  test("gets the same refusals", async () => {
    const master = await rig.start();
    const near = master.client();
    const far = createMasterClient({ address: master.address, token: null });
    const asked: ((client: MasterClient) => Promise<unknown>)[] = [
      (client) => client.job("jnone" as JobId),
      (client) => client.cancel("jnone" as JobId, "why"),
      (client) => client.history("jnone" as JobId),
      (client) => lastView(client, "jnone" as JobId),
      (client) => client.drain("nobody"),
      (client) => client.putBundle("0".repeat(64), Buffer.from("x")),
    ];
    try {
      for (const ask of asked) {
        const [a, b] = await Promise.all([near, far].map((client) => ask(client).catch(errorOf)));
        expect(a).toEqual(b);
        expect(a).toMatchObject({ code: expect.stringMatching(/^MR_/), hint: expect.any(String) });
      }
    } finally {
      await far.close();
    }
  });
});

function errorOf({ code, message, hint }: MrError) {
  return { code, message, hint };
}

describe("watching", () => {
  test("is told of changes at most five times a second, and of the end at once", async () => {
    const master = await rig.start();
    const worker = await rig.worker(master.address, { working: false });
    const job = await master.client().submit(rig.job("one"));
    await until("it is assigned", () => worker.of("assign").length === 2);
    const times: number[] = [];
    const watching = (async () => {
      for await (const _view of master.client().watch(job)) times.push(performance.now());
    })();
    const [first, second] = worker.of("assign");
    if (first === undefined || second === undefined) throw new Error("two assignments expected");
    for (let bytes = 0; bytes < 50; bytes++) {
      const progress = [{ attempt: first.attempt, bytes, records: bytes }];
      worker.send({ kind: "heartbeat", progress, peakMemoryBytes: 1, shortOf: null });
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(times.length).toBeGreaterThan(1);
    expect(times.length).toBeLessThan(6);
    await worker.succeed(first.attempt, "a");
    await worker.succeed(second.attempt, "b");
    await watching;
    const gaps = times.slice(1, -1).map((time, index) => time - (times[index] ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThan(190);
  });

  test("ends with an error when the master closes", async () => {
    const master = await rig.start();
    const job = await master.client().submit(rig.job("one"));
    const watching = lastView(master.client(), job).catch(errorOf);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await master.close();
    expect(await watching).toMatchObject({ code: "MR_UNREACHABLE" });
  });
});

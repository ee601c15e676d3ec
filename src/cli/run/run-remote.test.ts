/** Ctrl-C while a job is handed to a master elsewhere, and while it is followed; over a real connection. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { until } from "../../../test/e2e/support/processes.js";
import { version } from "../../config/layout.js";
import type { JobId } from "../../engine/ids.js";
import type { JobSpec } from "../../engine/job.js";
import type { JobView } from "../../engine/view.js";
import { type MasterClient, PROTOCOL_VERSION } from "../../rpc/messages.js";
import { startServer } from "../../rpc/server.js";
import { serviceOf } from "../../rpc/test-service.js";
import { main } from "../main.js";
import { endedView, fakeIo, jobView } from "../test-support.js";

const INFO = {
  version: version(),
  protocol: PROTOCOL_VERSION,
  epoch: 1,
  workers: 1,
  slots: 1,
  jobsRunning: 0,
  startedAt: 1,
};

let folder = "";
const cleanups: (() => Promise<unknown>)[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mr-run-remote-"));
  writeFileSync(join(folder, "words.txt"), "a few words\n");
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `mr run wordcount` on a master that answers as told. */
async function run(client: Partial<MasterClient>, output = "out") {
  const server = await startServer({
    host: "127.0.0.1",
    port: 0,
    token: null,
    service: serviceOf({ client: { info: async () => INFO, ...client } }),
  });
  cleanups.push(() => server.close());
  const world = fakeIo({ cwd: folder });
  const words = ["run", "wordcount", "words.txt", "-o", output, "--master", server.address];
  const ended = main(["node", "mr", ...words], world.io);
  return { world, ended };
}

/** A master whose job runs until it is cancelled. */
function runningMaster() {
  const cancelled: JobId[] = [];
  const specs: JobSpec[] = [];
  let end: (view: JobView) => void = () => undefined;
  const last = new Promise<JobView>((resolve) => (end = resolve));
  const client: Partial<MasterClient> = {
    submit: async (spec) => {
      specs.push(spec);
      return spec.id;
    },
    watch: async function* (id) {
      yield jobView({ id });
      yield await last;
    },
    cancel: async (id, reason) => {
      cancelled.push(id);
      end(endedView({ kind: "cancelled", reason }, { id }));
    },
    logs: async function* () {
      yield* [];
    },
  };
  cleanups.push(async () => end(jobView()));
  return { client, cancelled, specs };
}

test("before the master has answered: the job may be there, and how to find it is told", async () => {
  let asked: JobSpec | null = null;
  let answer: (id: JobId) => void = () => undefined;
  cleanups.push(async () => answer("j" as JobId));
  const { world, ended } = await run({
    submit: (spec) => {
      asked = spec;
      return new Promise((resolve) => (answer = resolve));
    },
  });
  await until("the job has been sent", () => asked !== null);
  world.signal("SIGINT");
  expect(await ended).toBe(130);
  const { id } = asked as unknown as JobSpec;
  expect(world.error()).toContain("it may have the job");
  expect(world.error()).toContain(`mr cancel ${id} --master`);
});

test("E1: while it is followed: the job goes on, and how to find it is told", async () => {
  const { client, cancelled, specs } = runningMaster();
  const { world, ended } = await run(client);
  await until("the job is followed", () => world.error().includes("running"));
  world.signal("SIGINT");
  expect(await ended).toBe(130);
  expect(cancelled).toEqual([]);
  expect(world.error()).toContain("detached, the job goes on");
  expect(world.error()).toContain(`mr wait ${specs[0]?.id} --master`);
});

test("E3: a job that writes to our standard output is cancelled", async () => {
  const { client, cancelled, specs } = runningMaster();
  const { world, ended } = await run(client, "-");
  await until("the job is followed", () => world.error().includes("running"));
  world.signal("SIGINT");
  expect(await ended).toBe(130);
  expect(cancelled).toEqual([specs[0]?.id]);
});

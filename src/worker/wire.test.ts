/** A worker over the real wire: what rpc gives satisfies what the worker asks for. */

import { createHash } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { AgentWorkshop } from "../../test/e2e/support/agent-rig.js";
import { attemptOf, jobSpec, stageMessage } from "../../test/e2e/support/fake-master.js";
import { until } from "../../test/e2e/support/processes.js";
import type { CodeRef } from "../engine/job.js";
import { fetchBundle } from "../rpc/fetch-bundle.js";
import type { MasterClient, MasterMessage, WorkerMessage } from "../rpc/messages.js";
import { type RpcServer, startServer } from "../rpc/server.js";
import type { WorkerLink } from "../rpc/worker-link.js";
import { openWorkerSession } from "../rpc/worker-session.js";
import { resolveAgentOptions } from "./agent-options.js";
import { WorkerAgent } from "./worker-agent.js";

const BUNDLE = Buffer.from("export default 1;");
const CODE: CodeRef = {
  kind: "bundle",
  sha256: createHash("sha256").update(BUNDLE).digest("hex"),
  sizeBytes: BUNDLE.length,
  file: "job.ts",
};

const workshop = new AgentWorkshop();
const heard: WorkerMessage[] = [];
let link: WorkerLink | null = null;
let server: RpcServer;
let agent: WorkerAgent | null = null;

function serve(port = 0): Promise<RpcServer> {
  const service = {
    client: {} as MasterClient,
    bundle: async () => BUNDLE,
    session: (to: WorkerLink) => ({
      message: (message: WorkerMessage) => {
        heard.push(message);
        if (message.kind !== "hello") return;
        link = to;
        to.send(welcome(message.version));
      },
      closed: () => undefined,
    }),
  };
  return startServer({ host: "127.0.0.1", port, token: "secret", service });
}

function welcome(version: string): MasterMessage {
  return { kind: "welcome", epoch: 1, version, heartbeatIntervalMs: 100, dataToken: "t" };
}

async function startWorker(token: string): Promise<WorkerAgent> {
  const master = server.address;
  const options = resolveAgentOptions({
    master,
    token,
    slots: 1,
    workDirectory: mkdtempSync(join(workshop.folder, "work-")),
    dataHost: "127.0.0.1",
    reconnect: "forever",
    runnerEntry: workshop.runnerEntry,
    log: {
      info: () => undefined,
      warn: () => undefined,
    },
  });
  agent = await WorkerAgent.start(options, {
    watchMachine: () => () => ({ memory: [], disk: [] }),
    openSession: (request) => openWorkerSession({ address: master, token, ...request }),
    fetchBundle: (sha256) => fetchBundle({ address: master, token, sha256 }),
    startSegmentServer: async () => ({ address: "127.0.0.1:9", close: async () => undefined }),
  });
  return agent;
}

const count = (kind: WorkerMessage["kind"]) => heard.filter((one) => one.kind === kind).length;

beforeAll(async () => {
  await workshop.build();
  server = await serve();
});
afterEach(async () => {
  await agent?.close();
  heard.length = 0;
});
afterAll(async () => {
  await server.close();
  workshop.remove();
});

test("it joins, fetches the code, runs an attempt, beats, and says goodbye", async () => {
  const worker = await startWorker("secret");
  await until("it has joined", () => count("heartbeat") > 0);
  const attempt = attemptOf(0);
  link?.send({ kind: "job", spec: jobSpec("job-1", { code: CODE }) });
  link?.send(stageMessage(attempt.job, "map"));
  link?.send({ kind: "assign", attempt, payload: { do: "print", text: "hello" } });
  await until("it has succeeded", () => count("succeeded") === 1 && count("log") >= 1);
  await worker.close();
  await until("goodbye has come", () => count("goodbye") === 1);
});

test("it dials a restarted server until it is there again", async () => {
  await startWorker("secret");
  await until("it has joined", () => count("hello") === 1);
  const port = Number(server.address.split(":").at(-1));
  await server.close();
  server = await serve(port);
  await until("it has joined again", () => count("hello") === 2);
});

test("a wrong token ends it, with the reason", async () => {
  const worker = await startWorker("wrong");
  await worker.closed;
  expect(worker.failure?.code).toBe("MR_UNAUTHENTICATED");
});

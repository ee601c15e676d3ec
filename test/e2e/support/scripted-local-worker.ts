/**
 * A local worker process around an in-memory master that assigns one attempt at once: an endless loop with a
 * grandchild. The "address" of that master is the file in which the attempt writes down the process ids.
 */

import { resolveAgentOptions } from "../../../src/worker/agent-options.js";
import { serveLocalWorker } from "../../../src/worker/serve-local-worker.js";
import { WorkerAgent } from "../../../src/worker/worker-agent.js";
import { attemptOf, FakeMaster } from "./fake-master.js";

serveLocalWorker(async (options) => {
  const master = new FakeMaster();
  const agent = await WorkerAgent.start(resolveAgentOptions(options), {
    watchMachine: () => () => ({ memory: [], disk: [] }),
    openSession: master.openSession,
    fetchBundle: () => Promise.reject(new Error("no bundles here")),
    startSegmentServer: async () => ({ address: "127.0.0.1:9", close: async () => undefined }),
  });
  const path = await options.master;
  setImmediate(() => master.assign(attemptOf(0), { do: "grandchild-and-spin", path }));
  return agent;
});

/** Starts one local worker as told by its only argument (JSON), and then does nothing until it is told to, or killed. */

import { startLocalWorker } from "../../../src/worker/local-worker.js";

interface ParentOptions {
  readonly workerEntry: string;
  readonly runnerEntry: string;
  readonly workDirectory: string;
  readonly cleanUp: readonly string[];
  readonly processIdFile: string;
}

const options = JSON.parse(process.argv[2] ?? "{}") as ParentOptions;
const worker = startLocalWorker({
  entry: options.workerEntry,
  environment: {},
  cleanUp: options.cleanUp,
  log: { info: () => undefined, warn: () => undefined },
  master: options.processIdFile,
  options: {
    token: null,
    name: "worker-1",
    slots: 1,
    workDirectory: options.workDirectory,
    dataHost: "127.0.0.1",
    runnerEntry: options.runnerEntry,
  },
});
process.on("message", (message) => void end(message as "close" | "close and stay"));
async function end(how: "close" | "close and stay"): Promise<void> {
  await worker.close();
  if (how === "close and stay") return void process.send?.("closed");
  await worker.dismiss();
  process.exit(0);
}
await worker.ready;
process.send?.({ worker: worker.processId });
const error = await worker.ended;
process.send?.({ ended: error?.message ?? null });

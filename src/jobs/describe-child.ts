/**
 * Entry point of `dist/describe.js`: loads one user's job, tells what it is, ends.
 *
 * Owns: nothing; user code runs here. Talks to: the parent, over IPC.
 *
 * Q1. It ends by itself even when the user's code blocks the thread and the parent has died.
 */

import { Worker } from "node:worker_threads";
import { DESCRIBE_TIMEOUT_MS, type DescribeAnswer, type DescribeRequest } from "./describe.js";
import { describeModule } from "./describe-module.js";
import { loadModule, userError } from "./load.js";

const PARENT_CHECK_MS = 100;

process.setSourceMapsEnabled(true);
process.once("disconnect", () => process.exit(1));
process.once("message", (request) => {
  startWatchdog();
  void answer(request as DescribeRequest).then((found) => {
    process.send?.(found, () => process.exit(0));
  });
});

async function answer({ code, raw, bundlePath }: DescribeRequest): Promise<DescribeAnswer> {
  const file = code.kind === "bundle" ? code.file : code.name;
  try {
    const module = await loadModule(code, bundlePath);
    return { kind: "described", job: await describeModule(module, raw, file) };
  } catch (error) {
    const failure = userError(error, `${file} failed while it was described`);
    return { kind: "refused", error: failure.toRecord() };
  }
}

/** A second thread, because the first may never come back. A process whose parent died gets another one. */
function startWatchdog(): void {
  const code = `
    const end = () => process.kill(process.pid, "SIGKILL");
    setTimeout(end, ${2 * DESCRIBE_TIMEOUT_MS});
    setInterval(() => process.ppid === ${process.ppid} || end(), ${PARENT_CHECK_MS});
  `;
  new Worker(code, { eval: true }).unref();
}

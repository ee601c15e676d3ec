/**
 * A runner whose "user code" does what the task's payload says: the real runner's shell around a scripted body.
 * Built by build-entry.ts, started by a worker as its `runnerEntry`.
 */

import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { MrError } from "../../../src/engine/error.js";
import { EMPTY_DIGEST, type TaskReport } from "../../../src/engine/graph.js";
import type { TaskEnvironment } from "../../../src/jobs/assignment.js";
import type { JobDefinition } from "../../../src/jobs/definition.js";
import { memoizeDefinitions } from "../../../src/worker/memoize-definitions.js";
import { serveRunner } from "../../../src/worker/serve-runner.js";
import type { Script } from "./script.js";

let loads = 0;

serveRunner({
  loadDefinition: memoizeDefinitions(async (_code, _params, bundlePath) => {
    loads += 1;
    const description = bundlePath === null ? "library" : readFileSync(bundlePath, "utf8");
    return { engine: "mr-engine", description } as JobDefinition;
  }),
  runTask: async (environment) => {
    const script = environment.assignment.payload as unknown as Script;
    const counters = await play(script, environment);
    return report(environment, { processId: process.pid, loads, ...counters });
  },
});

async function play(
  script: Script,
  environment: TaskEnvironment,
): Promise<{ [name: string]: number }> {
  switch (script.do) {
    case "succeed":
      if (script.segments === true) writeFileSync(environment.segmentPath, "segments");
      writeFileSync(`${environment.directory}/scratch`, "left behind");
      return {};
    case "wait-for-file":
      while (!existsSync(script.path)) await sleep(10);
      return {};
    case "print":
      console.log(script.text);
      console.error(`error: ${script.text}`);
      environment.log(`log: ${script.text}`);
      return {};
    case "sources": {
      let batches = 0;
      let locations = 0;
      const sources = environment.sources(script.stage);
      environment.progress(1, 1);
      for await (const batch of sources) {
        batches += 1;
        locations += batch.length;
      }
      return { batches, locations };
    }
    default:
      await misbehave(script, environment);
      return {};
  }
}

async function misbehave(script: Script, environment: TaskEnvironment): Promise<void> {
  switch (script.do) {
    case "spin":
      for (;;) Math.random();
    case "grandchild-and-spin": {
      const child = spawn("sleep", ["600"], { stdio: "ignore" });
      writeFileSync(script.path, JSON.stringify({ runner: process.pid, grandchild: child.pid }));
      for (;;) Math.random();
    }
    case "hang":
      environment.progress(10, 1);
      await new Promise(() => setInterval(() => undefined, 1_000));
      return;
    case "exit":
      console.error("about to leave");
      process.exit(script.code);
    case "signal":
      process.kill(process.pid, script.signal);
      await sleep(10_000);
      return;
    case "throw":
      throw Object.assign(new Error(script.message ?? "no such luck"), {
        location: "input.txt:42",
      });
    case "throw-later":
      setTimeout(() => {
        throw new Error("thrown in a timer");
      }, 1);
      await sleep(10_000);
      return;
    case "reject-later":
      void Promise.reject(new Error("rejected in the dark"));
      await sleep(10_000);
      return;
    case "fetch-failure": {
      const error = new MrError("MR_FETCH_FAILED", "could not read map 3");
      throw Object.assign(error, { stage: "map", sources: [{ index: 3, attempt: 2 }] });
    }
    case "eat-heap": {
      const hoard: unknown[] = [];
      for (;;) hoard.push(Array.from({ length: 1_000 }, () => ({ n: Math.random() })));
    }
    default:
      throw new Error(`no script for ${script.do}`);
  }
}

function report(
  environment: TaskEnvironment,
  counters: { readonly [name: string]: number },
): TaskReport {
  const isMap = environment.assignment.stage.sink.kind === "segments";
  return {
    output: isMap
      ? { kind: "segments", path: environment.segmentPath, sizeBytes: 8, digest: EMPTY_DIGEST }
      : { kind: "result", bytes: "" },
    counters,
    totals: {},
    inputRecords: 0,
    inputBytes: 0,
    shuffleDigest: EMPTY_DIGEST,
    skipped: [],
    spills: 0,
    peakMemoryBytes: 0,
    cpuMs: 0,
  };
}

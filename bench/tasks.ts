/**
 * `node scripts/run-ts.mjs bench/tasks.ts [count] [noop|parts|reduce] [--slots N] [--workers N] [--json FILE]`: what a task costs that
 * does nothing. Tasks go the whole way: master in this process, worker processes, runner processes, output published.
 *
 *   noop    tasks that open nothing and report a result of a few bytes
 *   parts   a map-only job: one line and one part file a task, all published
 *   reduce  one line and one segment file a task, read by two reduces
 *
 * Prints tasks a second of wall time, processor time a task by process, the master's memory and its loop's delay.
 * Needs a build (`npm run build`).
 */

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { makeJobId } from "../src/cli/run/spec.js";
import type { StageSpec } from "../src/engine/graph.js";
import type { JobSpec, Json } from "../src/engine/job.js";
import type { Planner } from "../src/engine/planner.js";
import { describeJob } from "../src/jobs/describe.js";
import { planners } from "../src/jobs/planners.js";
import { startMaster } from "../src/master/master.js";
import type { MasterClient } from "../src/rpc/messages.js";
import { prepareOutput } from "../src/output/staging.js";
import { type LocalWorkerHandle, startLocalWorker } from "../src/worker/local-worker.js";
import { thisMachine } from "./support/machine.js";
import { childrenOf, peakMegabytes, processorSeconds } from "./support/processes.js";
import { type FiguresPass, today, writeResults } from "./support/results.js";

type Figures = FiguresPass["figures"];

const MODES = ["noop", "parts", "reduce"] as const;
type Mode = (typeof MODES)[number];

const LINE = "nothing to do\n";
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    slots: { type: "string", default: "2" },
    workers: { type: "string", default: "1" },
    durable: { type: "boolean", default: false },
    json: { type: "string" },
    /** Environment of the worker process, for profiles: NAME=VALUE. */
    environment: { type: "string", multiple: true, default: [] },
  },
});
const count = Number(positionals[0] ?? 100_000);
const mode: Mode = MODES.find((known) => known === positionals[1]) ?? "noop";

/** Tasks whose split has no ranges and whose sample is of nothing. */
const NOOP: Planner = {
  type: "map-reduce",
  plan(_job, { stages }) {
    const stage = stages[0];
    if (stage === undefined) return { kind: "add", stages: [noopStage()] };
    return stage.complete ? { kind: "publish", stages: [] } : { kind: "wait" };
  },
};

function noopStage(): StageSpec {
  const body = {
    kind: "pipeline",
    head: { kind: "map", step: "0", round: 0 },
    maps: [],
    sink: { kind: "sample", step: "0" },
    totals: {},
    stateFrom: null,
  };
  const payload = { input: 0, ranges: [], sizeBytes: 0 };
  const payloads = Array.from({ length: count }, () => payload);
  return { name: "map", edges: [], sink: { kind: "result" }, body, payloads, sizesBytes: [] };
}

async function specOf(): Promise<JobSpec> {
  const name = mode === "parts" ? "grep" : "wordcount";
  const code = { kind: "library", name } as const;
  const raw = mode === "parts" ? { pattern: "nothing" } : {};
  const { description, params } = await describeJob(code, raw, null);
  writeFileSync(join(folder, "input"), mode === "noop" ? LINE : LINE.repeat(count));
  return {
    id: makeJobId(),
    name,
    type: "map-reduce",
    code,
    program: description.program as unknown as Json,
    params,
    inputs: [{ name: "input", paths: [join(folder, "input")] }],
    baseDirectory: folder,
    output: { path: join(folder, "output"), format: "text", compression: "none", overwrite: false },
    settings: {
      partitions: 2,
      splitSizeBytes: LINE.length,
      memoryBytes: 64 << 20,
      maxAttempts: 4,
      skipBadRecords: 0,
      allowNondeterministic: false,
      taskMemoryBytes: null,
      recordLimitBytes: 64 << 20,
      taskTimeoutMs: 600_000,
    },
    idempotencyKey: "bench",
  };
}

async function bench(): Promise<void> {
  const spec = await specOf();
  const master = await startMaster({
    host: "127.0.0.1",
    port: 0,
    stateDirectory: join(folder, "state"),
    token: null,
    planners: mode === "noop" ? [NOOP] : planners,
    log: () => undefined,
    durable: values.durable,
  });
  const workers = Array.from({ length: Number(values.workers) }, (_, index) =>
    startWorker(master.address, `local-${index + 1}`),
  );
  await Promise.all(workers.map(({ ready }) => ready));
  await prepareOutput(spec.output, spec.id);
  const figures = await run(master.client(), spec, workers);
  for (const { name, value } of figures) console.log(`${name}: ${value}`);
  if (values.json !== undefined) {
    const about = { date: today(), machine: thisMachine() };
    writeResults(values.json, { format: "mr-bench-figures/1", ...about, figures });
  }
  await Promise.all(workers.map((worker) => worker.close()));
  await master.close();
  await Promise.all(workers.map((worker) => worker.dismiss()));
}

function startWorker(address: string, name: string): LocalWorkerHandle {
  const extra = Object.fromEntries(
    values.environment.map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
  const environment = { PATH: process.env["PATH"] ?? "", ...extra };
  const log = { info: () => undefined, warn: (message: string) => console.error(message) };
  return startLocalWorker({
    master: address,
    options: {
      token: null,
      name,
      slots: Number(values.slots),
      workDirectory: join(folder, name),
      dataHost: "127.0.0.1",
      environment,
    },
    cleanUp: [folder],
    environment,
    log,
  });
}

async function run(
  client: MasterClient,
  spec: JobSpec,
  workers: readonly LocalWorkerHandle[],
): Promise<Figures> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const before = usage(workers);
  const startedAt = performance.now();
  delay.enable();
  await client.submit(spec);
  let views = 0;
  let publishingAt = 0;
  for await (const view of client.watch(spec.id)) {
    views++;
    if (view.state.kind === "publishing") publishingAt ||= performance.now();
    if (view.state.kind !== "ended") continue;
    if (view.state.outcome.kind !== "done") throw new Error(JSON.stringify(view.state.outcome));
  }
  const endedAt = performance.now();
  delay.disable();
  const after = usage(workers);
  const seconds = (endedAt - startedAt) / 1000;
  const published = mode === "noop" ? 0 : readdirSync(spec.output.path).length - 1;
  const agents = workers.map(({ processId }) => peakMegabytes(processId ?? 0));
  const delays = [delay.percentile(50), delay.percentile(99), delay.max].map(milliseconds);
  const figures: { name: string; value: string }[] = [];
  const add = (name: string, value: string) => figures.push({ name, value });
  const cast = `${workers.length} x ${values.slots} slots`;
  add(`${count} ${mode} tasks, ${cast}`, `${(count / seconds).toFixed(0)} a second`);
  if (publishingAt > 0)
    add("of it publishing", `${((endedAt - publishingAt) / 1000).toFixed(1)} s`);
  const each = (name: keyof Usage) =>
    `${name} ${(((after[name] - before[name]) * 1e6) / count).toFixed(0)}`;
  const users = `${each("master")}, ${each("agents")}, ${each("runners")}`;
  add("processor time a task, us", users);
  add("peak memory, MB", `master ${peakMegabytes(process.pid)}, agent ${Math.max(...agents)}`);
  add("delay of the master's loop, ms", `p50 ${delays[0]}, p99 ${delays[1]}, at most ${delays[2]}`);
  add("views and parts", `${views}, ${published}`);
  return figures;
}

interface Usage {
  readonly master: number;
  readonly agents: number;
  readonly runners: number;
}

/** Seconds of processor time so far. */
function usage(workers: readonly LocalWorkerHandle[]): Usage {
  const { user, system } = process.cpuUsage();
  const agents = workers.map(({ processId }) => processId ?? 0);
  const runners = agents.flatMap(childrenOf);
  const sum = (ids: readonly number[]) =>
    ids.reduce((total, id) => total + processorSeconds(id), 0);
  return { master: (user + system) / 1e6, agents: sum(agents), runners: sum(runners) };
}

function milliseconds(nanoseconds: number): string {
  return (nanoseconds / 1e6).toFixed(0);
}

const folder = mkdtempSync(join(tmpdir(), "mr-tasks-"));
try {
  await bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

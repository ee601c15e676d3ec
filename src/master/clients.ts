/**
 * The master's own client: what its interface promises, answered from the engine between turns. The gRPC service calls
 * the same object, so callers in and out of this process get the same answers.
 */

import { version } from "../config/layout.js";
import type { Engine } from "../engine/engine.js";
import { MrError } from "../engine/error.js";
import type { Fact } from "../engine/fact.js";
import type { JobId } from "../engine/ids.js";
import type { JobView } from "../engine/view.js";
import {
  type LogLine,
  type MasterClient,
  type MasterInfo,
  PROTOCOL_VERSION,
} from "../rpc/messages.js";
import type { Bundles } from "./bundles.js";
import type { JobLogs } from "./job-logs.js";
import type { JobNews } from "./job-news.js";
import type { Journal } from "./journal.js";
import type { Loop } from "./loop.js";
import type { Sessions } from "./sessions.js";
import { jobOf } from "./snapshot.js";
import type { Submitter } from "./submit.js";

export interface ClientsOptions {
  readonly engine: Engine;
  readonly loop: Loop;
  readonly journal: Journal;
  readonly sessions: Sessions;
  readonly bundles: Bundles;
  readonly submitter: Submitter;
  readonly news: JobNews;
  readonly logs: JobLogs;
  readonly epoch: number;
  readonly startedAt: number;
}

/** At most five views a second. */
const WATCH_INTERVAL_MS = 200;
const LOG_INTERVAL_MS = 50;

export function createClient(options: ClientsOptions): MasterClient {
  const { engine, loop, sessions, bundles, submitter } = options;
  return {
    info: () => loop.read(() => info(options)),
    putBundle: (sha256, bytes) => bundles.put(sha256, bytes),
    submit: (spec) => submitter.submit(spec),
    watch: (job) => watch(options, job),
    job: (job) => loop.read(() => viewOf(engine, job)),
    jobs: () => loop.read(() => engine.jobViews()),
    workers: () => loop.read(() => engine.workerViews()),
    async cancel(job, reason) {
      await loop.read(() => viewOf(engine, job));
      await loop.settle({ kind: "job-cancelled", job, reason });
    },
    drain: async (worker) => sessions.drain(worker),
    history: (job) => history(options, job),
    logs: (job, follow) => logs(options, job, follow),
    close: () => Promise.resolve(),
  };
}

function info({ engine, epoch, startedAt }: ClientsOptions): MasterInfo {
  const workers = engine.workerViews();
  return {
    version: version(),
    protocol: PROTOCOL_VERSION,
    epoch,
    workers: workers.length,
    slots: workers.reduce((sum, worker) => sum + worker.slots, 0),
    jobsRunning: engine.jobViews().filter((job) => job.state.kind !== "ended").length,
    startedAt,
  };
}

function viewOf(engine: Engine, job: JobId): JobView {
  const view = engine.jobView(job);
  if (view !== undefined) return view;
  throw new MrError("MR_UNKNOWN_JOB", `there is no job ${job}`, {
    hint: "`mr jobs` lists the jobs that this master knows.",
  });
}

async function* watch(options: ClientsOptions, job: JobId): AsyncGenerator<JobView> {
  const { engine, loop, news } = options;
  for (;;) {
    const { view, seen } = await loop.read(() => ({
      view: viewOf(engine, job),
      seen: news.version(job),
    }));
    yield view;
    if (view.state.kind === "ended") return;
    await news.changed(job, seen, WATCH_INTERVAL_MS);
  }
}

async function* logs(
  { engine, loop, news, logs }: ClientsOptions,
  job: JobId,
  follow: boolean,
): AsyncGenerator<LogLine> {
  let from = 0;
  for (;;) {
    const { ended, seen } = await loop.read(() => ({
      ended: viewOf(engine, job).state.kind === "ended",
      seen: news.version(job),
    }));
    const { lines, next } = logs.since(job, from);
    yield* lines;
    from = next;
    if (ended || !follow) return;
    await news.changed(job, seen, LOG_INTERVAL_MS);
  }
}

async function history(
  { engine, loop, journal }: ClientsOptions,
  job: JobId,
): Promise<readonly Fact[]> {
  await loop.read(() => viewOf(engine, job));
  const facts: Fact[] = [];
  for await (const group of journal.read()) {
    for (const fact of group) if (jobOf(fact) === job) facts.push(fact);
  }
  return facts;
}

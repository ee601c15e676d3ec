/**
 * The words of which scenarios are made: one function a verb, named arguments as `name=value`.
 *
 *   job j1 two-stage maps=2 reduces=1 [rounds=1] [sizes=5,9] [attempts=4] [skip=0] [timeout=600] [mixed=1]    a submission
 *   input j1 | no-input j1                        the input plan is there, or could not be made
 *   join w1 [slots=1] [life=1] [port=7000] [has=j1/map-0-a1] [keeps=j1/map-1-a1]   a worker (life: 2 after a restart)
 *   leave w1 [life=1] | drain w1 | silence w1 | speak w1               silence: no heartbeats from now on
 *   short w1 [of=memory] | enough w1              what its heartbeats say of its machine from now on
 *   progress j1/map-0-a1 bytes=10 [records=1]     a heartbeat that says how far an attempt is
 *   done j1/map-0-a1 [seed=1] [lost-records=1] [bad=1] [at=0] [from=w1.1]      an attempt succeeds
 *   fail j1/map-0-a1 [code=MR_USER_CODE] | lose j1/map-0-a1 | stopped j1/map-0-a1 [from=w1.1]
 *   unreadable j1/reduce-0-a1 map 0.1 2.1 [code=MR_FETCH_FAILED]       index.attempt of the sources
 *   wait 5 | sleep 5                              seconds, with heartbeats and ticks; asleep, with neither
 *   cancel j1 | published j1 | unpublished j1 | crash [cut=0]
 *   jobs | workers | counters | story j1/map-0    what the views say
 */

import type { AttemptFailure, RecordDigest, TaskReport } from "../../src/engine/graph.js";
import type { AttemptRef, JobId, WorkerId } from "../../src/engine/ids.js";
import { type ErrorCode, isErrorCode } from "../../src/engine/error.js";
import type { KeptOutput, WorkerInfo } from "../../src/engine/event.js";
import {
  columnDigest,
  failed,
  fakeDigest,
  fakeInput,
  fakeJob,
  fakeWorker,
  NO_REPORT,
  partReport,
  rowDigest,
  segmentsReport,
} from "./fake-data.js";
import type { ScenarioStage } from "./stage.js";

export interface Call {
  readonly words: readonly string[];
  readonly named: ReadonlyMap<string, string>;
}

type Verb = (stage: ScenarioStage, call: Call) => readonly string[];

export const VERBS: { readonly [verb: string]: Verb } = {
  job(stage, call) {
    const sizes = call.named.get("sizes")?.split(",").map(Number) ?? [];
    const program = {
      maps: number(call, "maps", 1),
      reduces: number(call, "reduces", 1),
      rounds: number(call, "rounds", 1),
      sizes,
    };
    const settings = {
      maxAttempts: number(call, "attempts", 4),
      skipBadRecords: number(call, "skip", 0),
      taskTimeoutMs: number(call, "timeout", 600) * 1_000,
      allowNondeterministic: number(call, "mixed", 0) === 1,
    };
    const spec = fakeJob(word(call, 0), word(call, 1), program, settings);
    return stage.play({ kind: "job-submitted", spec });
  },
  input(stage, call) {
    const job = jobOf(call);
    const { program } = stage.engine.inputOf(job);
    const { maps } = program as { readonly maps: number };
    return stage.play({ kind: "input-planned", job, input: fakeInput(maps) });
  },
  "no-input"(stage, call) {
    const error = { code: "MR_INPUT_MISSING", message: "there is no data" } as const;
    return stage.play({ kind: "input-failed", job: jobOf(call), error });
  },
  join(stage, call) {
    const name = word(call, 0);
    const dataAddress = `${name}:${number(call, "port", 7000)}`;
    const life = number(call, "life", 1);
    const info = { ...fakeWorker(name, life, number(call, "slots", 1)), dataAddress };
    stage.workers.set(info.worker, info);
    stage.silent.delete(info.worker);
    const has = call.named.get("has");
    const running =
      has === undefined ? {} : { running: has.split(",").filter(Boolean).map(parseAttempt) };
    const keeps = call.named.get("keeps")?.split(",").map(parseAttempt) ?? [];
    const kept = keeps.map((attempt) => keptOutput(stage, attempt));
    const shortOf = stage.shortOf.get(info.worker) ?? null;
    return stage.play({ kind: "worker-joined", info, ...running, kept, shortOf });
  },
  leave(stage, call) {
    const known = stage.workers.get(word(call, 0));
    const life = number(call, "life", known?.processId ?? 1);
    const { worker, incarnation } = fakeWorker(word(call, 0), life, 1);
    if (known?.incarnation === incarnation) stage.workers.delete(worker);
    return stage.play({ kind: "worker-left", worker, incarnation, reason: "closed its session" });
  },
  drain(stage, call) {
    const { worker, incarnation } = workerOf(stage, call);
    return stage.play({ kind: "worker-draining", worker, incarnation });
  },
  silence(stage, call) {
    stage.silent.add(word(call, 0));
    return [];
  },
  speak(stage, call) {
    stage.silent.delete(word(call, 0));
    return [];
  },
  short(stage, call) {
    const info = workerOf(stage, call);
    stage.shortOf.set(info.worker, call.named.get("of") === "disk" ? "disk" : "memory");
    return stage.beat(info);
  },
  enough(stage, call) {
    const info = workerOf(stage, call);
    stage.shortOf.delete(info.worker);
    return stage.beat(info);
  },
  progress(stage, call) {
    const attempt = parseAttempt(word(call, 0));
    const bytes = number(call, "bytes", 0);
    const progress = [{ attempt, bytes, records: number(call, "records", 1) }];
    return stage.beat(sender(stage, attempt, call), progress);
  },
  done(stage, call) {
    const attempt = parseAttempt(word(call, 0));
    const report = reportOf(stage, attempt, call);
    return stage.play({
      kind: "attempt-succeeded",
      ...sender(stage, attempt, call),
      attempt,
      report,
    });
  },
  fail(stage, call) {
    return end(stage, call, failed(code(call, "MR_USER_CODE"), "the user's code threw"));
  },
  lose(stage, call) {
    const error = { code: "MR_RUNNER_CRASHED", message: "the machine went away" } as const;
    return end(stage, call, { kind: "lost", error });
  },
  stopped: (stage, call) => end(stage, call, { kind: "stopped" }),
  unreadable(stage, call) {
    const sources = call.words.slice(2).map((text) => {
      const [index = 0, attempt = 0] = text.split(".").map(Number);
      return { index, attempt };
    });
    const error = { code: code(call, "MR_FETCH_FAILED"), message: "cannot read" };
    return end(stage, call, { kind: "fetch-failed", error, stage: word(call, 1), sources });
  },
  wait: (stage, call) => stage.pass(Number(word(call, 0))),
  sleep: (stage, call) => stage.sleep(Number(word(call, 0))),
  cancel: (stage, call) =>
    stage.play({ kind: "job-cancelled", job: jobOf(call), reason: "asked to" }),
  published: (stage, call) => stage.play({ kind: "published", job: jobOf(call) }),
  unpublished(stage, call) {
    const error = { code: "MR_OUTPUT_UNWRITABLE", message: "disk is read-only" } as const;
    return stage.play({ kind: "publish-failed", job: jobOf(call), error });
  },
  crash: (stage, call) => stage.crash(number(call, "cut", 0)),
  jobs(stage) {
    return stage.engine.jobViews().map(({ id, state, stages, attempts }) => {
      const counts = Object.entries(attempts).map(([name, count]) => `${name}=${count}`);
      const tasks = stages.map((s) => {
        const bytes = s.bytesTotal === 0 ? "" : ` ${s.bytesDone} of ${s.bytesTotal} bytes`;
        return `${s.name} ${s.waiting}/${s.running}/${s.done}${bytes}`;
      });
      return `${id} ${state.kind}; ${tasks.join(", ")}; ${counts.join(" ")}`;
    });
  },
  workers(stage) {
    return stage.engine.workerViews().map(({ worker, state, shortOf, busy, slots, tasksDone }) => {
      const short = shortOf === null ? "" : ` short of ${shortOf}`;
      return `${worker} ${state}${short} ${busy}/${slots} done=${tasksDone}`;
    });
  },
  counters: (stage) => [JSON.stringify(stage.engine.counters)],
  story(stage, call) {
    const { job, stage: name, index } = parseAttempt(`${word(call, 0)}-a0`);
    return stage.engine.story({ job, stage: name, index });
  },
};

function end(stage: ScenarioStage, call: Call, failure: AttemptFailure): string[] {
  const attempt = parseAttempt(word(call, 0));
  return stage.play({ kind: "attempt-ended", ...sender(stage, attempt, call), attempt, failure });
}

/** Whoever was given the attempt, unless the script says `from=<worker>.<life>`. */
function sender(
  stage: ScenarioStage,
  attempt: AttemptRef,
  call: Call,
): Pick<WorkerInfo, "worker" | "incarnation"> {
  const from = call.named.get("from");
  if (from === undefined) {
    const { worker, incarnation } = stage.holderOf(attempt);
    return { worker, incarnation };
  }
  const [name = "", life = "1"] = from.split(".");
  const { worker, incarnation } = fakeWorker(name, Number(life), 1);
  return { worker, incarnation };
}

function reportOf(stage: ScenarioStage, attempt: AttemptRef, call: Call): TaskReport {
  const view = stage.engine.jobView(attempt.job);
  if (view?.state.kind !== "running") return { ...partReport(attempt), ...NO_REPORT };
  const { stage: spec } = stage.engine.taskView(attempt);
  const from = spec.edges.find(({ kind }) => kind === "shuffle")?.from;
  const upstream = view.stages.find(({ name }) => name === from);
  const missing = number(call, "lost-records", 0);
  const read =
    upstream === undefined ? null : columnDigest(upstream.name, upstream.tasks, attempt.index);
  const shuffleDigest: RecordDigest =
    read === null ? NO_REPORT.shuffleDigest : { ...read, records: read.records - missing };
  const skipped = Array.from({ length: number(call, "bad", 0) }, (_, n) => {
    return {
      file: "data/a.txt",
      offset: number(call, "at", attempt.index) * 100 + n,
      reason: "not JSON",
    };
  });
  const counters = { tasks: 1 };
  const common = { shuffleDigest, skipped, counters };
  switch (spec.sink.kind) {
    case "part":
      return { ...partReport(attempt), ...common };
    case "result":
      return { ...NO_REPORT, ...common, output: { kind: "result", bytes: `r${attempt.index}` } };
    case "segments": {
      const seed = number(call, "seed", 0);
      const row = rowDigest(spec.name, attempt.index, spec.sink.partitions);
      const digest = seed === 0 ? row : fakeDigest(5, seed);
      return { ...segmentsReport(attempt, digest), ...common };
    }
  }
}

/** As the attempt has reported it. */
function keptOutput(stage: ScenarioStage, attempt: AttemptRef): KeptOutput {
  const { job } = attempt;
  const program = stage.engine.hasJob(job) ? stage.engine.inputOf(job).program : {};
  const { reduces = 1 } = program as { readonly reduces?: number };
  const { output } = segmentsReport(attempt, rowDigest(attempt.stage, attempt.index, reduces));
  if (output.kind !== "segments") throw new Error("no segments");
  const { path, sizeBytes, digest } = output;
  return { attempt, path, sizeBytes, records: digest.records };
}

/** `j1/map-0-a1` */
function parseAttempt(text: string): AttemptRef {
  const match = /^([^/]+)\/(.+)-(\d+)-a(\d+)$/.exec(text);
  if (match === null) throw new Error(`${text} is not an attempt`);
  const [, job = "", stage = "", index, attempt] = match;
  return { job: job as JobId, stage, index: Number(index), attempt: Number(attempt) };
}

function workerOf(stage: ScenarioStage, call: Call): WorkerInfo {
  const info = stage.workers.get(word(call, 0) as WorkerId);
  if (info === undefined) throw new Error(`no worker ${word(call, 0)}`);
  return info;
}

function jobOf(call: Call): JobId {
  return word(call, 0) as JobId;
}

function word(call: Call, position: number): string {
  const found = call.words[position];
  if (found === undefined) throw new Error(`argument ${position + 1} is missing`);
  return found;
}

function number(call: Call, name: string, otherwise: number): number {
  return Number(call.named.get(name) ?? otherwise);
}

function code(call: Call, otherwise: ErrorCode): ErrorCode {
  const text = call.named.get("code") ?? otherwise;
  if (!isErrorCode(text)) throw new Error(`${text} is not a code`);
  return text;
}

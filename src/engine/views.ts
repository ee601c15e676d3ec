/**
 * The making of views from the state.
 *
 * Owns: nothing. Talks to: the tables, read only.
 *
 * V1. A view costs O(stages) or O(workers): every number in it is kept while facts are applied, none is found by
 *     looking through tasks. `winnersOf` alone walks the published stages, once a job.
 */

import { skippedOf } from "./bad-records.js";
import { MrError } from "./error.js";
import type { PartFile } from "./graph.js";
import { type AttemptRef, taskName } from "./ids.js";
import { hasEnded, type Job } from "./job-table.js";
import { outcomeOf } from "./stage-outcome.js";
import type { State } from "./state.js";
import { isComplete, type Stage } from "./task-table.js";
import type { JobView, StageView, TaskView, WorkerView } from "./view.js";
import { busySlots, type Worker } from "./worker-table.js";

/** More skipped records than this are counted but not listed. */
const SKIPPED_LISTED = 1_000;

export function viewJob(job: Job): JobView {
  const parts = job.stages.filter(
    (stage) => job.publishing.length === 0 || job.publishing.includes(stage.spec.name),
  );
  return {
    id: job.spec.id,
    name: job.spec.name,
    state: job.state,
    submittedAt: job.submittedAt,
    endedAt: job.endedAt,
    inputFiles: job.input?.files ?? 0,
    inputBytes: job.input?.sizeBytes ?? 0,
    stages: job.stages.map(viewStage),
    counters: addCounters(job.stages),
    attempts: { ...job.attempts },
    skipped: skippedOf(job, SKIPPED_LISTED),
    skippedRecords: job.skippedPlaces.size,
    changedOutputs: total(job.stages, (stage) => stage.changed),
    inputRecords: total(job.stages, (stage) => stage.recordsDone),
    outputPath: job.spec.output.path,
    outputParts: total(parts, (stage) => stage.parts),
    outputRecords: total(parts, (stage) => stage.partRecords),
    outputBytes: total(parts, (stage) => stage.partBytes),
    shuffleBytes: total(job.stages, (stage) => stage.shuffleBytes),
    shuffleRecords: total(job.stages, (stage) => stage.shuffleRecords),
    spills: job.spills,
    peakMemoryBytes: job.peakMemoryBytes,
    cpuMs: job.cpuMs,
    workers: job.workers.size,
  };
}

export function viewWorker(worker: Worker): WorkerView {
  const { info, session } = worker;
  return {
    worker: info.worker,
    incarnation: info.incarnation,
    state: standingOf(worker),
    shortOf: session.shortOf,
    slots: info.slots,
    busy: busySlots(worker),
    hostId: info.hostId,
    dataAddress: info.dataAddress,
    processId: info.processId,
    lastHeartbeatAt: session.lastHeartbeatAt,
    tasksDone: worker.tasksDone,
    peakMemoryBytes: session.peakMemoryBytes,
  };
}

/** Throws MR_STALE when the job has ended meanwhile: the assignment is not wanted any more. */
export function viewTask(state: State, ref: AttemptRef): TaskView {
  const job = state.jobs.find(ref.job);
  const stage = job?.byName.get(ref.stage);
  const payload = stage?.spec.payloads[ref.index];
  if (job === undefined || stage === undefined || payload === undefined || hasEnded(job)) {
    throw new MrError("MR_STALE", `${taskName(ref)} of ${ref.job} is not wanted any more`);
  }
  const upstream: { [stage: string]: TaskView["upstream"][string] } = {};
  for (const from of [...stage.broadcastFrom, ...stage.shuffleFrom]) {
    const { tasks, results, totals } = outcomeOf(from);
    upstream[from.spec.name] = { tasks, results, totals };
  }
  return { spec: job.spec, stage: stage.spec, payload, upstream };
}

/** The files to publish, in stage, then task, then file order. */
export function winnersOf(job: Job): readonly PartFile[] {
  const files: PartFile[] = [];
  for (const stage of job.stages) {
    if (!job.publishing.includes(stage.spec.name)) continue;
    for (const { receipt } of stage.tasks) {
      if (receipt?.output.kind === "part") files.push(...receipt.output.files);
    }
  }
  return files;
}

/** Of all stages: raw bytes and lists of the records that were left out. */
export function skippedFilesOf(job: Job): readonly PartFile[] {
  if (job.skipped.size === 0) return [];
  return job.stages.flatMap(({ tasks }) =>
    tasks.flatMap(({ receipt }) => receipt?.skippedFiles ?? []),
  );
}

function viewStage(stage: Stage): StageView {
  const { size, running, done, bytesDone, recordsDone } = stage;
  const ended = hasEnded(stage.job);
  const live = ended || isComplete(stage) ? 0 : 1;
  const bytesTotal = stage.bytesTotal;
  const bytes = bytesDone + live * stage.bytesRunning;
  return {
    name: stage.spec.name,
    tasks: size,
    waiting: size - running - done,
    running,
    done,
    bytesTotal,
    bytesDone: bytesTotal > 0 ? Math.min(bytesTotal, bytes) : bytes,
    recordsDone: recordsDone + live * stage.recordsRunning,
  };
}

function standingOf(worker: Worker): WorkerView["state"] {
  if (worker.session.draining) return "draining";
  if (worker.presence.kind !== "present" || worker.session.suspect) return "suspect";
  return "ready";
}

function addCounters(stages: readonly Stage[]): { readonly [name: string]: number } {
  const sums = new Map<string, number>();
  for (const stage of stages) {
    for (const [name, amount] of stage.counters) sums.set(name, (sums.get(name) ?? 0) + amount);
  }
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function total(stages: readonly Stage[], amount: (stage: Stage) => number): number {
  return stages.reduce((sum, stage) => sum + amount(stage), 0);
}

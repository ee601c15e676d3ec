/**
 * What is true between any two steps. On in tests and simulations.
 *
 * Owns: the checks and their numbers. Talks to: the tables, read only. Costs a walk over all tasks of running jobs.
 *
 *  1. No worker holds more attempts than it has slots, but for those of one stage alone, within the limit.
 *  2. Every running attempt is in its worker's set, and the other way round; gone workers run nothing.
 *  3. Counts by state equal the tasks' states; the queue holds the waiting tasks.
 *  4. A task runs at most two attempts, on different workers.
 *  5. `open` holds the incomplete stages, upstream first.
 *  6. A job's count of running attempts, and of stops, equals what its workers hold.
 *  7. Readers of a stage are its audience.
 *  8. The free heap holds the workers that may be given work.
 *  9. No upstream task waits for a slot while readers of it hold slots that could be freed and none of its stage has one,
 *     unless stops are under way.
 * 10. A running reader that is needed has every finished source on a worker that is not gone.
 * 11. Of what has been given up (trimming.ts) every reader is done, and its result does not go away.
 */

import { onlyStage } from "./ahead.js";
import { MrError } from "./error.js";
import type { Job } from "./job-table.js";
import type { EngineLimits } from "./limits.js";
import { mayStart } from "./scheduler.js";
import type { State } from "./state.js";
import { isComplete, isNeeded, type LiveAttempt, type Stage } from "./task-table.js";
import { busySlots, freeSlots, isGone, isUsable, type Worker } from "./worker-table.js";

export function checkInvariants(state: State, limits: EngineLimits): void {
  const held = new Map<Job, number>();
  const stops = new Map<Job, number>();
  const live = new Set<LiveAttempt>();
  for (const worker of state.workers.all()) {
    checkWorker(state, worker, limits);
    for (const attempt of worker.running) {
      live.add(attempt);
      add(held, attempt.stage.job);
    }
    for (const stopping of worker.session.stopping.values()) add(stops, stopping.stage.job);
  }
  for (const job of state.jobs.all()) {
    require(job.running === (held.get(job) ?? 0), 6, `${job.spec.id} counts ${job.running}`);
    require(job.stopping === (stops.get(job) ?? 0), 6, `${job.spec.id} stops ${job.stopping}`);
    if (job.state.kind === "ended") continue;
    const open = job.stages.filter((stage) => !isComplete(stage));
    require(open.length === job.open.length && open.every((s, i) => s === job.open[i]), 5, "open");
    for (const stage of job.stages) checkStage(stage, live);
    if (job.state.kind === "running") checkRoom(job);
  }
  require(live.size === 0, 2, "a worker runs an attempt that no task knows");
}

function checkWorker(state: State, worker: Worker, limits: EngineLimits): void {
  const name = worker.info.worker;
  const { slots } = worker.info;
  const most = slots * (1 + limits.assignAhead);
  const { size } = worker.running;
  require(size <= (onlyStage(worker) === null ? slots : most), 1, `${name} runs ${size}`);
  require(busySlots(worker) <= most, 1, `${name} holds ${busySlots(worker)}`);
  const counted = [...worker.stages.values()].reduce((sum, attempts) => sum + attempts, 0);
  require(counted === size, 1, `${name} counts ${counted} by stage`);
  require(!isGone(worker), 2, `${name} is gone and still listed`);
  const mayWork = isUsable(worker) && !worker.session.suspect && freeSlots(worker) > 0;
  require(state.workers.isFree(worker) === mayWork, 8, `${name} free: ${mayWork}`);
}

/** Takes the stage's attempts out of `live`: what remains belongs to nobody. */
function checkStage(stage: Stage, live: Set<LiveAttempt>): void {
  const { name } = stage.spec;
  const counts = { waiting: 0, running: 0, done: 0 };
  const audience = new Map<Worker, number>();
  stage.tasks.forEach((task, index) => {
    counts[task.state.kind] += 1;
    require(stage.queue.has(index) ===
      (task.state.kind === "waiting"), 3, `${name} ${index} queued`);
    require(task.state.kind !== "done" || task.receipt !== null, 3, `${name} ${index} receipt`);
    if (task.state.kind !== "running") return;
    const { attempts } = task.state;
    const workers = new Set(attempts.map((attempt) => attempt.worker));
    require(attempts.length <= 2 && workers.size === attempts.length, 4, `${name} ${index}`);
    for (const attempt of attempts) {
      require(live.delete(attempt), 2, `${name} ${index} runs on nobody`);
      require(attempt.worker.running.has(attempt), 2, `${name} ${index} unknown to its worker`);
    }
  });
  require(counts.waiting === stage.queue.size, 3, `${name} queue ${stage.queue.size}`);
  require(counts.running === stage.running, 3, `${name} running ${stage.running}`);
  require(counts.done === stage.done, 3, `${name} done ${stage.done}`);
  for (const reader of stage.readers) countAudience(reader, audience);
  require(audience.size === stage.audience.size, 7, `${name} audience ${stage.audience.size}`);
  for (const [worker, count] of audience) {
    require(stage.audience.get(worker) === count, 7, `${name} audience ${worker.info.worker}`);
  }
  checkSources(stage);
  checkTrimmed(stage);
}

function checkTrimmed({ spec, readers, trimmedFrom }: Stage): void {
  if (spec.sink.kind !== "segments" || trimmedFrom === spec.sink.partitions) return;
  for (const reader of readers) {
    require(reader.spec.sink.kind ===
      "part", 11, `${reader.spec.name} reads ${spec.name} too late`);
    for (const { state } of reader.tasks.slice(trimmedFrom)) {
      require(state.kind === "done", 11, `${reader.spec.name} still reads ${spec.name}`);
    }
  }
}

function countAudience(reader: Stage, audience: Map<Worker, number>): void {
  for (const { state } of reader.tasks) {
    if (state.kind !== "running") continue;
    for (const { worker } of state.attempts) audience.set(worker, (audience.get(worker) ?? 0) + 1);
  }
}

function checkSources(stage: Stage): void {
  if (stage.spec.sink.kind !== "segments" || stage.readers.every(isComplete)) return;
  for (const { state } of stage.tasks) {
    require(state.kind !== "done" ||
      !isGone(state.worker), 10, `${stage.spec.name} lost an output`);
  }
}

function checkRoom(job: Job): void {
  if (job.stopping > 0) return;
  for (const stage of job.open) {
    if (stage.queue.size === 0 || stage.running > 0) continue;
    if (!isNeeded(stage) || !mayStart(stage)) continue;
    for (const reader of stage.readers) {
      for (const { state } of reader.tasks) {
        const held = state.kind === "running" ? state.attempts : [];
        const idle = held.some(({ worker }) => isUsable(worker) && !worker.session.suspect);
        require(!idle, 9, `${reader.spec.name} holds a slot that ${stage.spec.name} needs`);
      }
    }
  }
}

function add(counts: Map<Job, number>, job: Job): void {
  counts.set(job, (counts.get(job) ?? 0) + 1);
}

function require(holds: boolean, number: number, what: string): void {
  if (!holds) throw new MrError("MR_INTERNAL", `invariant ${number} is broken: ${what}`);
}

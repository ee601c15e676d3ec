/**
 * One short text for the whole durable state: equal states give equal texts.
 *
 * Owns: which fields are durable. Talks to: the tables. Costs a walk over all tasks: for tests and for recovery.
 *
 * G1. Replaying the facts of an engine gives an engine with the same digest.
 */

import type { Job } from "./job-table.js";
import type { State } from "./state.js";
import type { Stage, Task } from "./task-table.js";
import type { Worker } from "./worker-table.js";

export function digestState(state: State): string {
  const hash = new TextHash();
  hash.add(`epoch ${state.epoch}`);
  for (const worker of state.workers.all()) {
    hash.add(`worker ${JSON.stringify(worker.info)} ${worker.presence.kind}`);
    const running = [...worker.running].map((live) => `${live.stage.spec.name}/${live.index}`);
    hash.add(`runs ${running.sort().join(" ")} done ${worker.tasksDone}`);
  }
  for (const job of state.jobs.all()) addJob(hash, job);
  return hash.value();
}

function addJob(hash: TextHash, job: Job): void {
  hash.add(`job ${JSON.stringify(job.spec)} ${JSON.stringify(job.state)} ${job.submittedAt}`);
  hash.add(`ended ${job.endedAt} input ${JSON.stringify(job.input)} ${job.publishing.join(" ")}`);
  hash.add(`attempts ${JSON.stringify(job.attempts)} running ${job.running}`);
  hash.add(`failed ${JSON.stringify([...job.failedTasks])} skipped ${job.skippedPlaces.size}`);
  hash.add(`spent ${job.spills} ${job.cpuMs} ${job.peakMemoryBytes}`);
  for (const stage of job.stages) addStage(hash, stage);
}

function addStage(hash: TextHash, stage: Stage): void {
  hash.add(`stage ${JSON.stringify(stage.spec)} ${stage.size} ${stage.running} ${stage.done}`);
  hash.add(
    `complete ${stage.completedOnce} ready ${stage.readyAt} log ${stage.log.join(" ")} changed ${stage.changed}`,
  );
  hash.add(
    `written ${JSON.stringify(stage.written.value())} ${JSON.stringify(stage.read.value())}`,
  );
  hash.add(`counters ${JSON.stringify([...stage.counters])}`);
  for (const task of stage.tasks) hash.add(describeTask(task));
}

function describeTask(task: Task): string {
  const { state, attempts, troubles, receipt } = task;
  return `${describeTaskState(state)} ${attempts} ${JSON.stringify(troubles)} ${JSON.stringify(receipt)}`;
}

function describeTaskState(state: Task["state"]): string {
  switch (state.kind) {
    case "waiting":
      return "waiting";
    case "running":
      return state.attempts
        .map((live) => `${live.attempt}@${lifeOf(live.worker)} ${live.startedAt} ${live.cause}`)
        .join(",");
    case "done":
      return `done ${state.attempt}@${lifeOf(state.worker)} ${state.worker.presence.kind}`;
  }
}

/** Numbers of workers differ when lives that nobody remembers have been left out of a snapshot; their order does not. */
function lifeOf({ info }: Worker): string {
  return `${info.worker}/${info.incarnation}`;
}

/** Two independent 32-bit lanes (FNV-1a and a multiplicative one): enough to notice, not to defend. */
class TextHash {
  private first = 0x811c9dc5;
  private second = 0x9e3779b9;

  add(text: string): void {
    for (let i = 0; i < text.length; i += 1) {
      const unit = text.charCodeAt(i);
      this.first = Math.imul(this.first ^ unit, 0x01000193);
      this.second = Math.imul(this.second + unit, 0x85ebca6b) ^ (this.second >>> 13);
    }
    this.first = Math.imul(this.first ^ 10, 0x01000193);
  }

  value(): string {
    const hex = (lane: number) => (lane >>> 0).toString(16).padStart(8, "0");
    return hex(this.first) + hex(this.second);
  }
}

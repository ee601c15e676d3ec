/**
 * Telling workers where map outputs are.
 *
 * Owns: what each worker has heard of each stage's log of outputs. Talks to: turn, task-table.
 *
 * Q1. A worker hears of an output once a session, and only while it runs a reader of the stage: messages grow with
 *     workers and with time, never with maps times reduces.
 * Q2. News is gathered and told at the next tick, except what somebody waits for: the last output of a stage, and
 *     an output that has moved.
 * Q3. The same news for many workers is one list: memory grows with outputs, not with outputs times workers.
 */

import type { SourceLocation } from "./command.js";
import { isComplete, type LiveAttempt, type News, type Stage } from "./task-table.js";
import type { Turn } from "./turn.js";
import { isGone, type Worker } from "./worker-table.js";

/** A reader was assigned: its worker hears all that is known, even that there is nothing to read. */
export function tellReader(turn: Turn, live: LiveAttempt): void {
  for (const stage of live.stage.shuffleFrom) tell(turn, live.worker, stage);
}

/** An output was finished. */
export function outputFinished(turn: Turn, stage: Stage, moved: boolean): void {
  if (stage.audience.size === 0) return;
  if (moved || isComplete(stage)) tellAudience(turn, stage);
  else turn.reign.untold.add(stage);
}

/** What somebody waits for is told at once. */
export function tellAudience(turn: Turn, stage: Stage): void {
  turn.reign.untold.delete(stage);
  for (const worker of stage.audience.keys()) tell(turn, worker, stage);
}

export function tellNews(turn: Turn): void {
  for (const stage of turn.reign.untold) tellAudience(turn, stage);
}

export function tell(turn: Turn, worker: Worker, stage: Stage): void {
  if (worker.presence.kind !== "present") return;
  const before = worker.session.heard.get(stage);
  const start = before ?? 0;
  if (start >= stage.log.length && (stage.size > 0 || before !== undefined)) return;
  worker.session.heard.set(stage, stage.log.length);
  for (const outputs of newsSince(turn, stage, start)) send(turn, worker, stage, outputs);
}

/** Made once for all workers that have heard equally much: locations are shared, not copied (Q3). */
function newsSince(turn: Turn, stage: Stage, start: number): News["batches"] {
  const { news, log, done } = stage;
  if (news?.start === start && news.end === log.length && news.done === done) return news.batches;
  const known = news !== null && news.start === start && hasOnlyGrown(news, stage) ? news : null;
  const batches: (readonly SourceLocation[])[] = known === null ? [] : [...known.batches];
  // The last one may have room; those that were sent are never changed.
  const last = batches.at(-1);
  let batch = last !== undefined && last.length < turn.limits.sourcesPerCommand ? [...last] : [];
  if (batch.length > 0 || last?.length === 0) batches.pop();
  for (let position = known?.end ?? start; position < log.length; position += 2) {
    const location = locate(stage, log[position], log[position + 1]);
    if (location === null) continue;
    batch.push(location);
    if (batch.length < turn.limits.sourcesPerCommand) continue;
    batches.push(batch);
    batch = [];
  }
  if (batch.length > 0 || stage.size === 0) batches.push(batch);
  stage.news = { start, end: log.length, done, batches };
  return batches;
}

/** Nothing of what was told has become untrue: every output since then is one more that is there. */
function hasOnlyGrown(news: News, { log, done }: Stage): boolean {
  return log.length - news.end === 2 * (done - news.done);
}

function send(turn: Turn, worker: Worker, stage: Stage, outputs: readonly SourceLocation[]): void {
  turn.send({
    kind: "sources",
    worker: worker.info.worker,
    incarnation: worker.info.incarnation,
    job: stage.job.spec.id,
    stage: stage.spec.name,
    tasks: stage.size,
    outputs,
  });
}

/** Null when that output is not the task's present one. */
function locate(stage: Stage, index = -1, attempt = -1): SourceLocation | null {
  const task = stage.tasks[index];
  if (task?.state.kind !== "done" || task.state.attempt !== attempt) return null;
  const { worker } = task.state;
  const output = task.receipt?.output;
  if (isGone(worker) || output?.kind !== "segments") return null;
  return {
    index,
    attempt,
    worker: worker.info.worker,
    incarnation: worker.info.incarnation,
    hostId: worker.info.hostId,
    dataAddress: worker.info.dataAddress,
    path: output.path,
    sizeBytes: output.sizeBytes,
  };
}

/**
 * Giving up what has been read while the rest is still being read: then a job's data lies on disk once, not as outputs
 * of maps and as parts of the result at the same time, and much of it is gone before the system has written it to disk.
 *
 * Owns: how far the outputs of a stage have been given up, and when workers are told. Talks to: turn.
 *
 * U1. A partition is given up when all of its readers are done and each has laid down a part: parts are never made again
 *     (O1 of reopening.ts). What is left on workers (segments) may go away with them, and its sources are needed again.
 * U2. Partitions are read from the last to the first (task-table.ts), since a file can be cut at its end only.
 * U3. Workers are told when it is worth a message, and a bounded number of times a stage.
 * U4. How far it went is not durable: a new master tells again, and cutting twice is harmless.
 */

import type { Stage } from "./task-table.js";
import type { Turn } from "./turn.js";

/** A reader of these stages has laid down a part. */
export function partLaidDown(turn: Turn, sources: readonly Stage[]): void {
  for (const stage of sources) {
    const { sink } = stage.spec;
    if (sink.kind !== "segments" || !stage.readers.every(laysDownParts)) continue;
    stage.readFrom = lowestRead(stage);
    // What is left after the first partition goes when the job publishes.
    if (stage.readFrom === 0 || !isWorthIt(turn, stage, sink.partitions)) continue;
    stage.trimmedFrom = stage.readFrom;
    tellHolders(turn, stage);
  }
}

/** U1: a new reader would come too late. */
export function isBeingTrimmed(stage: Stage): boolean {
  return stage.readers.some((reader) => laysDownParts(reader) && reader.done > 0);
}

function laysDownParts({ spec }: Stage): boolean {
  return spec.sink.kind === "part";
}

/** Those that were done stay so: each partition is looked at once. */
function lowestRead({ readers, readFrom }: Stage): number {
  let from = readFrom;
  while (from > 0 && readers.every(({ tasks }) => tasks[from - 1]?.state.kind === "done"))
    from -= 1;
  return from;
}

function isWorthIt(turn: Turn, stage: Stage, partitions: number): boolean {
  const { trimBytes, trimsPerStage } = turn.limits;
  const share = (stage.trimmedFrom - stage.readFrom) / partitions;
  return share * stage.shuffleBytes >= trimBytes && share >= 1 / trimsPerStage;
}

function tellHolders(turn: Turn, stage: Stage): void {
  const { trimmedFrom: from } = stage;
  const job = stage.job.spec.id;
  for (const holder of stage.job.workers) {
    if (holder.presence.kind !== "present" || !holder.outputs.has(stage)) continue;
    const { worker, incarnation } = holder.info;
    turn.send({ kind: "trim", worker, incarnation, job, stage: stage.spec.name, from });
  }
}

/**
 * What the agent knows of where finished outputs lie, for every stage that one of its tasks may read.
 *
 * Owns: the table (job, stage) -> locations, and who wants to hear of news. Fed by `sources` messages.
 *
 * T1. Of two outputs of one task the higher attempt counts; an older one that comes late is dropped.
 * T2. A subscriber gets all that is known at once, then only news, in batches of at most BATCH locations.
 */

import type { SourceLocation } from "../engine/command.js";
import type { JobId } from "../engine/ids.js";

/** Keeps one IPC message near 100 KB. */
const BATCH = 500;

export interface SourceBatch {
  readonly tasks: number;
  readonly outputs: readonly SourceLocation[];
}

type Subscriber = (batch: SourceBatch) => void;

interface StageSources {
  /** Null until the master has spoken of the stage. */
  tasks: number | null;
  readonly byIndex: Map<number, SourceLocation>;
  readonly subscribers: Set<Subscriber>;
}

export class SourceTable {
  readonly #jobs = new Map<JobId, Map<string, StageSources>>();

  add(job: JobId, stage: string, batch: SourceBatch): void {
    const known = this.#stage(job, stage);
    known.tasks = batch.tasks;
    const news = batch.outputs.filter((output) => {
      const before = known.byIndex.get(output.index);
      return before === undefined || output.attempt >= before.attempt;
    });
    for (const output of news) known.byIndex.set(output.index, output);
    for (const subscriber of known.subscribers) deliver(subscriber, batch.tasks, news);
  }

  /** Returns the function that ends the subscription. */
  subscribe(job: JobId, stage: string, subscriber: Subscriber): () => void {
    const known = this.#stage(job, stage);
    known.subscribers.add(subscriber);
    if (known.tasks !== null) deliver(subscriber, known.tasks, [...known.byIndex.values()]);
    return () => known.subscribers.delete(subscriber);
  }

  forget(job: JobId): void {
    this.#jobs.delete(job);
  }

  #stage(job: JobId, stage: string): StageSources {
    let stages = this.#jobs.get(job);
    if (stages === undefined) this.#jobs.set(job, (stages = new Map()));
    let known = stages.get(stage);
    if (known === undefined) {
      stages.set(stage, (known = { tasks: null, byIndex: new Map(), subscribers: new Set() }));
    }
    return known;
  }
}

function deliver(to: Subscriber, tasks: number, outputs: readonly SourceLocation[]): void {
  // One batch at least: an empty one still says how many tasks there are.
  for (let start = 0; start === 0 || start < outputs.length; start += BATCH) {
    to({ tasks, outputs: outputs.slice(start, start + BATCH) });
  }
}

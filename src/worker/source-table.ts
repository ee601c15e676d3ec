/**
 * What the agent knows of where finished outputs lie, for every stage that one of its tasks may read.
 *
 * Owns: the table (job, stage) -> locations, and who wants to hear of news. Fed by `sources` messages.
 *
 * T1. Of two outputs of one task the higher attempt counts; an older one that comes late is dropped.
 * T2. A subscriber gets all that is known at once, then only news, in batches of at most BATCH locations.
 * T3. A location that a task could not read is held back from the next tasks for a while, longer with every failure:
 *     if its output is being made again, the new one comes first; if not, it is tried again. Never held back for ever.
 * T4. A session begins with an empty table: its master tells all that is there now, and nothing of what has gone since.
 */

import type { SourceLocation } from "../engine/command.js";
import type { JobId } from "../engine/ids.js";
import { REAL_TIMERS, type Timers } from "./timers.js";

/** Keeps one message near 100 KB. */
const BATCH = 500;

export interface SourceBatch {
  readonly tasks: number;
  readonly outputs: readonly SourceLocation[];
}

/** Without a pause a reader of a dead worker's output would use up its tries before the map has run again. */
const FIRST_DOUBT_MS = 2_000;
const LONGEST_DOUBT_MS = 60_000;

type Subscriber = (batch: SourceBatch) => void;

interface Known {
  readonly location: SourceLocation;
  failures: number;
  /** By the table's timers. */
  heldUntil: number;
}

interface StageSources {
  /** Null until the master has spoken of the stage. */
  tasks: number | null;
  readonly byIndex: Map<number, Known>;
  readonly subscribers: Set<Subscriber>;
}

export class SourceTable {
  readonly #timers: Timers;
  readonly #jobs = new Map<JobId, Map<string, StageSources>>();

  constructor(timers: Timers = REAL_TIMERS) {
    this.#timers = timers;
  }

  add(job: JobId, stage: string, batch: SourceBatch): void {
    const known = this.#stage(job, stage);
    known.tasks = batch.tasks;
    const news = batch.outputs.filter((output) => {
      const before = known.byIndex.get(output.index);
      return before === undefined || output.attempt >= before.location.attempt;
    });
    for (const output of news) {
      const before = known.byIndex.get(output.index);
      if (before !== undefined && isSamePlace(before.location, output)) continue;
      known.byIndex.set(output.index, { location: output, failures: 0, heldUntil: 0 });
    }
    for (const subscriber of known.subscribers) deliver(subscriber, batch.tasks, news);
  }

  /** Returns the function that ends the subscription. */
  subscribe(job: JobId, stage: string, subscriber: Subscriber): () => void {
    const known = this.#stage(job, stage);
    known.subscribers.add(subscriber);
    const cancels =
      known.tasks === null ? [] : tellAll(this.#timers, known, known.tasks, subscriber);
    return () => {
      known.subscribers.delete(subscriber);
      for (const cancel of cancels) cancel();
    };
  }

  /** A task could not read these outputs. */
  doubt(
    job: JobId,
    stage: string,
    sources: readonly { readonly index: number; readonly attempt: number }[],
  ): void {
    const { byIndex } = this.#stage(job, stage);
    for (const { index, attempt } of sources) {
      const known = byIndex.get(index);
      if (known?.location.attempt !== attempt) continue;
      known.heldUntil =
        this.#timers.now() + Math.min(LONGEST_DOUBT_MS, FIRST_DOUBT_MS * 2 ** known.failures);
      known.failures += 1;
    }
  }

  forget(job: JobId): void {
    this.#jobs.delete(job);
  }

  /** T4. Who has subscribed hears of everything once more. */
  forgetPlaces(): void {
    for (const stages of this.#jobs.values()) {
      for (const { byIndex } of stages.values()) byIndex.clear();
    }
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

/** An output may come back with its worker: the same attempt, at another address. */
function isSamePlace(before: SourceLocation, now: SourceLocation): boolean {
  return (
    before.attempt === now.attempt &&
    before.incarnation === now.incarnation &&
    before.dataAddress === now.dataAddress
  );
}

/** What may be read now goes out at once; what is held back goes out later, unless it has moved by then. */
function tellAll(
  timers: Timers,
  stage: StageSources,
  tasks: number,
  to: Subscriber,
): (() => void)[] {
  const now = timers.now();
  const all = [...stage.byIndex.values()];
  deliver(
    to,
    tasks,
    all.filter(({ heldUntil }) => heldUntil <= now).map(({ location }) => location),
  );
  const held = all.filter(({ heldUntil }) => heldUntil > now);
  return held.map((known) =>
    timers.after(known.heldUntil - now, () => {
      const { location } = known;
      if (stage.byIndex.get(location.index) === known) to({ tasks, outputs: [location] });
    }),
  );
}

function deliver(to: Subscriber, tasks: number, outputs: readonly SourceLocation[]): void {
  // One batch at least: an empty one still says how many tasks there are.
  for (let start = 0; start === 0 || start < outputs.length; start += BATCH) {
    to({ tasks, outputs: outputs.slice(start, start + BATCH) });
  }
}

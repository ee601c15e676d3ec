/**
 * One simulated attempt: waits for its sources, fetches them, takes its time, and leaves what its inputs say.
 *
 * Owns: the progress of one attempt on one slot. Talks to: its worker (time, fetches, files), the attempt's listener.
 */

import type { SourceLocation } from "../../src/engine/command.js";
import type { ErrorCode } from "../../src/engine/error.js";
import type { AttemptFailure, TaskReport } from "../../src/engine/graph.js";
import { EMPTY_DIGEST } from "../../src/engine/graph.js";
import { type AttemptRef, attemptName } from "../../src/engine/ids.js";
import type { AttemptListener } from "../../src/worker/runner-process.js";
import type { AttemptOutcome, RunRequest } from "../../src/worker/runner-protocol.js";
import type { SourceBatch } from "../../src/worker/source-table.js";
import {
  type Cell,
  cellsOf,
  countersOf,
  digestOf,
  type Inputs,
  partFile,
  sumOfCells,
} from "./data.js";
import type { SimWorker } from "./worker.js";

export type Ending = "ok" | "throws" | "crashes" | "hangs" | "disk-full";

/** What chance has in store for an attempt. */
export interface Behaviour {
  readonly durationMs: number;
  readonly ending: Ending;
  /** Empty for a deterministic job. */
  readonly nonce: string;
}

interface Reading {
  tasks: number | null;
  readonly cells: Map<number, Cell>;
  /** The latest that was heard of each output. */
  readonly places: Map<number, SourceLocation>;
}

const START_MS = 15;
const KILL_MS = 40;

export class SimRunner {
  readonly request: RunRequest;
  readonly #worker: SimWorker;
  readonly #listener: AttemptListener;
  readonly #reading = new Map<string, Reading>();
  #state: "reading" | "computing" | "over" = "reading";
  #begunAt = 0;
  #behaviour: Behaviour = { durationMs: 1, ending: "ok", nonce: "" };

  constructor(worker: SimWorker, request: RunRequest, listener: AttemptListener) {
    this.#worker = worker;
    this.request = request;
    this.#listener = listener;
  }

  get attempt(): AttemptRef {
    return this.request.assignment.attempt;
  }

  begin(): void {
    this.#later(START_MS, () => {
      this.#behaviour = this.#worker.behaviour(this.request.assignment);
      const { edges } = this.request.assignment.stage;
      for (const edge of edges) {
        if (edge.kind !== "shuffle") continue;
        this.#reading.set(edge.from, { tasks: null, cells: new Map(), places: new Map() });
      }
      for (const from of this.#reading.keys()) this.#listener.wantSources(from);
      this.#computeWhenRead();
    });
  }

  /** Told when its process has gone. */
  kill(verdict: AttemptFailure): void {
    if (this.#state === "over") return;
    this.#state = "over";
    this.#worker.node.after(KILL_MS * this.#worker.random.next(), () =>
      this.#listener.ended(verdict, null),
    );
  }

  progress(): { bytes: number; records: number } {
    const done = this.#state === "computing" ? this.#worker.node.now() - this.#begunAt : 0;
    const moves = this.#behaviour.ending === "hangs" ? 0 : Math.floor(done);
    return { bytes: moves, records: moves };
  }

  feed(stage: string, batch: SourceBatch): void {
    const reading = this.#reading.get(stage);
    if (reading === undefined || this.#state !== "reading") return;
    reading.tasks = batch.tasks;
    for (const place of batch.outputs) {
      const known = reading.places.has(place.index);
      reading.places.set(place.index, place);
      if (!known) this.#fetch(stage, reading, place);
    }
    this.#computeWhenRead();
  }

  #fetch(stage: string, reading: Reading, place: SourceLocation): void {
    this.#worker.fetch(place, this.attempt, (result) => {
      if (this.#state !== "reading") return;
      if (typeof result !== "string") {
        reading.cells.set(place.index, result);
        this.#computeWhenRead();
        return;
      }
      const newer = reading.places.get(place.index);
      if (newer !== undefined && newer !== place) return this.#fetch(stage, reading, newer);
      const message = `output ${place.index} of ${stage} on ${place.worker} cannot be read`;
      const sources = [{ index: place.index, attempt: place.attempt }];
      this.#end({ kind: "fetch-failed", error: { code: result, message }, stage, sources });
    });
  }

  #computeWhenRead(): void {
    for (const { tasks, cells } of this.#reading.values()) {
      if (tasks === null || cells.size < tasks) return;
    }
    if (this.#state !== "reading") return;
    this.#state = "computing";
    this.#begunAt = this.#worker.node.now();
    const { durationMs, ending } = this.#behaviour;
    if (ending === "hangs") {
      const { taskTimeoutMs } = this.request.assignment.spec.settings;
      const failure = failed("MR_TASK_TIMEOUT", "no progress");
      this.#later(taskTimeoutMs, () => this.#end(failure));
      return;
    }
    this.#later(durationMs, () => this.#finish(ending));
  }

  #finish(ending: Exclude<Ending, "hangs">): void {
    switch (ending) {
      case "throws":
        return this.#end(failed("MR_USER_CODE", "unlucky"));
      case "crashes":
        return this.#end(failed("MR_RUNNER_CRASHED", "the process went away"));
      case "disk-full":
        return this.#end({ kind: "lost", error: { code: "MR_DISK_FULL", message: "no room" } });
      case "ok":
        return this.#end({ kind: "succeeded", report: this.#work() });
    }
  }

  #work(): TaskReport {
    const { attempt } = this;
    const { stage, upstream } = this.request.assignment;
    const cells = new Map<string, readonly Cell[]>();
    for (const [from, reading] of this.#reading) {
      cells.set(
        from,
        [...reading.cells].sort(([a], [b]) => a - b).map(([, cell]) => cell),
      );
    }
    const results = new Map<string, readonly string[]>();
    for (const edge of stage.edges) {
      if (edge.kind === "broadcast") results.set(edge.from, upstream[edge.from]?.results ?? []);
    }
    const inputs: Inputs = { cells, results };
    const read = [...cells.values()].flat();
    return {
      output: this.#write(digestOf(attempt.job, attempt.stage, attempt.index, inputs), inputs),
      counters: countersOf(attempt.job, attempt.stage, attempt.index),
      totals: {},
      inputRecords: read.length === 0 ? 10 : 0,
      inputBytes: read.length === 0 ? 100 : 0,
      shuffleDigest: read.length === 0 ? EMPTY_DIGEST : sumOfCells(read),
      skipped: [],
      spills: 0,
      peakMemoryBytes: 1_000,
      cpuMs: 1,
    };
  }

  #write(digest: string, inputs: Inputs): TaskReport["output"] {
    const { attempt } = this;
    const { sink } = this.request.assignment.stage;
    if (sink.kind === "result") return { kind: "result", bytes: digest };
    if (sink.kind === "segments") {
      const { nonce } = this.#behaviour;
      const cells = cellsOf(
        digest,
        sink.partitions,
        nonce === "" ? "" : attemptName(attempt) + nonce,
      );
      const file = {
        path: this.request.segmentPath,
        sizeBytes: 20 * cells.length,
        digest: sumOfCells(cells),
      };
      const { path, sizeBytes, digest: sums } = file;
      const kept = { attempt, path, sizeBytes, records: sums.records };
      this.#worker.host.files.set(path, { cells, corrupt: false, left: cells.length, kept });
      return { kind: "segments", ...file };
    }
    const nonces = new Map<string, string>();
    for (const [from, cells] of inputs.cells) {
      cells.forEach(({ nonce }, index) => nonces.set(`${from}/${index}`, nonce));
    }
    const content = { checksum: digest, records: 1, nonces };
    const file = partFile(attempt, content);
    this.#worker.staging.set(file.stagedPath, content);
    return { kind: "part", files: [file] };
  }

  #later(delayMs: number, act: () => void): void {
    this.#worker.node.after(delayMs, () => {
      if (this.#state !== "over") act();
    });
  }

  #end(outcome: AttemptOutcome): void {
    this.#state = "over";
    this.#listener.ended(outcome, null);
  }
}

function failed(code: ErrorCode, message: string): AttemptFailure {
  return { kind: "failed", error: { code, message }, where: null };
}

/**
 * Thousands of workers and the real engine, for experiments at size: no disks, no messages, no sessions.
 *
 * Owns: virtual time, workers as slots with queues, the coarse model of tasks. Talks to: the engine.
 *
 * F1. A map takes its time. A reduce waits until all map outputs exist, fetches for `fetchShare` of its time, then sorts
 *     and writes for the rest. If outputs go away while it fetches, it waits until they have been made again.
 * F2. Transfers cost what they add to a task's time; the network as a whole is not modelled, nor are two tasks of one
 *     machine that slow each other down.
 * F3. Workers beat once a second, in turns; the master's clock ticks four times a second, as the real ones do.
 */

import type { Command } from "../../../src/engine/command.js";
import { createEngine, type Engine } from "../../../src/engine/engine.js";
import type { Event, WorkerInfo } from "../../../src/engine/event.js";
import type { TaskReport } from "../../../src/engine/graph.js";
import {
  attemptKey,
  type AttemptRef,
  type Incarnation,
  type WorkerId,
} from "../../../src/engine/ids.js";
import type { EngineLimits } from "../../../src/engine/limits.js";
import {
  columnDigest,
  fakeInput,
  fakeJob,
  NO_REPORT,
  rowDigest,
} from "../../scenario/fake-data.js";
import { FAKE_PLANNERS, type FakeProgram } from "../../scenario/fake-planners.js";
import { Clock } from "../clock.js";

type Body = Event extends infer E ? (E extends Event ? Omit<E, "at"> : never) : never;
type AssignCommand = Extract<Command, { readonly kind: "assign" }>;

export interface FleetOptions {
  readonly workers: number;
  readonly slots: number;
  readonly maps: number;
  readonly reduces: number;
  readonly limits: Partial<EngineLimits>;
  readonly fetchShare: number;
  /** Of a task on a worker. */
  readonly durationMs: (kind: "map" | "reduce", index: number, worker: number) => number;
  /** What digests are needed for is not what is measured: every record sum is 0. */
  readonly digests: boolean;
}

interface FleetWorker {
  readonly number: number;
  life: number;
  alive: boolean;
  info: WorkerInfo;
  readonly running: Map<string, AttemptRef>;
  readonly waiting: AttemptRef[];
}

const TICK_MS = 250;
const BEAT_MS = 1_000;
const NO_PROGRESS: readonly never[] = [];

export class Fleet {
  readonly clock = new Clock();
  readonly engine: Engine;
  readonly options: FleetOptions;
  readonly workers: FleetWorker[] = [];
  events = 0;
  endedAtMs = 0;
  /** Of outputs that exist now. */
  #mapsDone = 0;
  #waitForMaps: (() => void)[] = [];
  readonly #spec;

  constructor(options: FleetOptions) {
    this.options = options;
    this.engine = createEngine({ planners: FAKE_PLANNERS, limits: options.limits });
    const { maps, reduces } = options;
    this.#spec = fakeJob("j1", "two-stage", { maps, reduces });
  }

  run(): void {
    const { clock } = this;
    this.play({ kind: "master-started", epoch: 1 });
    for (let number = 0; number < this.options.workers; number += 1) {
      this.workers.push(this.#newWorker(number));
    }
    for (const worker of this.workers) this.#join(worker);
    this.play({ kind: "job-submitted", spec: this.#spec });
    this.#tick();
    while (this.endedAtMs === 0 && clock.runNext(1e9));
  }

  /** The process dies and is started again a moment later. */
  restart(number: number, withFolder: boolean): void {
    const worker = this.workers[number];
    if (worker === undefined || !worker.alive) return;
    worker.alive = false;
    worker.running.clear();
    worker.waiting.length = 0;
    const { worker: name, incarnation } = worker.info;
    this.play({ kind: "worker-left", worker: name, incarnation, reason: "killed" });
    if (withFolder) throw new Error("a folder that is kept is not modelled here");
    this.clock.after(1_000, () => this.#join(worker));
  }

  get view() {
    return this.engine.jobView(this.#spec.id);
  }

  play(body: Body): void {
    this.events += 1;
    const { facts, commands } = this.engine.step({ ...body, at: this.clock.now } as Event);
    for (const fact of facts) {
      if (fact.kind === "task-completed" && fact.attempt.stage === "map") this.#countMaps(1);
      else if (fact.kind === "task-reopened") this.#countMaps(-1);
    }
    for (const command of commands) this.#perform(command);
  }

  #countMaps(change: number): void {
    this.#mapsDone += change;
    if (this.#mapsDone < this.options.maps) return;
    for (const go of this.#waitForMaps.splice(0)) go();
  }

  #perform(command: Command): void {
    switch (command.kind) {
      case "plan-input": {
        const { maps } = this.#spec.program as unknown as FakeProgram;
        this.clock.after(0, () =>
          this.play({ kind: "input-planned", job: command.job, input: fakeInput(maps) }),
        );
        return;
      }
      case "assign":
        return this.#assign(command);
      case "stop":
        return this.#stop(command.worker, command.incarnation, command.attempt);
      case "publish":
        this.clock.after(1_000, () => this.play({ kind: "published", job: command.job }));
        return;
      case "announce":
        this.endedAtMs = this.clock.now;
        return;
      default:
        return;
    }
  }

  #assign({ worker: name, incarnation, attempt }: AssignCommand): void {
    const worker = this.workers[Number(name.slice(1))];
    if (worker === undefined || worker.info.incarnation !== incarnation) return;
    if (worker.running.size < this.options.slots) this.#begin(worker, attempt);
    else worker.waiting.push(attempt);
  }

  #begin(worker: FleetWorker, attempt: AttemptRef): void {
    const kind = attempt.stage === "map" ? "map" : "reduce";
    worker.running.set(attemptKey(attempt), attempt);
    const takesMs = this.options.durationMs(kind, attempt.index, worker.number);
    const then = this.#whileRunning(worker, attempt);
    if (kind === "map") {
      this.clock.after(
        takesMs,
        then(() => this.#succeed(worker, attempt)),
      );
      return;
    }
    const fetchMs = takesMs * this.options.fetchShare;
    const fetched = then(() => {
      // Outputs that went away meanwhile are waited for.
      if (this.#mapsDone < this.options.maps) this.#waitForMaps.push(fetched);
      else
        this.clock.after(
          takesMs - fetchMs,
          then(() => this.#succeed(worker, attempt)),
        );
    });
    const fetch = then(() => this.clock.after(fetchMs, fetched));
    if (this.#mapsDone < this.options.maps) this.#waitForMaps.push(fetch);
    else fetch();
  }

  #whileRunning(worker: FleetWorker, attempt: AttemptRef): (act: () => void) => () => void {
    const { life } = worker;
    const key = attemptKey(attempt);
    return (act) => () => {
      if (worker.life === life && worker.alive && worker.running.has(key)) act();
    };
  }

  #succeed(worker: FleetWorker, attempt: AttemptRef): void {
    this.#free(worker, attemptKey(attempt));
    const { worker: name, incarnation } = worker.info;
    const report = this.#reportOf(attempt);
    this.play({ kind: "attempt-succeeded", worker: name, incarnation, attempt, report });
  }

  #stop(name: WorkerId, incarnation: Incarnation, attempt: AttemptRef): void {
    const worker = this.workers[Number(name.slice(1))];
    if (worker === undefined || worker.info.incarnation !== incarnation) return;
    this.clock.after(100, () => {
      if (worker.info.incarnation !== incarnation || !worker.alive) return;
      this.#free(worker, attemptKey(attempt));
      const failure = { kind: "stopped" } as const;
      this.play({ kind: "attempt-ended", worker: name, incarnation, attempt, failure });
    });
  }

  #free(worker: FleetWorker, key: string): void {
    if (!worker.running.delete(key)) {
      const at = worker.waiting.findIndex((attempt) => attemptKey(attempt) === key);
      if (at >= 0) worker.waiting.splice(at, 1);
      return;
    }
    const next = worker.waiting.shift();
    if (next !== undefined) this.#begin(worker, next);
  }

  #reportOf(attempt: AttemptRef): TaskReport {
    const { reduces, maps, digests } = this.options;
    if (attempt.stage === "map" && reduces > 0) {
      const digest = digests ? rowDigest("map", attempt.index, reduces) : NO_REPORT.shuffleDigest;
      const path = `/w/${attempt.index}.${attempt.attempt}`;
      return { ...NO_REPORT, output: { kind: "segments", path, sizeBytes: 64 << 20, digest } };
    }
    const name = `part-${attempt.index}`;
    const file = {
      stagedPath: `/s/${name}.${attempt.attempt}`,
      name,
      records: 1,
      sizeBytes: 1,
      checksum: "",
    };
    const read = digests && reduces > 0 ? columnDigest("map", maps, attempt.index) : null;
    const shuffleDigest = read ?? NO_REPORT.shuffleDigest;
    return { ...NO_REPORT, output: { kind: "part", files: [file] }, shuffleDigest };
  }

  #newWorker(number: number): FleetWorker {
    const info = this.#infoOf(number, 0);
    return { number, life: 0, alive: false, info, running: new Map(), waiting: [] };
  }

  #infoOf(number: number, life: number): WorkerInfo {
    return {
      worker: `w${number}` as WorkerId,
      incarnation: `${number}.${life}` as Incarnation,
      slots: this.options.slots,
      hostId: `h${number}`,
      dataAddress: `w${number}:7000`,
      processId: 1,
    };
  }

  #join(worker: FleetWorker): void {
    worker.life += 1;
    worker.alive = true;
    worker.info = this.#infoOf(worker.number, worker.life);
    this.play({ kind: "worker-joined", info: worker.info });
    const { life } = worker;
    const beat = (): void => {
      if (worker.life !== life || !worker.alive || this.endedAtMs > 0) return;
      const { worker: name, incarnation } = worker.info;
      const about = { worker: name, incarnation, progress: NO_PROGRESS, peakMemoryBytes: 1 };
      this.play({ kind: "worker-heartbeat", ...about });
      this.clock.after(BEAT_MS, beat);
    };
    this.clock.after((worker.number * 7_919) % BEAT_MS, beat);
  }

  #tick(): void {
    this.play({ kind: "tick" });
    this.clock.after(TICK_MS, () => this.#tick());
  }
}

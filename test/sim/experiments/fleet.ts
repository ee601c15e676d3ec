/**
 * Thousands of workers and the real engine, for experiments at size: no disks, no messages, no sessions.
 *
 * Owns: virtual time, workers as slots with queues, the coarse model of tasks. Talks to: the engine.
 *
 * F1. A map takes its time. A reduce fetches what there is, as fast as the shared network gives it (fetching.ts); when
 *     it has everything it sorts and writes, which takes its time. A process that dies loses what it has fetched.
 * F2. Two tasks of one machine do not slow each other down; reading splits and writing output cost what they add to a
 *     task's time.
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
import { Fetching, type Network } from "./fetching.js";

type Body = Event extends infer E ? (E extends Event ? Omit<E, "at"> : never) : never;
type AssignCommand = Extract<Command, { readonly kind: "assign" }>;

export interface FleetOptions {
  readonly workers: number;
  readonly slots: number;
  readonly maps: number;
  readonly reduces: number;
  readonly limits: Partial<EngineLimits>;
  /** Null: without reduces there is nothing to fetch. */
  readonly network: Network | null;
  /** Of a worker: everything takes this many times longer there. */
  readonly slowness: (worker: number) => number;
  /** Of a task on a worker that is not slow; of a reduce without its fetching. */
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
  readonly #fetching: Fetching | null;
  readonly #spec;

  constructor(options: FleetOptions) {
    this.options = options;
    this.engine = createEngine({ planners: FAKE_PLANNERS, limits: options.limits });
    const { maps, reduces, network } = options;
    this.#fetching = network === null ? null : new Fetching(network);
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
    for (const attempt of worker.running.values()) this.#fetching?.end(fetchKey(worker, attempt));
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
      if (fact.kind === "task-completed" && fact.attempt.stage === "map") this.#mapsDone += 1;
      else if (fact.kind === "task-reopened") this.#mapsDone -= 1;
    }
    for (const command of commands) this.#perform(command);
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
    const slowness = this.options.slowness(worker.number);
    const takesMs = slowness * this.options.durationMs(kind, attempt.index, worker.number);
    const then = this.#whileRunning(worker, attempt);
    const work = (): void => {
      const succeed = then(() => this.#succeed(worker, attempt));
      this.clock.after(takesMs, succeed);
    };
    if (kind === "map" || this.#fetching === null) work();
    else this.#fetching.begin(fetchKey(worker, attempt), slowness, work);
  }

  #whileRunning(worker: FleetWorker, attempt: AttemptRef): (act: () => void) => () => void {
    const { life } = worker;
    const key = attemptKey(attempt);
    return (act) => () => {
      if (worker.life === life && worker.alive && worker.running.has(key)) act();
    };
  }

  #succeed(worker: FleetWorker, attempt: AttemptRef): void {
    this.#free(worker, attempt);
    const { worker: name, incarnation } = worker.info;
    const report = this.#reportOf(attempt);
    this.play({ kind: "attempt-succeeded", worker: name, incarnation, attempt, report });
  }

  #stop(name: WorkerId, incarnation: Incarnation, attempt: AttemptRef): void {
    const worker = this.workers[Number(name.slice(1))];
    if (worker === undefined || worker.info.incarnation !== incarnation) return;
    this.clock.after(100, () => {
      if (worker.info.incarnation !== incarnation || !worker.alive) return;
      this.#free(worker, attempt);
      const failure = { kind: "stopped" } as const;
      this.play({ kind: "attempt-ended", worker: name, incarnation, attempt, failure });
    });
  }

  #free(worker: FleetWorker, attempt: AttemptRef): void {
    const key = attemptKey(attempt);
    this.#fetching?.end(fetchKey(worker, attempt));
    if (!worker.running.delete(key)) {
      const at = worker.waiting.findIndex((other) => attemptKey(other) === key);
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
    const name = flat(`part-${attempt.index}`);
    const file = {
      stagedPath: flat(`/s/${name}.${attempt.attempt}`),
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
      this.play({ kind: "worker-heartbeat", ...about, shortOf: null });
      this.clock.after(BEAT_MS, beat);
    };
    this.clock.after((worker.number * 7_919) % BEAT_MS, beat);
  }

  #tick(): void {
    this.#fetching?.advance(TICK_MS, this.#mapsDone / this.options.maps);
    this.play({ kind: "tick" });
    this.clock.after(TICK_MS, () => this.#tick());
  }
}

function fetchKey(worker: FleetWorker, attempt: AttemptRef): string {
  return `${worker.info.incarnation} ${attemptKey(attempt)}`;
}

/** One piece in memory, as a text that came in a message is, not a tree of the pieces that it was made from. */
function flat(text: string): string {
  return Buffer.from(text).toString("latin1");
}

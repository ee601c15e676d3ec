/**
 * A worker as the engine may meet it: it runs what it is told, keeps files, dies, loses its session, comes back.
 *
 * Owns: running attempts, finished reports and files of one worker process. Talks to: the world (messages, other workers).
 *
 * It keeps the contract of commands: it ignores an attempt that it has (C4), reports a finished one again, answers a
 * stop with the attempt's one event (C3), and starts a new life after it was dismissed.
 */

import type { Command, SourceLocation } from "../../src/engine/command.js";
import type { AttemptFailure, TaskReport } from "../../src/engine/graph.js";
import { type AttemptRef, attemptKey, type JobId } from "../../src/engine/ids.js";
import type { Shortage, WorkerInfo } from "../../src/engine/event.js";
import { fakeWorker } from "./fake-data.js";
import type { World } from "./random-world.js";

interface Running {
  readonly attempt: AttemptRef;
  readonly work: Work;
  /** It has a slot; until then it waits for those before it. */
  begun: boolean;
}

/** What the world says an attempt does. */
export interface Work {
  readonly durationMs: number;
  /** Stages whose outputs it reads. */
  readonly reads: readonly string[];
  readonly outcome: AttemptFailure | null;
  report(): TaskReport;
}

type Ending =
  | { readonly kind: "succeeded"; readonly report: TaskReport }
  | { readonly kind: "ended"; readonly failure: AttemptFailure };

export class RandomWorker {
  readonly name: string;
  readonly world: World;
  readonly slots: number;
  readonly speed: number;
  life = 0;
  session = 0;
  alive = true;
  connected = false;
  private isShort = false;
  private running = new Map<string, Running>();
  private finished = new Map<string, { attempt: AttemptRef; ending: Ending }>();
  /** By job and stage, then index. */
  private sources = new Map<string, { tasks: number; known: Map<number, SourceLocation> }>();
  private files = new Set<string>();

  constructor(world: World, name: string, slots: number, speed: number) {
    this.world = world;
    this.name = name;
    this.slots = slots;
    this.speed = speed;
    this.startLife();
  }

  get info(): WorkerInfo {
    return fakeWorker(this.name, this.life, this.slots);
  }

  hasFile(incarnation: string, path: string): boolean {
    return this.alive && incarnation === this.info.incarnation && this.files.has(path);
  }

  corrupt(path: string): void {
    this.files.delete(path);
  }

  /** kill -9: nothing is said, everything is gone. */
  die(): void {
    this.alive = false;
    this.disconnect();
    this.forget();
  }

  startLife(): void {
    this.alive = true;
    this.life += 1;
    this.forget();
    this.connect();
  }

  disconnect(): void {
    this.connected = false;
    this.session += 1;
  }

  connect(): void {
    if (!this.alive) return;
    this.disconnect();
    this.connected = true;
    const { session, life } = this;
    const running = [...this.running.values(), ...this.finished.values()].map((e) => e.attempt);
    const told = this.world.random.chance(0.5);
    const { info } = this;
    this.world.deliver(this, { kind: "worker-joined", info, ...(told ? { running } : {}) });
    if (told) for (const { attempt, ending } of this.finished.values()) this.say(attempt, ending);
    this.world.agenda.after(500, () => this.heartbeat(session, life));
  }

  perform(command: Command): void {
    switch (command.kind) {
      case "assign":
        return this.assign(command.attempt);
      case "stop":
        return this.stop(command.attempt);
      case "sources":
        return this.learn(command);
      case "trim":
        return;
      case "discard":
        return this.discard(command.job);
      case "dismiss":
        this.disconnect();
        this.world.agenda.after(1_000, () => {
          if (this.alive && !this.connected) this.startLife();
        });
        return;
      default:
        throw new Error(`a worker cannot ${command.kind}`);
    }
  }

  private forget(): void {
    this.running = new Map();
    this.finished = new Map();
    this.sources = new Map();
    this.files = new Set();
  }

  private heartbeat(session: number, life: number): void {
    if (!this.alive || session !== this.session || life !== this.life) return;
    const progress = [...this.running.values()].map(({ attempt }) => ({
      attempt,
      bytes: this.world.random.between(1, 1_000),
      records: 1,
    }));
    this.world.deliver(this, {
      kind: "worker-heartbeat",
      worker: this.info.worker,
      incarnation: this.info.incarnation,
      progress,
      peakMemoryBytes: 1,
      shortOf: this.shortOf(),
    });
    this.world.agenda.after(1_000, () => this.heartbeat(session, life));
  }

  /** Machines run short now and then, for a while. */
  private shortOf(): Shortage | null {
    if (this.world.random.chance(0.1)) this.isShort = !this.isShort;
    return this.isShort ? "memory" : null;
  }

  private assign(attempt: AttemptRef): void {
    const key = attemptKey(attempt);
    const done = this.finished.get(key);
    if (done !== undefined) return this.say(attempt, done.ending);
    if (this.running.has(key)) return;
    this.running.set(key, { attempt, work: this.world.workOf(attempt), begun: false });
    this.world.noteLoad(this, this.running.size);
    this.beginNext();
  }

  /** In the order of assignment. */
  private beginNext(): void {
    const { life } = this;
    let busy = 0;
    for (const running of this.running.values()) {
      busy += 1;
      if (busy > this.slots) return;
      if (running.begun) continue;
      running.begun = true;
      this.world.agenda.after(running.work.durationMs * this.speed, () => {
        if (life === this.life) this.tryToFinish(running);
      });
    }
  }

  /** A reader waits until it knows every source, then reads them all at once. */
  private tryToFinish(running: Running): void {
    const key = attemptKey(running.attempt);
    if (!this.alive || this.running.get(key) !== running) return;
    const { attempt, work } = running;
    for (const stage of work.reads) {
      const known = this.sources.get(`${attempt.job}/${stage}`);
      if (known === undefined || known.known.size < known.tasks) {
        const { life } = this;
        this.world.agenda.after(300, () => {
          if (life === this.life) this.tryToFinish(running);
        });
        return;
      }
      const unreadable = [...known.known.values()].filter((source) => !this.world.canRead(source));
      if (unreadable.length > 0) return this.finishBadly(attempt, stage, unreadable);
    }
    this.running.delete(key);
    if (work.outcome !== null) {
      return this.end(attempt, { kind: "ended", failure: work.outcome });
    }
    const report = work.report();
    if (report.output.kind === "segments") this.files.add(report.output.path);
    this.end(attempt, { kind: "succeeded", report });
  }

  private finishBadly(
    attempt: AttemptRef,
    stage: string,
    unreadable: readonly SourceLocation[],
  ): void {
    this.running.delete(attemptKey(attempt));
    const sources = unreadable.map(({ index, attempt: number }) => ({ index, attempt: number }));
    const error = { code: "MR_FETCH_FAILED", message: "no such file" } as const;
    this.end(attempt, { kind: "ended", failure: { kind: "fetch-failed", error, stage, sources } });
  }

  private stop(attempt: AttemptRef): void {
    const key = attemptKey(attempt);
    this.running.delete(key);
    const done = this.finished.get(key);
    if (done !== undefined) return this.say(attempt, done.ending);
    this.end(attempt, { kind: "ended", failure: { kind: "stopped" } });
  }

  private end(attempt: AttemptRef, ending: Ending): void {
    this.beginNext();
    this.finished.set(attemptKey(attempt), { attempt, ending });
    this.say(attempt, ending);
  }

  private say(attempt: AttemptRef, ending: Ending): void {
    const { worker, incarnation } = this.info;
    const about = { worker, incarnation, attempt };
    if (ending.kind === "succeeded") {
      this.world.deliver(this, { kind: "attempt-succeeded", ...about, report: ending.report });
    } else {
      this.world.deliver(this, { kind: "attempt-ended", ...about, failure: ending.failure });
    }
  }

  private learn(command: Extract<Command, { kind: "sources" }>): void {
    const key = `${command.job}/${command.stage}`;
    const known = this.sources.get(key)?.known ?? new Map<number, SourceLocation>();
    for (const source of command.outputs) known.set(source.index, source);
    this.sources.set(key, { tasks: command.tasks, known });
  }

  private discard(job: JobId): void {
    for (const [key, { attempt }] of this.running) {
      if (attempt.job !== job) continue;
      this.running.delete(key);
      this.end(attempt, { kind: "ended", failure: { kind: "stopped" } });
    }
    for (const key of [...this.finished.keys(), ...this.sources.keys()]) {
      if (!key.startsWith(`${job}/`)) continue;
      this.finished.delete(key);
      this.sources.delete(key);
    }
  }
}

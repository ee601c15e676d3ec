/**
 * A hall of workers around an engine, for tests that count what it decides.
 *
 * Owns: virtual time, all facts, what each worker holds, and where each output was said to be. Talks to: the engine alone.
 *
 * Stopped attempts answer when the test says so (`answerStops`), as those of real workers do in a later step.
 */

import { createEngine, type Engine } from "../../src/engine/engine.js";
import type { ErrorCode } from "../../src/engine/error.js";
import type { Event } from "../../src/engine/event.js";
import type { Fact } from "../../src/engine/fact.js";
import type { AttemptFailure, TaskReport } from "../../src/engine/graph.js";
import { type AttemptRef, attemptKey, type JobId } from "../../src/engine/ids.js";
import type { EngineLimits } from "../../src/engine/limits.js";
import {
  columnDigest,
  fakeInput,
  fakeJob,
  fakeWorker,
  partReport,
  rowDigest,
  segmentsReport,
} from "./fake-data.js";
import { FAKE_PLANNERS } from "./fake-planners.js";

type Body = Event extends infer E ? (E extends Event ? Omit<E, "at"> : never) : never;
type FactOf<K extends Fact["kind"]> = Extract<Fact, { readonly kind: K }>;

export class Hall {
  readonly engine: Engine;
  readonly facts: Fact[] = [];
  /** In the order of assignment. */
  readonly held = new Map<string, AttemptRef[]>();
  /** By `stage/index`: every attempt that readers were sent to. */
  readonly places = new Map<string, Set<number>>();
  /** Who was told to give up a stage's outputs, and from which partition on: `worker stage from`. */
  readonly trims: string[] = [];
  now = 0;
  readonly #lives = new Map<string, number>();
  #stopped: { readonly name: string; readonly attempt: AttemptRef }[] = [];
  #shape = { maps: 0, reduces: 0 };

  constructor(limits: Partial<EngineLimits> = {}) {
    this.engine = createEngine({
      planners: FAKE_PLANNERS,
      limits: { assignAhead: 0, ...limits },
    });
  }

  join(name: string, slots: number): void {
    this.#lives.set(name, (this.#lives.get(name) ?? 0) + 1);
    this.held.set(name, []);
    this.play({ kind: "worker-joined", info: this.#info(name, slots) });
  }

  leave(name: string): void {
    const { worker, incarnation } = this.#info(name, 1);
    this.held.delete(name);
    this.play({ kind: "worker-left", worker, incarnation, reason: "its machine died" });
  }

  submit(id: string, maps: number, reduces: number): JobId {
    this.#shape = { maps, reduces };
    const spec = fakeJob(id, "two-stage", { maps, reduces });
    this.play({ kind: "job-submitted", spec });
    this.play({ kind: "input-planned", job: spec.id, input: fakeInput(maps) });
    return spec.id;
  }

  done(name: string, attempt: AttemptRef): void {
    this.#release(name, attempt);
    const { worker, incarnation } = this.#info(name, 1);
    this.play({
      kind: "attempt-succeeded",
      worker,
      incarnation,
      attempt,
      report: this.#report(attempt),
    });
  }

  fail(name: string, attempt: AttemptRef, code: ErrorCode = "MR_USER_CODE"): void {
    this.end(name, attempt, { kind: "failed", error: { code, message: "it threw" }, where: null });
  }

  end(name: string, attempt: AttemptRef, failure: AttemptFailure): void {
    this.#release(name, attempt);
    const { worker, incarnation } = this.#info(name, 1);
    this.play({ kind: "attempt-ended", worker, incarnation, attempt, failure });
  }

  answerStops(): void {
    const stopped = this.#stopped;
    this.#stopped = [];
    for (const { name, attempt } of stopped) {
      if (this.holdings(name).includes(attempt)) this.end(name, attempt, { kind: "stopped" });
    }
  }

  /** Heartbeats of all, and a tick a second. */
  pass(seconds: number): void {
    for (let i = 0; i < seconds; i += 1) {
      this.now += 1_000;
      for (const name of this.held.keys()) {
        const { worker, incarnation } = this.#info(name, 1);
        this.play({
          kind: "worker-heartbeat",
          worker,
          incarnation,
          progress: [],
          peakMemoryBytes: 1,
          shortOf: null,
        });
      }
      this.play({ kind: "tick" });
    }
  }

  play(body: Body): void {
    const step = this.engine.step({ ...body, at: this.now } as Event);
    this.facts.push(...step.facts);
    for (const command of step.commands) {
      if (command.kind === "assign") this.held.get(command.worker)?.push(command.attempt);
      if (command.kind === "stop") {
        const attempt = this.#find(command.worker, command.attempt);
        if (attempt !== undefined) this.#stopped.push({ name: command.worker, attempt });
      }
      if (command.kind === "trim") {
        this.trims.push(`${command.worker} ${command.stage} ${command.from}`);
      }
      if (command.kind !== "sources") continue;
      for (const { index, attempt } of command.outputs) {
        const key = `${command.stage}/${index}`;
        this.places.set(key, (this.places.get(key) ?? new Set()).add(attempt));
      }
    }
    this.engine.checkInvariants();
  }

  holdings(name: string): AttemptRef[] {
    return this.held.get(name) ?? [];
  }

  /** The oldest attempt of the stage that the worker holds. */
  holding(name: string, stage: string): AttemptRef | undefined {
    return this.holdings(name).find((attempt) => attempt.stage === stage);
  }

  of<K extends Fact["kind"]>(kind: K): FactOf<K>[] {
    return this.facts.filter((fact): fact is FactOf<K> => fact.kind === kind);
  }

  /** How the job has failed: the code and the text; null while it has not. */
  failure(job: JobId): string | null {
    const state = this.engine.jobView(job)?.state;
    if (state?.kind !== "ended" || state.outcome.kind !== "failed") return null;
    const { code, message } = state.outcome.error;
    return `${code}: ${message}`;
  }

  #find(name: string, attempt: AttemptRef): AttemptRef | undefined {
    return this.holdings(name).find((held) => attemptKey(held) === attemptKey(attempt));
  }

  #release(name: string, attempt: AttemptRef): void {
    this.held.set(
      name,
      this.holdings(name).filter((held) => held !== attempt),
    );
  }

  #info(name: string, slots: number) {
    return fakeWorker(name, this.#lives.get(name) ?? 1, slots);
  }

  #report(attempt: AttemptRef): TaskReport {
    const { maps, reduces } = this.#shape;
    if (attempt.stage === "map" && reduces > 0) {
      return segmentsReport(attempt, rowDigest("map", attempt.index, reduces));
    }
    const part = partReport(attempt);
    if (reduces === 0) return part;
    return { ...part, shuffleDigest: columnDigest("map", maps, attempt.index) };
  }
}

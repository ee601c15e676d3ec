/**
 * A world with chance in it: jobs, workers, a network that delays, doubles and reorders, and a master that crashes.
 *
 * Owns: the engine under test, its journal, the faults. Talks to: the engine through events and commands alone.
 *
 * Faults end after FAULTS_MS; from then on at least one worker lives, so every job must end before END_MS.
 */

import type { Command, SourceLocation } from "../../src/engine/command.js";
import { createEngine, type Engine } from "../../src/engine/engine.js";
import type { Event } from "../../src/engine/event.js";
import type { Fact } from "../../src/engine/fact.js";
import type { StageSpec, TaskReport } from "../../src/engine/graph.js";
import type { AttemptRef, JobId } from "../../src/engine/ids.js";
import type { JobSpec } from "../../src/engine/job.js";
import { type Agenda, createAgenda } from "./agenda.js";
import {
  columnDigest,
  failed,
  fakeInput,
  fakeJob,
  NO_REPORT,
  partReport,
  rowDigest,
} from "./fake-data.js";
import { FAKE_PLANNERS, type FakeProgram } from "./fake-planners.js";
import { createRandom, type RandomSource } from "./random-source.js";
import { RandomWorker, type Work } from "./random-worker.js";

export const FAULTS_MS = 120_000;
export const END_MS = 3_600_000;

/** An event without its time: the world stamps it when it arrives. */
export type Message = Event extends infer E
  ? E extends { at: number }
    ? Omit<E, "at">
    : never
  : never;

/** Far too many are handed out ahead here, of tasks that are far too long: it must not matter. */
const LIMITS = { assignAhead: 2, aheadMs: 3_000, trimBytes: 0, trimsPerStage: 1_000 };

export class World {
  readonly random: RandomSource;
  readonly agenda: Agenda = createAgenda();
  readonly workers: RandomWorker[] = [];
  readonly jobs = new Map<string, JobSpec>();
  readonly published = new Map<string, readonly string[]>();
  readonly announced = new Set<string>();
  engine: Engine;
  journal: Fact[] = [];
  crashes = 0;
  steps = 0;
  private reign = 0;
  private readonly faulty: boolean;

  constructor(seed: number) {
    this.random = createRandom(seed);
    this.faulty = this.random.chance(0.9);
    this.engine = createEngine({ planners: FAKE_PLANNERS, limits: LIMITS });
    this.play({ kind: "master-started", epoch: 1 });
  }

  /** Until every job has ended. */
  run(): void {
    const { random } = this;
    const workers = random.between(1, 6);
    for (let i = 0; i < workers; i += 1) {
      const speed = random.chance(0.15) ? 20 : 1;
      const join = () =>
        this.workers.push(new RandomWorker(this, `w${i}`, random.between(1, 4), speed));
      this.agenda.after(random.between(0, 3_000), join);
    }
    const jobs = random.between(1, 3);
    for (let i = 0; i < jobs; i += 1) this.submitLater(`j${i}`);
    this.tick();
    if (this.faulty) this.misfortune();
    this.agenda.after(FAULTS_MS, () => this.mend());
    this.agenda.run(END_MS, () => this.announced.size === jobs && this.jobs.size === jobs);
  }

  /** From a worker to the master: late, twice, out of order, as the network likes. */
  deliver(worker: RandomWorker, message: Message): void {
    const { session } = worker;
    const { reign } = this;
    const arrive = () => {
      const broken = reign !== this.reign || session !== worker.session;
      if (broken && (reign !== this.reign || this.random.chance(0.5))) return;
      this.play(message);
    };
    this.agenda.after(this.random.between(1, 40), arrive);
    if (message.kind === "worker-joined" || !this.faulty) return;
    if (this.random.chance(0.05)) this.agenda.after(this.random.between(1, 20_000), arrive);
  }

  workOf(attempt: AttemptRef): Work {
    const spec = this.jobs.get(attempt.job);
    if (spec === undefined) throw new Error(`no job ${attempt.job}`);
    const { stage } = this.engine.taskView(attempt);
    const reads = stage.edges.filter((e) => e.kind === "shuffle").map((e) => e.from);
    const fails = this.faulty && this.random.chance(attempt.job === "j2" ? 0.2 : 0.03);
    return {
      durationMs: this.random.between(5, 1_500),
      reads,
      outcome: fails ? failed("MR_USER_CODE", "unlucky") : null,
      report: () => this.reportOf(attempt, stage, reads[0] ?? null),
    };
  }

  canRead(source: SourceLocation): boolean {
    const worker = this.workers.find(({ name }) => name === source.worker);
    return worker?.hasFile(source.incarnation, source.path) === true;
  }

  noteLoad(worker: RandomWorker, running: number): void {
    const most = worker.slots * (1 + LIMITS.assignAhead);
    if (this.crashes > 0 || worker.session > 1 || worker.life > 1 || running <= most) return;
    throw new Error(`${worker.name} has ${worker.slots} slots and was given ${running} attempts`);
  }

  private reportOf(attempt: AttemptRef, stage: StageSpec, reads: string | null): TaskReport {
    const program = this.jobs.get(attempt.job)?.program as unknown as FakeProgram;
    const upstream = reads === "map" || reads === "round-0" ? program.maps : program.reduces;
    const shuffleDigest =
      reads === null ? NO_REPORT.shuffleDigest : columnDigest(reads, upstream, attempt.index);
    const common = { ...partReport(attempt), shuffleDigest, counters: { seen: 1 } };
    switch (stage.sink.kind) {
      case "part":
        return common;
      case "result":
        return { ...common, output: { kind: "result", bytes: `r${attempt.index}` } };
      case "segments": {
        const digest = rowDigest(attempt.stage, attempt.index, stage.sink.partitions);
        const path = `/${attempt.job}/${attempt.stage}-${attempt.index}-a${attempt.attempt}`;
        return { ...common, output: { kind: "segments", path, sizeBytes: 10, digest } };
      }
    }
  }

  private submitLater(id: string): void {
    const { random } = this;
    const type = random.pick(["two-stage", "two-stage", "rounds", "broadcast"]);
    const program = {
      maps: random.between(0, 25),
      reduces: random.between(1, 8),
      rounds: random.between(1, 3),
      sizes: [],
    };
    const spec = fakeJob(id, type, program);
    const submit = () => {
      this.jobs.set(id, spec);
      this.play({ kind: "job-submitted", spec });
    };
    this.agenda.after(random.between(0, 10_000), submit);
    if (random.chance(0.05)) {
      const cancel = { kind: "job-cancelled", job: spec.id, reason: "changed my mind" } as const;
      this.agenda.after(random.between(1, 20_000), () => this.play(cancel));
    }
  }

  private tick(): void {
    this.play({ kind: "tick" });
    this.agenda.after(1_000, () => this.tick());
  }

  private play(message: Message): void {
    const step = this.engine.step({ ...message, at: this.agenda.now } as Event);
    this.steps += 1;
    this.engine.checkInvariants();
    if (this.faulty && this.random.chance(0.0005) && this.agenda.now < FAULTS_MS) {
      this.crash(step.facts);
      return;
    }
    this.journal.push(...step.facts);
    for (const command of step.commands) this.perform(command);
  }

  /** The journal ends anywhere within the step; none of its commands was performed. */
  private crash(facts: readonly Fact[]): void {
    this.journal.push(...facts.slice(0, this.random.between(0, facts.length)));
    this.crashes += 1;
    this.reign += 1;
    this.engine = replay(this.journal);
    for (const worker of this.workers) {
      worker.disconnect();
      const back = () => {
        if (!worker.connected) worker.connect();
      };
      this.agenda.after(this.random.between(10, this.random.chance(0.1) ? 90_000 : 5_000), back);
    }
    this.play({ kind: "master-started", epoch: this.reign + 1 });
    for (const spec of this.jobs.values()) {
      if (!this.engine.hasJob(spec.id)) this.play({ kind: "job-submitted", spec });
    }
  }

  private perform(command: Command): void {
    const { reign } = this;
    const later = (act: () => void) => {
      this.agenda.after(this.random.between(1, 30), () => {
        if (reign === this.reign) act();
      });
    };
    switch (command.kind) {
      case "plan-input": {
        const program = this.jobs.get(command.job)?.program as unknown as FakeProgram | undefined;
        const maps = program?.maps ?? 0;
        later(() => this.play({ kind: "input-planned", job: command.job, input: fakeInput(maps) }));
        return;
      }
      case "publish":
        this.published.set(
          command.job,
          this.engine.winners(command.job).map(({ name }) => name),
        );
        later(() => this.play({ kind: "published", job: command.job }));
        return;
      case "announce":
        this.announced.add(command.job);
        return;
      default:
        this.toWorker(command);
    }
  }

  /** In order, as a stream does; lost when the session is over. */
  private toWorker(command: Extract<Command, { readonly worker: unknown }>): void {
    const worker = this.workers.find(({ name }) => name === command.worker);
    if (worker === undefined || worker.info.incarnation !== command.incarnation) return;
    const { session } = worker;
    const { reign } = this;
    this.agenda.after(15, () => {
      if (reign !== this.reign || session !== worker.session || !worker.alive) return;
      if (command.kind === "assign" && !this.engine.isLive(command.attempt)) return;
      worker.perform(command);
    });
  }

  private misfortune(): void {
    if (this.agenda.now > FAULTS_MS) return;
    const { random } = this;
    const worker = this.workers.length > 0 ? random.pick(this.workers) : undefined;
    if (worker !== undefined) this.strike(worker);
    this.agenda.after(random.between(500, 15_000), () => this.misfortune());
  }

  private strike(worker: RandomWorker): void {
    const { random } = this;
    const { worker: name, incarnation } = worker.info;
    switch (random.between(0, 4)) {
      case 0:
        worker.die();
        if (random.chance(0.5))
          this.play({ kind: "worker-left", worker: name, incarnation, reason: "closed" });
        this.agenda.after(random.between(100, 30_000), () => {
          if (!worker.alive) worker.startLife();
        });
        return;
      case 1:
        worker.disconnect();
        this.agenda.after(random.between(100, 15_000), () => {
          if (!worker.connected) worker.connect();
        });
        return;
      case 2:
        if (random.chance(0.3)) this.play({ kind: "worker-draining", worker: name, incarnation });
        return;
      default:
        this.corruptSomething(worker);
    }
  }

  private corruptSomething(worker: RandomWorker): void {
    for (const fact of this.journal.slice(-20)) {
      if (fact.kind !== "task-completed" || fact.report.output.kind !== "segments") continue;
      worker.corrupt(fact.report.output.path);
    }
  }

  /** Whoever is dead, cut off or draining comes back, so that the jobs can end. */
  private mend(): void {
    for (const worker of this.workers) {
      const { worker: name, incarnation } = worker.info;
      const reason = "restarted by its owner";
      this.play({ kind: "worker-left", worker: name, incarnation, reason });
      worker.startLife();
    }
  }
}

export function replay(journal: readonly Fact[]): Engine {
  return createEngine({
    planners: FAKE_PLANNERS,
    limits: LIMITS,
    facts: JSON.parse(JSON.stringify(journal)),
  });
}

export function jobIdsOf(world: World): readonly JobId[] {
  return [...world.jobs.values()].map(({ id }) => id);
}

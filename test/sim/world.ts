/**
 * A world in one seed: a master, workers, clients, a network, disks, and what goes wrong with them.
 *
 * Owns: the wiring, the chances of single attempts, and the judgement at the end. The code under test is the real one:
 * engine, journal, loop, sessions and submitter of the master; membership, outbox, attempts and sources of the workers.
 *
 * O1. One seed, one run: nothing in here knows a clock or a chance but the world's own.
 * O2. Safety: whatever goes wrong, no invariant breaks. Liveness: from the healing on nothing goes wrong any more, and every
 *     job ends within a bound (world-plan.ts).
 */

import type { MrError } from "../../src/engine/error.js";
import type { Incarnation, JobId } from "../../src/engine/ids.js";
import { attemptKey, type AttemptRef } from "../../src/engine/ids.js";
import type { Engine } from "../../src/engine/engine.js";
import type { Assignment } from "../../src/jobs/assignment.js";
import type { EventBody } from "../../src/master/loop.js";
import { eventOf } from "../../src/master/worker-event.js";
import type { MasterMessage, WorkerMessage } from "../../src/rpc/messages.js";
import { fakeInput } from "../scenario/fake-data.js";
import { createRandom, type RandomSource } from "../scenario/random-source.js";
import { SimClient } from "./client.js";
import { Clock } from "./clock.js";
import type { PartContent } from "./data.js";
import { SimDisk } from "./disk.js";
import { type Fault, strike } from "./faults.js";
import { chanceOf } from "./hash.js";
import { Ledger } from "./ledger.js";
import { SimMaster } from "./master.js";
import { type Mutant, Mutations } from "./mutants.js";
import { type End, Network } from "./network.js";
import { SimNode } from "./node.js";
import { type DiskStep, Rewrites } from "./rewrites.js";
import type { Behaviour } from "./runner.js";
import { Trace } from "./trace.js";
import { type Host, SimWorker, type Surroundings } from "./worker.js";
import { type JobPlan, planWorld, type WorldPlan } from "./world-plan.js";
import { checkEnds, Publisher } from "./judgement.js";

export interface WorldOptions {
  readonly seed: number;
  readonly mutant?: Mutant | null;
  /** Keeps the lines of the trace. */
  readonly transcript?: boolean;
  readonly plan?: Partial<WorldPlan>;
}

/** A report that was sent and not lost with its connection has changed the state by then. */
const SETTLE_MS = 20_000;
const LONGEST_TASK_MS = 60_000;

export class World implements Surroundings {
  readonly clock = new Clock();
  readonly random: RandomSource;
  readonly plan: WorldPlan;
  readonly trace: Trace;
  readonly network: Network;
  readonly ledger: Ledger;
  readonly staging = new Map<string, PartContent>();
  readonly workers: SimWorker[] = [];
  readonly clients: SimClient[] = [];
  readonly masterNode: SimNode;
  readonly masterProcess: SimMaster;
  readonly fired = new Map<Fault, number>();
  readonly disturbance = { syncErrors: 0, diskFull: false };
  readonly publisher: Publisher;
  readonly mutations: Mutations;
  readonly rewrites: Rewrites;
  healed = false;
  /** Outputs of workers that were cut: how often they were told to. */
  trims = 0;
  #incarnations = 0;
  readonly #said: { readonly incarnation: string; readonly event: EventBody }[] = [];

  constructor(options: WorldOptions) {
    this.random = createRandom(options.seed * 2_654_435 + 17);
    this.plan = { ...planWorld(this.random), ...options.plan };
    this.trace = new Trace(() => this.clock.now, options.transcript);
    this.network = new Network(this.clock, this.fork());
    const { limits, rewriting } = this.plan;
    const endedJobs = rewriting?.retention.endedJobs ?? Number.POSITIVE_INFINITY;
    this.ledger = new Ledger({ limits, endedJobs }, (what) => this.say("master", what));
    this.mutations = new Mutations(options.mutant ?? null, this.fork());
    this.publisher = new Publisher(this);
    this.rewrites = this.#createRewrites();
    this.masterNode = new SimNode("master", this.clock);
    this.masterProcess = this.#createMaster();
  }

  /** What a mutant may change. */
  get checksChecksums(): boolean {
    return this.mutations.checksChecksums;
  }

  trimmed(from: number): number {
    this.trims += 1;
    return this.mutations.trimmed(from);
  }

  /** Whoever has been stopped may still try for a while. */
  missed(worker: SimWorker, reader: AttemptRef): void {
    const key = attemptKey(reader);
    if (!this.ledger.isLive(key, worker.membership?.incarnation ?? "none")) return;
    this.ledger.violate("U1", `${key} reads what has been given up`);
  }

  endedBadly(worker: SimWorker, what: string): void {
    this.ledger.violate("R3", `${worker.name} was drained and ${what}`);
  }

  get master(): SimNode {
    return this.masterNode;
  }

  fork(): RandomSource {
    return createRandom(this.random.between(0, 2 ** 31));
  }

  say(who: string, what: string): void {
    this.trace.say(who, what);
  }

  later(delayMs: number, act: () => void): void {
    this.clock.after(delayMs, act);
  }

  async run(): Promise<void> {
    const { plan, clock, ledger } = this;
    this.masterProcess.start();
    this.#startWorkers();
    plan.jobs.forEach((job) => this.#startClient(job));
    if (plan.faults.length > 0) this.#misfortune(this.fork());
    if (plan.mode === "liveness") clock.at(plan.healMs, () => this.heal());
    this.#checkNowAndThen();
    const served = () =>
      this.clients.length === plan.jobs.length && this.clients.every((one) => one.isServed);
    await clock.run(plan.endMs, () => ledger.violations.length > 0 || served());
    if (ledger.violations.length === 0) checkEnds(this);
    this.say("world", `over after ${clock.acts} acts`);
  }

  anyWorker(): SimWorker {
    return this.random.pick(this.workers);
  }

  endMaster(powerFailure: boolean, downMs: number): void {
    this.masterProcess.kill(powerFailure);
    this.later(downMs, () => this.masterProcess.start());
  }

  cutFor(a: SimNode, b: SimNode, way: "both" | "there" | "back", forMs: number): void {
    if (way !== "back") this.network.cut(a, b);
    if (way !== "there") this.network.cut(b, a);
    this.later(forMs, () => {
      if (way !== "back") this.network.heal(a, b);
      if (way !== "there") this.network.heal(b, a);
    });
  }

  damage(how: "lost" | "corrupt"): void {
    const worker = this.anyWorker();
    const paths = worker.servedPaths;
    if (paths.length === 0) return;
    const path = this.random.pick(paths);
    const content = worker.host.files.get(path);
    if (how === "lost") worker.host.files.delete(path);
    else if (content !== undefined) content.corrupt = true;
  }

  echo(): void {
    const { loop } = this.masterProcess;
    if (this.#said.length > 0) loop?.post(this.random.pick(this.#said).event);
  }

  /** From now on nothing goes wrong, and whoever is down comes up. */
  heal(): void {
    this.say("world", "heals");
    this.healed = true;
    this.network.healAll();
    this.disturbance.syncErrors = 0;
    this.disturbance.diskFull = false;
    this.later(1_000, () => this.masterProcess.start());
    for (const worker of this.workers) {
      worker.slowness = 1;
      worker.diskFull = false;
      this.later(1_000, () => worker.start());
    }
  }

  // What workers need of the world.

  newIncarnation(worker: string): Incarnation {
    this.#incarnations += 1;
    return `${worker}.${this.#incarnations}` as Incarnation;
  }

  accept(end: End<MasterMessage, WorkerMessage>): void {
    this.masterProcess.accept(end);
  }

  workerAt(dataAddress: string): SimWorker | undefined {
    return this.workers.find(({ name }) => dataAddress === `${name}:7000`);
  }

  behaviour({ attempt, spec }: Assignment, worker: SimWorker): Behaviour {
    const { plan, random } = this;
    const { fails, hangs, straggles, durationMs } = plan;
    const base =
      durationMs * (0.3 + 1.4 * chanceOf(`${attempt.job}/${attempt.stage}/${attempt.index}`));
    const slow = random.chance(straggles) ? 15 : 1;
    const nonce = spec.params["nondeterministic"] === true ? `n${random.between(0, 1e9)}` : "";
    const ending = () => {
      if (worker.diskFull) return "disk-full";
      if (this.healed) return "ok";
      if (random.chance(fails)) return random.chance(0.5) ? "throws" : "crashes";
      return random.chance(hangs) ? "hangs" : "ok";
    };
    const takesMs = Math.min(LONGEST_TASK_MS, base * Math.max(slow, worker.slowness));
    return { durationMs: takesMs, ending: ending(), nonce };
  }

  sent(worker: SimWorker, end: End<WorkerMessage, MasterMessage>, message: WorkerMessage): boolean {
    if (message.kind === "hello" || message.kind === "log" || message.kind === "goodbye")
      return true;
    const incarnation = worker.membership?.incarnation ?? ("none" as Incarnation);
    if (message.kind === "heartbeat" || message.kind === "draining") return true;
    const event = eventOf({ worker: worker.name as never, incarnation }, message);
    if (this.#said.length < 5_000) this.#said.push({ incarnation, event });
    const key = attemptKey(message.attempt);
    const { life, alive } = this.masterNode;
    if (!alive) return !this.mutations.drops(message);
    this.later(SETTLE_MS, () => {
      // Its other end may be of a master that has lost its power: its own process then died before it could notice.
      if (!end.isOpen || end.peer?.isDead === true || this.plan.delays) return;
      if (life !== this.masterNode.life) return;
      if (this.ledger.isLive(key, incarnation)) {
        this.ledger.violate("I5", `${key}: its report was sent and has changed nothing`);
      }
    });
    return !this.mutations.drops(message);
  }

  #createRewrites(): Rewrites {
    const random = this.fork();
    return new Rewrites({
      random,
      chance: () => (this.healed ? 0 : this.plan.rewriteCrashes),
      crash: (power, afterMs) => {
        const { life } = this.masterNode;
        this.later(afterMs, () => {
          if (life !== this.masterNode.life) return;
          this.say("fault", `in a rewrite of the journal: ${power ? "power" : "kill"}`);
          this.endMaster(power, random.between(100, 20_000));
        });
      },
    });
  }

  #createMaster(): SimMaster {
    const { disturbance, mutations } = this;
    const faults = {
      syncFails: () => {
        if (disturbance.syncErrors === 0) return false;
        disturbance.syncErrors -= 1;
        return true;
      },
      isFull: () => disturbance.diskFull,
      liesAboutSync: mutations.liesAboutSync,
      skipsSyncOf: (path: string) => mutations.skipsSyncOf(path),
      touched: (step: DiskStep, aboutMs: number) => this.rewrites.touched(step, aboutMs),
      renamed: () => this.rewrites.renamed(),
    };
    return new SimMaster({
      node: this.masterNode,
      disk: new SimDisk(this.masterNode, this.fork(), faults),
      network: this.network,
      ledger: this.ledger,
      mutations,
      limits: this.plan.limits,
      rewrites: this.rewrites,
      rewriting: this.plan.rewriting,
      files: {
        planInput: async (spec) => {
          await this.#masterWorks(20);
          const { maps } = spec.program as unknown as { maps: number };
          return { kind: "input-planned", job: spec.id, input: fakeInput(maps) };
        },
        publishJob: (engine: Engine, job: JobId) =>
          this.publisher.publish(engine, job, () => this.#masterWorks(10)),
        clearStaging: async (_engine, job) => this.publisher.clear(job),
      },
      freeBytes: () => (disturbance.diskFull ? 0 : 1 << 30),
      say: (what) => this.say("master", what),
      died: (_error: MrError) =>
        this.later(this.healed ? 500 : 2_000, () => this.masterProcess.start()),
    });
  }

  #masterWorks(aboutMs: number): Promise<void> {
    return new Promise((resolve) =>
      this.masterNode.after(aboutMs * (0.5 + this.random.next()), resolve),
    );
  }

  #startWorkers(): void {
    const { plan } = this;
    const hosts: Host[] = [];
    for (let i = 0; i < plan.workers; i += 1) {
      const name = `w${i}`;
      const shared = hosts.length > 0 && this.random.chance(0.2);
      const host = shared ? this.random.pick(hosts) : { name: `host-${i}`, files: new Map() };
      if (!shared) hosts.push(host);
      const node = new SimNode(name, this.clock);
      node.rate = 1 + plan.drift * (this.random.next() - 0.5);
      const worker = new SimWorker(this, node, host, plan.slots, this.random.between(0, 2 ** 31));
      this.workers.push(worker);
      this.later(this.random.between(0, 2_000), () => worker.start());
    }
  }

  #startClient({ spec, atMs, cancelAtMs }: JobPlan): void {
    const node = new SimNode(`client-${spec.id}`, this.clock);
    const client = new SimClient(spec, node, this.network, this.masterProcess, this.ledger);
    this.clients.push(client);
    this.later(atMs, () => client.submit());
    if (cancelAtMs !== null) this.later(cancelAtMs, () => client.cancel());
  }

  #misfortune(random: RandomSource): void {
    if (this.healed) return;
    const { faults, faultEveryMs } = this.plan;
    this.later(random.between(1, 2 * faultEveryMs), () => {
      if (this.healed) return;
      strike(random.pick(faults), this, random);
      this.#misfortune(random);
    });
  }

  /** I8 at moments that no event chooses. */
  #checkNowAndThen(): void {
    this.later(this.random.between(5_000, 60_000), () => {
      const { engine } = this.masterProcess;
      if (engine !== null && this.masterProcess.isServing) this.ledger.checkFold(engine);
      this.#checkNowAndThen();
    });
  }
}

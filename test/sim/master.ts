/**
 * A master: the real engine, journal, loop, sessions, performer and submitter over a simulated disk, network and clock.
 *
 * Owns: one master process after another on one state folder. Talks to: the ledger, which sees everything.
 */

import type { Command } from "../../src/engine/command.js";
import { createEngine, type Engine } from "../../src/engine/engine.js";
import { MrError } from "../../src/engine/error.js";
import type { Event } from "../../src/engine/event.js";
import type { Fact } from "../../src/engine/fact.js";
import type { EngineLimits } from "../../src/engine/limits.js";
import { type Journal, openJournal } from "../../src/master/journal.js";
import { type EventBody, type Growth, Loop, type LoopOptions } from "../../src/master/loop.js";
import { type JobFiles, Performer } from "../../src/master/perform.js";
import { Sessions } from "../../src/master/sessions.js";
import { Contents, type Retention } from "../../src/master/snapshot.js";
import { Submitter } from "../../src/master/submit.js";
import type { MasterMessage, WorkerMessage } from "../../src/rpc/messages.js";
import { FAKE_PLANNERS } from "../scenario/fake-planners.js";
import type { SimDisk } from "./disk.js";
import type { Ledger } from "./ledger.js";
import type { Mutations } from "./mutants.js";
import type { End, Network } from "./network.js";
import type { SimNode } from "./node.js";
import type { Rewrites } from "./rewrites.js";

const TICK_MS = 250;
const HEARTBEAT_MS = 1_000;
const STARTUP_MS = 300;

export interface RewritePlan {
  readonly growth: Growth;
  readonly retention: Partial<Retention>;
}

export interface MasterOptions {
  readonly node: SimNode;
  readonly disk: SimDisk;
  readonly network: Network;
  readonly ledger: Ledger;
  readonly mutations: Mutations;
  readonly limits: Partial<EngineLimits>;
  readonly rewrites: Rewrites;
  /** When the journal is rewritten; null: as rarely as in production, which is never. */
  readonly rewriting: RewritePlan | null;
  readonly files: JobFiles;
  /** Room on the journal's disk. */
  readonly freeBytes: () => number;
  readonly say: (what: string) => void;
  /** The process has ended itself. */
  readonly died: (error: MrError) => void;
}

export class SimMaster {
  readonly options: MasterOptions;
  engine: Engine | null = null;
  loop: Loop | null = null;
  submitter: Submitter | null = null;
  #sessions: Sessions | null = null;
  #epoch = 0;

  constructor(options: MasterOptions) {
    this.options = options;
  }

  /** Whether it has recovered and its port is open. */
  get isServing(): boolean {
    return this.#sessions !== null;
  }

  start(): void {
    const { node } = this.options;
    if (node.alive) return;
    node.start();
    this.#epoch += 1;
    node.after(STARTUP_MS, () => void this.#recover());
  }

  kill(powerFailure: boolean): void {
    const { node, disk, network, ledger, rewrites } = this.options;
    if (!node.alive) return;
    node.kill();
    ledger.crashed();
    rewrites.end(false);
    this.engine = null;
    this.loop = null;
    this.submitter = null;
    this.#sessions = null;
    disk.processKilled();
    if (powerFailure) disk.powerFailure();
    if (powerFailure) network.silent(node);
    else network.resetAll(node);
  }

  accept(end: End<MasterMessage, WorkerMessage>): void {
    const sessions = this.#sessions;
    if (sessions === null) {
      end.break("reset");
      return;
    }
    const handler = sessions.accept({
      peer: end.peer?.node.name ?? "?",
      send: (message) => end.send(message),
      close: () => {
        if (!end.isOpen) return;
        end.close();
        handler.closed(null);
      },
    });
    end.receiver = {
      message: (message) => handler.message(message),
      broken: (reason) => {
        handler.closed(reason === "closed" ? null : new MrError("MR_UNREACHABLE", reason));
      },
    };
  }

  async #recover(): Promise<void> {
    const { disk, say, ledger, rewrites } = this.options;
    const { life } = this.options.node;
    try {
      const found: Fact[] = [];
      const names = disk.names();
      const where = { directory: "/state", epoch: this.#epoch, durable: true, disk: disk.open() };
      const { journal, notices } = await openJournal(where, (fact) => found.push(fact));
      for (const notice of notices) say(notice);
      rewrites.recovered(names);
      ledger.recovered(found);
      const sessions = this.#assemble(journal, this.options.mutations.recover(found));
      await this.loop?.settle({ kind: "master-started", epoch: this.#epoch });
      if (life !== this.options.node.life) return;
      this.#sessions = sessions;
      say(`serves, epoch ${this.#epoch}`);
      this.#tick();
    } catch (error) {
      if (life === this.options.node.life) this.#fatal(MrError.from(error));
    }
  }

  #assemble(journal: Journal, facts: readonly Fact[]): Sessions {
    const { node, limits, ledger, files, freeBytes, rewriting } = this.options;
    const real = createEngine({ planners: FAKE_PLANNERS, limits, facts });
    const engine = this.#watch(real);
    const last = facts.at(-1)?.at ?? 0;
    const offset = Math.max(0, last - node.now());
    const clock = () => node.now() + offset;
    const post = (event: EventBody): void => loop.post(event);
    const sessions = new Sessions({
      epoch: this.#epoch,
      dataToken: "token",
      heartbeatIntervalMs: HEARTBEAT_MS,
      post,
      onLog: () => undefined,
      log: (line) => this.options.say(line),
      after: (delayMs, act) => node.after(delayMs, act),
    });
    const performer = new Performer({ engine, sessions, post, log: this.options.say, files });
    const loop: Loop = new Loop({
      engine,
      journal: this.#watchJournal(journal),
      clock,
      perform: (command: Command) => {
        ledger.performs(command);
        performer.perform(command);
      },
      onTurn: () => undefined,
      onFatal: (error) => this.#fatal(error),
      log: this.options.say,
      contents: new Contents(facts, rewriting?.retention),
      ...(rewriting === null ? {} : { growth: rewriting.growth }),
      nextTurn: (act) => void node.after(0, act),
    });
    this.engine = engine;
    this.loop = loop;
    this.submitter = new Submitter({
      engine,
      loop,
      journal,
      bundles: { has: async () => true },
      stateDirectory: "/state",
      jobTypes: FAKE_PLANNERS.map(({ type }) => type),
      disk: {
        space: async () => ({ freeBytes: freeBytes(), sizeBytes: 1 << 30 }),
        prepareOutput: async () => undefined,
      },
    });
    return sessions;
  }

  #watchJournal(journal: Journal): LoopOptions["journal"] {
    const { mutations, ledger, rewrites } = this.options;
    const append = mutations.append((some) => journal.append(some));
    let surveyed = 0;
    return {
      append: async (some) => {
        await append(some);
        ledger.durable(some);
        rewrites.appended(some.length);
      },
      frames: (after?: number) => {
        surveyed = after ?? 0;
        return journal.frames(after);
      },
      startGeneration: async (needed) => {
        rewrites.begin();
        await journal.startGeneration(mutations.needed(needed, surveyed));
        rewrites.end(true);
      },
      giveUp: () => journal.giveUp(),
      get sizeBytes() {
        return journal.sizeBytes;
      },
    };
  }

  /** The engine, with everything that goes in and out of it told to the ledger. */
  #watch(engine: Engine): Engine {
    const { ledger, mutations } = this.options;
    return {
      ...engine,
      get epoch() {
        return engine.epoch;
      },
      step: (event: Event) => {
        const taken = mutations.event(event, engine);
        const step = mutations.step(engine.step(taken), taken);
        ledger.stepped(engine, event, step);
        return step;
      },
    };
  }

  #tick(): void {
    this.loop?.post({ kind: "tick" });
    this.options.node.after(TICK_MS, () => this.#tick());
  }

  #fatal(error: MrError): void {
    this.options.say(`ends itself: ${error.code} ${error.message}`);
    this.kill(false);
    this.options.died(error);
  }
}

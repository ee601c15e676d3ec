/**
 * The checker's own book: what may be true after what has happened, kept without the engine's help.
 *
 * Owns: the invariants, by their numbers, and the first violations. Hears of every step, append, command and publishing.
 *
 * I1 one winner a task. I2 the output is the fault-free one. I3 what was read is what was written. I4 nothing stale is
 * accepted. I5 reports settle, jobs end (world.ts). I8 live state = fold of the journal = fold of its snapshot and tail.
 * I9 counters count each task once. A1 what was acknowledged survives, but for what a rewritten journal may leave out.
 * A2 an attempt's name is used once. R3 a worker that was drained ends, and leaves no timer (world.ts).
 */

import { sameDigest, sumDigests } from "../../src/engine/digest-sum.js";
import { createEngine, type Engine, type Step } from "../../src/engine/engine.js";
import type { Command } from "../../src/engine/command.js";
import { MrError } from "../../src/engine/error.js";
import type { Event } from "../../src/engine/event.js";
import type { Fact } from "../../src/engine/fact.js";
import type { RecordDigest, StageSpec, TaskReport } from "../../src/engine/graph.js";
import {
  attemptKey,
  attemptName,
  type JobId,
  taskName,
  type TaskRef,
} from "../../src/engine/ids.js";
import type { EngineLimits } from "../../src/engine/limits.js";
import { describeFact } from "../../src/engine/story.js";
import { jobOf, neededFacts } from "../../src/master/snapshot.js";
import { FAKE_PLANNERS } from "../scenario/fake-planners.js";
import { missing, Superfluous } from "./superfluous.js";

export interface Violation {
  readonly rule: string;
  readonly what: string;
}

export interface LedgerOptions {
  readonly limits: Partial<EngineLimits>;
  /** So many ended jobs, the youngest, must be in the journal for ever. */
  readonly endedJobs: number;
}

interface Holder {
  readonly worker: string;
  readonly incarnation: string;
}

export class Ledger {
  readonly violations: Violation[] = [];
  /** Jobs that had ended and that the journal holds no longer. */
  readonly forgotten = new Set<JobId>();
  readonly #options: LedgerOptions;
  readonly #say: (what: string) => void;
  /** Facts whose append was acknowledged, of all reigns. */
  #durable: Fact[] = [];
  /** Facts decided, perhaps not yet durable. */
  #decided: Fact[] = [];
  #present = new Map<string, string>();
  #live = new Map<string, Holder>();
  /** With the incarnation that has the output. */
  #won = new Map<string, string>();
  /** Of the latest winners, of reopened tasks too. */
  #reports = new Map<string, TaskReport>();
  #started = new Set<string>();
  #stages = new Map<string, StageSpec[]>();
  readonly #handedOut = new Set<string>();
  #refusals = 0;
  /** Figures. */
  steps = 0;
  staleRefused = 0;

  constructor(options: LedgerOptions, say: (what: string) => void) {
    this.#options = options;
    this.#say = say;
  }

  violate(rule: string, what: string): void {
    this.violations.push({ rule, what });
    this.#say(`VIOLATION ${rule}: ${what}`);
  }

  get facts(): readonly Fact[] {
    return this.#durable;
  }

  /** Whether the attempt runs there, as far as the facts say. */
  isLive(key: string, incarnation: string): boolean {
    return this.#live.get(key)?.incarnation === incarnation;
  }

  stepped(engine: Engine, event: Event, { facts }: Step): void {
    this.steps += 1;
    const refusals = engine.counters.stale + engine.counters.late;
    const refused = refusals > this.#refusals;
    this.staleRefused += refusals - this.#refusals;
    this.#refusals = refusals;
    for (const fact of facts) {
      if (fact.kind === "task-completed") this.#checkWinner(fact, event, refused);
      this.#note(fact);
      this.#decided.push(fact);
      this.#say(describeFact(fact));
    }
    if (facts.length === 0 && event.kind !== "tick") return;
    try {
      engine.checkInvariants();
    } catch (error) {
      this.violate("engine", MrError.from(error).message);
    }
  }

  durable(facts: readonly Fact[]): void {
    for (const fact of facts) this.#durable.push(fact);
  }

  performs(command: Command): void {
    if (command.kind !== "assign") return;
    this.#handedOut.add(attemptKey(command.attempt));
  }

  crashed(): void {
    this.#decided = [];
    this.#refusals = 0;
  }

  /** A new reign has read its journal: everything acknowledged that is of use must be in it. */
  recovered(facts: readonly Fact[]): void {
    const superfluous = new Superfluous(this.#durable, facts, this.#options.endedJobs);
    for (const [index, fact] of missing(this.#durable, facts)) {
      const job = jobOf(fact);
      if (!superfluous.has(fact)) {
        this.violate("A1", `fact ${index}, ${describeFact(fact)}, was acknowledged and is gone`);
      } else if (job !== null) {
        this.forgotten.add(job);
      }
    }
    this.#durable = [...facts];
    this.#decided = [...facts];
    this.#present = new Map();
    this.#live = new Map();
    this.#won = new Map();
    this.#reports = new Map();
    this.#started = new Set();
    this.#stages = new Map();
    for (const fact of facts) this.#note(fact);
    for (const key of this.#handedOut) {
      if (this.forgotten.has(key.slice(0, key.indexOf("/")) as JobId)) continue;
      if (!this.#started.has(key)) this.violate("A2", `${key} was handed out and is not journaled`);
    }
  }

  /** I8. Costs a replay: asked at ends and now and then. */
  checkFold(engine: Engine): void {
    const live = engine.digest();
    const facts: Fact[] = JSON.parse(JSON.stringify(this.#decided));
    const fold = this.#foldOf(facts);
    if (fold !== live) this.violate("I8", `the journal folds to ${fold}, the engine has ${live}`);
    const cut = Math.floor(facts.length / 2);
    const snapshot = this.#foldOf([...neededFacts(facts.slice(0, cut)), ...facts.slice(cut)]);
    if (snapshot !== live) this.violate("I8", `snapshot and tail fold to ${snapshot}, not ${live}`);
  }

  /** I3, from the winners' reports alone. */
  checkConservation(job: JobId): void {
    for (const stage of this.#stages.get(job) ?? []) {
      const sources = stage.edges.filter(({ kind }) => kind === "shuffle");
      if (sources.length === 0) continue;
      const written = sources.flatMap(({ from }) =>
        this.#reportsOf(job, from).map(({ output }) =>
          output.kind === "segments" ? output.digest : NOTHING,
        ),
      );
      const read = this.#reportsOf(job, stage.name).map(({ shuffleDigest }) => shuffleDigest);
      if (sameDigest(sumDigests(written), sumDigests(read))) continue;
      this.violate("I3", `${stage.name} of ${job} has read other records than were written`);
    }
  }

  #foldOf(facts: readonly Fact[]): string {
    try {
      return createEngine({
        planners: FAKE_PLANNERS,
        limits: this.#options.limits,
        facts,
      }).digest();
    } catch (error) {
      return MrError.from(error).message.split("\n")[0] ?? "an error";
    }
  }

  #reportsOf(job: JobId, stage: string): TaskReport[] {
    const tasks = this.#stages.get(job)?.find(({ name }) => name === stage)?.payloads.length ?? 0;
    return Array.from({ length: tasks }, (_, index) =>
      this.#reports.get(keyOf({ job, stage, index })),
    ).filter((report) => report !== undefined);
  }

  #checkWinner(
    fact: Extract<Fact, { readonly kind: "task-completed" }>,
    event: Event,
    refused: boolean,
  ): void {
    const key = attemptKey(fact.attempt);
    const holder = this.#live.get(key);
    if (this.#won.has(keyOf(fact.attempt))) {
      this.violate("I1", `${key} won, though its task had a winner`);
    }
    if (refused || event.kind !== "attempt-succeeded" || attemptKey(event.attempt) !== key) {
      this.violate("I4", `${key} won by an event that does not speak of it`);
    } else if (holder === undefined || holder.incarnation !== event.incarnation) {
      this.violate("I4", `${key} won by ${event.worker}, which does not run it`);
    } else if (this.#present.get(event.worker) !== event.incarnation) {
      this.violate("I4", `${key} won by an incarnation of ${event.worker} that is over`);
    }
    const left = whatIsLeft(fact.report);
    if (left !== null && !left.includes(attemptName(fact.attempt))) {
      this.violate("I4", `${key} won with what another attempt left: ${left}`);
    }
  }

  #note(fact: Fact): void {
    switch (fact.kind) {
      case "worker-joined":
        this.#present.set(fact.info.worker, fact.info.incarnation);
        return;
      case "worker-left":
        this.#present.delete(fact.worker);
        for (const [key, holder] of this.#won) {
          if (holder === fact.incarnation) this.#won.set(key, GONE);
        }
        return;
      case "stage-added":
        this.#stages.set(fact.job, [...(this.#stages.get(fact.job) ?? []), fact.stage]);
        return;
      case "attempt-started": {
        const key = attemptKey(fact.attempt);
        if (this.#started.has(key)) this.violate("A2", `${key} was started twice`);
        if (this.#won.has(keyOf(fact.attempt))) {
          this.violate("I1", `${key} was started, though its task is done`);
        }
        this.#started.add(key);
        this.#live.set(key, { worker: fact.worker, incarnation: fact.incarnation });
        return;
      }
      case "attempt-ended":
        this.#live.delete(attemptKey(fact.attempt));
        return;
      case "task-completed":
        this.#won.set(
          keyOf(fact.attempt),
          this.#live.get(attemptKey(fact.attempt))?.incarnation ?? "",
        );
        this.#live.delete(attemptKey(fact.attempt));
        this.#reports.set(keyOf(fact.attempt), fact.report);
        return;
      case "task-restored": {
        const key = keyOf(fact.attempt);
        const holder = this.#won.get(key);
        if (holder !== undefined && [...this.#present.values()].includes(holder)) {
          this.violate("I1", `${key} was restored, though its winner's worker is there`);
        }
        this.#won.set(key, fact.incarnation);
        return;
      }
      case "task-reopened":
        this.#won.delete(keyOf(fact.task));
        return;
      case "job-ended":
        for (const key of this.#live.keys()) {
          if (key.startsWith(`${fact.job}/`)) this.#live.delete(key);
        }
        return;
      default:
        return;
    }
  }
}

/** Stands for an incarnation that has left, even if it comes back. */
const GONE = "gone";
const NOTHING: RecordDigest = { records: 0, sum: "0000000000000000" };

function keyOf(task: TaskRef): string {
  return `${task.job}/${taskName(task)}`;
}

/** Names in it end with the attempt's. */
function whatIsLeft({ output }: TaskReport): string | null {
  if (output.kind === "segments") return `${output.path}.`;
  if (output.kind === "part") return output.files.map(({ stagedPath }) => stagedPath).join(" ");
  return null;
}

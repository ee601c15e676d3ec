/**
 * Faults of ours, put in on purpose: a checker that stays silent under its mutant checks nothing.
 *
 * Owns: what each mutant changes, at the few places where the world asks. Without one everything is left as it is.
 */

import type { NeededOfJournal } from "../../src/master/journal.js";
import type { Engine, Step } from "../../src/engine/engine.js";
import type { Event } from "../../src/engine/event.js";
import type { Fact } from "../../src/engine/fact.js";
import type { TaskReport } from "../../src/engine/graph.js";
import type { WorkerMessage } from "../../src/rpc/messages.js";
import type { RandomSource } from "../scenario/random-source.js";
import type { ExpectedPart } from "./data.js";

export const MUTANTS = [
  /** A success of an attempt that is over counts for the task's present attempt. */
  "stale-let-through",
  /** A second winner is granted beside the first. */
  "two-winners",
  /** A report is acknowledged by the transport and then forgotten. */
  "report-dropped",
  "part-lost",
  "part-doubled",
  "parts-mixed",
  /** The disk says that it has synced, and has not. */
  "sync-skipped",
  /** Commands go out before their facts are on the disk. */
  "commands-first",
  /** A new master does not read the end of its journal. */
  "tail-forgotten",
  /** Damaged blocks are read as if they were sound. */
  "checksum-skipped",
  /** A task's counters are added twice. */
  "counters-doubled",
  /** A reader leaves out one of its sources and says nothing. */
  "record-lost",
  /** The engine does something that its journal does not hear of. */
  "fact-kept-back",
  /** A new generation of the journal misses what was appended while the old one was looked through. */
  "snapshot-tail-forgotten",
  /** A new generation has its name before it is on the disk. */
  "snapshot-unsynced",
  /** A partition is given up while it is still being read. */
  "trimmed-early",
] as const;

export type Mutant = (typeof MUTANTS)[number];

export class Mutations {
  readonly mutant: Mutant | null;
  readonly #random: RandomSource;

  constructor(mutant: Mutant | null, random: RandomSource) {
    this.mutant = mutant;
    this.#random = random;
  }

  /** Before the engine hears of it. */
  event(event: Event, engine: Engine): Event {
    if (event.kind !== "attempt-succeeded") return event;
    if (this.#strikes("record-lost", 0.1))
      return { ...event, report: withoutARecord(event.report) };
    if (this.#strikes("counters-doubled", 0.1)) {
      const { tasks = 0 } = event.report.counters;
      const counters = { ...event.report.counters, tasks: 2 * tasks };
      return { ...event, report: { ...event.report, counters } };
    }
    if (this.mutant !== "stale-let-through" || engine.isLive(event.attempt)) return event;
    for (
      let attempt = event.attempt.attempt + 1;
      attempt < event.attempt.attempt + 20;
      attempt += 1
    ) {
      const later = { ...event.attempt, attempt };
      if (engine.isLive(later))
        return { ...event, ...holderOf(engine, later, event), attempt: later };
    }
    return event;
  }

  step(step: Step, event: Event): Step {
    if (step.facts.length > 1 && this.#strikes("fact-kept-back", 0.02)) {
      return { ...step, facts: step.facts.slice(0, -1) };
    }
    const won = step.facts.find((fact) => fact.kind === "task-completed");
    if (won === undefined || event.kind !== "attempt-succeeded") return step;
    if (!this.#strikes("two-winners", 0.05)) return step;
    return { ...step, facts: [...step.facts, won] };
  }

  append(
    real: (facts: readonly Fact[]) => Promise<void>,
  ): (facts: readonly Fact[]) => Promise<void> {
    if (this.mutant !== "commands-first") return real;
    let last: Promise<void> = Promise.resolve();
    return async (facts) => {
      last = last.then(() => real(facts));
      last.catch(() => undefined);
    };
  }

  recover(facts: readonly Fact[]): readonly Fact[] {
    if (this.mutant === "tail-forgotten" && facts.length > 10) return facts.slice(0, -2);
    return facts;
  }

  /** Whether the transport loses it, and the connection goes on as if nothing were. */
  drops(message: WorkerMessage): boolean {
    return message.kind === "succeeded" && this.#strikes("report-dropped", 0.1);
  }

  published(parts: readonly ExpectedPart[]): readonly ExpectedPart[] {
    const [first, second] = parts;
    if (first === undefined) return parts;
    if (this.mutant === "part-lost") return parts.slice(1);
    if (this.mutant === "part-doubled") return [first, ...parts];
    if (this.mutant !== "parts-mixed" || second === undefined) return parts;
    return [{ ...first, checksum: second.checksum }, ...parts.slice(1)];
  }

  get liesAboutSync(): boolean {
    return this.mutant === "sync-skipped";
  }

  /** The journal's file, as a whole; what is appended to it later is synced in any case. */
  skipsSyncOf(path: string): boolean {
    return this.mutant === "snapshot-unsynced" && path.endsWith(".new");
  }

  /** `surveyed`: the last frame that was there when the survey began. */
  needed(real: NeededOfJournal, surveyed: number): NeededOfJournal {
    if (this.mutant !== "snapshot-tail-forgotten") return real;
    let sequence = 0;
    return {
      needsAll: (next) => {
        sequence = next;
        return sequence <= surveyed && real.needsAll(sequence);
      },
      needs: (fact) => sequence <= surveyed && real.needs(fact),
    };
  }

  trimmed(from: number): number {
    return this.mutant === "trimmed-early" ? Math.max(0, from - 1) : from;
  }

  get checksChecksums(): boolean {
    return this.mutant !== "checksum-skipped";
  }

  #strikes(mutant: Mutant, chance: number): boolean {
    return this.mutant === mutant && this.#random.chance(chance);
  }
}

function withoutARecord(report: TaskReport): TaskReport {
  const { records, sum } = report.shuffleDigest;
  if (records === 0) return report;
  return { ...report, shuffleDigest: { records: records - 1, sum } };
}

/** The mutant's fence asks nobody: whoever runs the task now is taken for the speaker. */
function holderOf(engine: Engine, attempt: TaskRefLike, event: WorkerEvent) {
  for (const line of engine.story(attempt)) {
    const match = new RegExp(`-a${attempt.attempt} started on (\\S+)`).exec(line);
    const worker = engine.workerViews().find((view) => view.worker === match?.[1]);
    if (worker !== undefined) return { worker: worker.worker, incarnation: worker.incarnation };
  }
  return { worker: event.worker, incarnation: event.incarnation };
}

type WorkerEvent = Extract<Event, { readonly kind: "attempt-succeeded" }>;
type TaskRefLike = WorkerEvent["attempt"];

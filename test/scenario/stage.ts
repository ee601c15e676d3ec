/**
 * The stage on which a scenario is played: an engine, its journal, and the people around it.
 *
 * Owns: virtual time, who is connected, which attempt was given to whom. Talks to: the engine alone.
 *
 * Every event is followed by a check of all invariants and by a replay of the journal that must give the same digest.
 */

import type { Command } from "../../src/engine/command.js";
import { createEngine, type Engine } from "../../src/engine/engine.js";
import type { AttemptProgress, Event, Shortage, WorkerInfo } from "../../src/engine/event.js";
import type { Fact } from "../../src/engine/fact.js";
import { type AttemptRef, attemptKey, attemptName, taskName } from "../../src/engine/ids.js";
import { describeFact } from "../../src/engine/story.js";
import { FAKE_PLANNERS } from "./fake-planners.js";
import type { Message } from "./random-world.js";

export class ScenarioStage {
  engine: Engine = createEngine({ planners: FAKE_PLANNERS });
  now = 0;
  journal: Fact[] = [];
  readonly workers = new Map<string, WorkerInfo>();
  /** Silent workers send no heartbeats while time passes. */
  readonly silent = new Set<string>();
  /** What machines are short of; their heartbeats say so. */
  readonly shortOf = new Map<string, Shortage>();
  /** Who was given each attempt, and in which life. */
  readonly holders = new Map<string, WorkerInfo>();
  private epoch = 0;

  /** The transcript of one event: facts, then commands. */
  play(message: Message): string[] {
    const step = this.engine.step({ ...message, at: this.now } as Event);
    this.journal.push(...step.facts);
    for (const command of step.commands) this.notice(command);
    this.engine.checkInvariants();
    if (this.replay().digest() !== this.engine.digest()) throw new Error("the replay differs");
    return [
      ...step.facts.map((fact) => `fact ${describeOneLine(fact)}`),
      ...step.commands.map((command) => `  -> ${describeCommand(command)}`),
    ];
  }

  /** Heartbeats and ticks, once a second; only what they bring about is told. */
  pass(seconds: number): string[] {
    const lines: string[] = [];
    for (let i = 0; i < seconds; i += 1) {
      this.now += 1_000;
      const told: string[] = [];
      for (const info of this.workers.values()) {
        if (!this.silent.has(info.worker)) told.push(...this.beat(info));
      }
      told.push(...this.play({ kind: "tick" }));
      if (told.length > 0) lines.push(`at ${this.now / 1_000} s`, ...told);
    }
    return lines;
  }

  beat(
    { worker, incarnation }: Pick<WorkerInfo, "worker" | "incarnation">,
    progress: readonly AttemptProgress[] = [],
  ): string[] {
    const shortOf = this.shortOf.get(worker) ?? null;
    const about = { worker, incarnation, progress, peakMemoryBytes: 1, shortOf };
    return this.play({ kind: "worker-heartbeat", ...about });
  }

  /** The master's machine sleeps: nobody's heartbeat is read, no tick comes, until it wakes up with one. */
  sleep(seconds: number): string[] {
    this.now += seconds * 1_000;
    return this.play({ kind: "tick" });
  }

  /** A new master with the first facts of the journal (all, unless `cut` of the last ones were not yet written). */
  crash(cut: number): string[] {
    this.journal = this.journal.slice(0, this.journal.length - cut);
    this.engine = this.replay();
    this.epoch += 1;
    return this.play({ kind: "master-started", epoch: this.epoch });
  }

  holderOf(attempt: AttemptRef): WorkerInfo {
    const holder = this.holders.get(attemptKey(attempt));
    if (holder === undefined) throw new Error(`${attemptName(attempt)} was given to nobody`);
    return holder;
  }

  private replay(): Engine {
    const facts: Fact[] = JSON.parse(JSON.stringify(this.journal));
    return createEngine({ planners: FAKE_PLANNERS, facts });
  }

  private notice(command: Command): void {
    if (command.kind === "assign") {
      const info = this.workers.get(command.worker);
      if (info !== undefined) this.holders.set(attemptKey(command.attempt), info);
    }
    if (command.kind === "dismiss") this.workers.delete(command.worker);
  }
}

function describeOneLine(fact: Fact): string {
  if (fact.kind !== "job-ended" || fact.outcome.kind !== "failed") return describeFact(fact);
  const { error, task, where } = fact.outcome;
  const place = `${task === null ? "" : ` in ${taskName(task)}`}${where === null ? "" : ` at ${where}`}`;
  return `${describeFact(fact)}: ${error.code}${place}: ${error.message}`;
}

function describeCommand(command: Command): string {
  switch (command.kind) {
    case "plan-input":
    case "publish":
    case "announce":
      return `${command.kind} ${command.job}`;
    case "assign":
      return `assign ${command.attempt.job}/${attemptName(command.attempt)} to ${command.worker}`;
    case "stop":
      return `stop ${command.attempt.job}/${attemptName(command.attempt)} on ${command.worker}: ${command.reason}`;
    case "sources": {
      const outputs = command.outputs.map(
        (o) => `${o.index}@${o.dataAddress.replace(":7000", "")}(a${o.attempt})`,
      );
      return `sources of ${command.job}/${command.stage} to ${command.worker}: ${outputs.join(" ")} of ${command.tasks}`;
    }
    case "trim":
      return `trim ${command.job}/${command.stage} from ${command.from} on ${command.worker}`;
    case "discard":
      return `discard ${command.job} on ${command.worker}`;
    case "dismiss":
      return `dismiss ${command.worker} (${command.incarnation}): ${command.reason}`;
  }
}

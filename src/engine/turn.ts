/**
 * One step in the making: what the deciding modules share.
 *
 * Owns: the lists of facts and commands of the step. Talks to: apply (every recorded fact is applied at once).
 *
 * U1. A decision reads the state, records a fact, and reads on: there are no decisions on stale state within a step.
 */

import { apply } from "./apply.js";
import type { Command } from "./command.js";
import type { Fact } from "./fact.js";
import type { EngineLimits } from "./limits.js";
import type { Planner } from "./planner.js";
import type { State } from "./state.js";
import type { LiveAttempt, Stage } from "./task-table.js";
import type { Worker } from "./worker-table.js";

export interface EngineCounters {
  /** Messages refused because their sender or attempt is over. */
  stale: number;
  /** Successes that came after another attempt had won, or after a stop. */
  late: number;
  /** Slots taken back because a stopped attempt never ended. */
  overdueStops: number;
}

/** Not durable, not of one worker or job: what this reign knows. */
export interface Reign {
  /** Absent workers count as lost from then on. */
  rejoinUntil: number;
  lastTickAt: number | null;
  /** Since when there has been nobody to work; null while there is somebody. */
  noWorkersSince: number | null;
  /** Stages with outputs that their audience has not heard of. */
  readonly untold: Set<Stage>;
  /** Slow attempts that readers wait for and for which no slot was free at the last tick. */
  readonly wantedBackups: Map<Stage, readonly LiveAttempt[]>;
}

export class Turn {
  readonly state: State;
  readonly limits: EngineLimits;
  readonly planners: ReadonlyMap<string, Planner>;
  readonly counters: EngineCounters = { stale: 0, late: 0, overdueStops: 0 };
  readonly reign: Reign = {
    rejoinUntil: 0,
    lastTickAt: null,
    noWorkersSince: null,
    untold: new Set(),
    wantedBackups: new Map(),
  };
  at = 0;
  facts: Fact[] = [];
  commands: Command[] = [];
  /** Who has finished an attempt in this step, and so has room. */
  relieved: Worker | null = null;

  constructor(state: State, limits: EngineLimits, planners: ReadonlyMap<string, Planner>) {
    this.state = state;
    this.limits = limits;
    this.planners = planners;
  }

  begin(at: number): void {
    this.at = at;
    this.facts = [];
    this.commands = [];
    this.relieved = null;
  }

  record(fact: Fact): void {
    apply(this.state, fact);
    this.facts.push(fact);
  }

  send(command: Command): void {
    this.commands.push(command);
  }
}

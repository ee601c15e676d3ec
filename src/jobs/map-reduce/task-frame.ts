/**
 * What all parts of one running task share: its environment, its counts, its named outputs, and its breath.
 *
 * Owns: the contexts handed to user code. Talks to: sinks (named outputs), the runner (progress, log, signal).
 *
 * F1. A sample counts nothing and logs nothing: the task that does the work for good will.
 * F2. Loops call `pause` between blocks of work: it checks the signal and lets messages through every few milliseconds.
 */

import { setImmediate as nextTurn } from "node:timers/promises";
import { MrError } from "../../engine/error.js";
import { isName, taskName } from "../../engine/ids.js";
import type { TaskEnvironment } from "../assignment.js";
import type { Counter, JobContext } from "../definition.js";
import type { CollectResult, PipelineBody, UntilBody } from "./stage-body.js";
import { type OpenSkipped, SkipList } from "./skip-list.js";
import { Tally } from "./tally.js";

/** Long enough to cost nothing, short enough to be stopped promptly. */
const BREATH_MS = 10;

export interface NamedOutput {
  write(key: unknown, value?: unknown): void;
}

export interface ContextOptions {
  readonly round: number;
  readonly source?: JobContext["source"];
  readonly phase: JobContext["phase"];
  /** Instead of the stage's. */
  readonly totals?: (name: string) => number;
}

const SILENT: Counter & NamedOutput = { add() {}, write() {} };

export class TaskFrame {
  readonly environment: TaskEnvironment;
  readonly tally = new Tally();
  readonly skips: SkipList;
  /** Set by the sink when the stage writes the job's output. */
  openNamedOutput: ((name: string) => NamedOutput) | null = null;
  readonly muted: boolean;
  readonly #body: PipelineBody | UntilBody;
  readonly #state: unknown;
  readonly #outputs = new Map<string, NamedOutput>();
  #lastBreath = performance.now();

  constructor(
    environment: TaskEnvironment,
    body: PipelineBody | UntilBody,
    openSkipped: OpenSkipped | null = null,
  ) {
    const { attempt, spec } = environment.assignment;
    this.environment = environment;
    this.#body = body;
    this.muted = body.kind === "pipeline" && body.sink.kind === "sample";
    this.skips = new SkipList({
      task: attempt,
      limit: spec.settings.skipBadRecords,
      muted: this.muted,
      open: openSkipped,
    });
    this.#state = body.kind === "pipeline" ? readState(environment, body.stateFrom) : null;
  }

  /** Null: go on at once. */
  pause(): Promise<void> | null {
    const { signal } = this.environment;
    if (signal.aborted) throw stopped();
    const now = performance.now();
    if (now - this.#lastBreath < BREATH_MS) return null;
    return this.#breathe();
  }

  async #breathe(): Promise<void> {
    await nextTurn();
    this.#lastBreath = performance.now();
    if (this.environment.signal.aborted) throw stopped();
  }

  context({ round, phase, source = null, totals }: ContextOptions): JobContext {
    const { assignment, definition, signal } = this.environment;
    const { attempt, spec } = assignment;
    const previous = new Map(Object.entries(this.#body.totals));
    return {
      params: definition.values ?? spec.params,
      signal,
      task: taskName(attempt),
      taskIndex: attempt.index,
      phase,
      attempt: attempt.attempt,
      source,
      round,
      state: this.#state,
      previousTotal: totals ?? ((name) => previous.get(name) ?? 0),
      counter: (name) => (this.muted ? SILENT : this.tally.counter(name)),
      total: (name) => (this.muted ? SILENT : this.tally.total(name)),
      output: (name) => (this.muted ? SILENT : this.#output(name)),
      log: (message) => {
        if (!this.muted) this.environment.log(String(message));
      },
    };
  }

  #output(name: string): NamedOutput {
    let output = this.#outputs.get(name);
    if (output === undefined) {
      output = this.#openOutput(name);
      this.#outputs.set(name, output);
    }
    return output;
  }

  #openOutput(name: string): NamedOutput {
    if (!isName(name) || name === "part") {
      throw new MrError("MR_USER_CODE", `"${name}" cannot be the name of an output`, {
        hint: "Use letters, digits, - and _; `part` is the job's own.",
      });
    }
    if (this.openNamedOutput === null) {
      throw new MrError("MR_USER_CODE", `output "${name}" was used before the job's last stage`, {
        hint: "Only the last reduce, what follows it, or a map without reduce can write outputs.",
      });
    }
    return this.openNamedOutput(name);
  }
}

/** A merge and a collector that work at the same time share the slot's memory. */
export function halfOf(memoryBytes: number): number {
  return Math.floor(memoryBytes / 2);
}

export function stopped(): MrError {
  return new MrError("MR_CANCELLED", "the task was stopped");
}

function readState({ assignment }: TaskEnvironment, stage: string | null): unknown {
  if (stage === null) return null;
  const result = assignment.upstream[stage]?.results[0];
  if (result === undefined) {
    throw new MrError("MR_INTERNAL", `the state of stage ${stage} did not arrive with the task`);
  }
  const { state } = JSON.parse(Buffer.from(result, "base64").toString("utf8")) as CollectResult;
  return state;
}

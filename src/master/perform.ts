/**
 * Does what the engine has decided: one function a command.
 *
 * R1. `perform` returns at once and never throws; what takes time answers with an event (C2 of engine/command.ts).
 * R2. `idle` resolves when nothing that was begun is still going on.
 */

import type { Command } from "../engine/command.js";
import type { Engine } from "../engine/engine.js";
import { MrError, unreachable } from "../engine/error.js";
import type { JobId } from "../engine/ids.js";
import type { JobSpec } from "../engine/job.js";
import type { TaskView } from "../engine/view.js";
import type { EventBody } from "./loop.js";
import { planInput } from "./plan-input.js";
import { clearStaging, publishJob } from "./publish-job.js";
import type { Sessions } from "./sessions.js";

type CommandOf<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;

export interface PerformerOptions {
  readonly engine: Engine;
  readonly sessions: Sessions;
  readonly post: (event: EventBody) => void;
  readonly log: (line: string) => void;
  readonly files?: JobFiles;
}

/** What touches inputs and outputs: a simulation brings its own. */
export interface JobFiles {
  planInput(spec: JobSpec): Promise<EventBody>;
  publishJob(engine: Engine, job: JobId): Promise<EventBody>;
  clearStaging(engine: Engine, job: JobId, log: (line: string) => void): Promise<void>;
}

const REAL_FILES: JobFiles = { planInput, publishJob, clearStaging };

export class Performer {
  readonly #options: PerformerOptions;
  readonly #files: JobFiles;
  readonly #pending = new Set<Promise<void>>();

  constructor(options: PerformerOptions) {
    this.#options = options;
    this.#files = options.files ?? REAL_FILES;
  }

  perform(command: Command): void {
    try {
      this.#dispatch(command);
    } catch (error) {
      this.#options.log(`${command.kind}: ${MrError.from(error).message}`);
    }
  }

  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  #dispatch(command: Command): void {
    switch (command.kind) {
      case "plan-input":
        return this.#planInput(command);
      case "assign":
        return this.#assign(command);
      case "stop":
        return this.#stop(command);
      case "sources":
        return this.#sources(command);
      case "publish":
        return this.#publish(command);
      case "trim":
        return this.#trim(command);
      case "discard":
        return this.#discard(command);
      case "announce":
        return this.#announce(command);
      case "dismiss":
        return this.#options.sessions.dismiss(command, command.reason);
      default:
        return unreachable(command, "perform");
    }
  }

  #planInput({ job }: CommandOf<"plan-input">): void {
    this.#answer(this.#files.planInput(this.#options.engine.inputOf(job)));
  }

  #assign(command: CommandOf<"assign">): void {
    const { worker, incarnation, attempt } = command;
    let task: TaskView;
    try {
      task = this.#options.engine.taskView(attempt);
    } catch (error) {
      if (!(error instanceof MrError) || error.code !== "MR_STALE") throw error;
      // A later event of the same turn has ended the job: the worker never hears of the attempt, so we answer for it.
      const failure = { kind: "stopped" } as const;
      this.#options.post({ kind: "attempt-ended", worker, incarnation, attempt, failure });
      return;
    }
    this.#options.sessions.assign(command, attempt, task);
  }

  #stop(command: CommandOf<"stop">): void {
    const { attempt, reason } = command;
    this.#options.sessions.send(command, { kind: "stop", attempt, reason });
  }

  #sources(command: CommandOf<"sources">): void {
    const { job, stage, tasks, outputs } = command;
    this.#options.sessions.send(command, { kind: "sources", job, stage, tasks, outputs });
  }

  #publish({ job }: CommandOf<"publish">): void {
    this.#answer(this.#files.publishJob(this.#options.engine, job));
  }

  #trim(command: CommandOf<"trim">): void {
    const { job, stage, from } = command;
    this.#options.sessions.send(command, { kind: "trim", job, stage, from });
  }

  #discard(command: CommandOf<"discard">): void {
    this.#options.sessions.discard(command, command.job);
  }

  /** Clients learn of the end from the loop's turns; what is left to do is to clear up. */
  #announce({ job }: { readonly job: JobId }): void {
    this.#track(this.#files.clearStaging(this.#options.engine, job, this.#options.log));
  }

  #answer(event: Promise<EventBody>): void {
    this.#track(event.then((body) => this.#options.post(body)));
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => this.#options.log(MrError.from(error).message))
      .finally(() => this.#pending.delete(tracked));
    this.#pending.add(tracked);
  }
}

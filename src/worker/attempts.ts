/**
 * The worker's work: from the master's `assign` to the attempt's outcome, and everything kept in between.
 *
 * Owns: the jobs and stages the master has told of, the attempts that are here, and through its parts the slots,
 * bundles, sources and files. Talks to: the agent, through `outbox` and `log`.
 *
 * A1. Every `assign` and every `stop` ends in an outcome. Assigning an attempt that is here changes nothing; one that
 *     has ended is not run again, its outcome is reported again.
 * A2. A finished segment file is in the table before its success is reported, so nobody asks in vain.
 * A3. A job's files are removed when the last process that may write to them has gone.
 */

import { type ErrorRecord, MrError, unreachable } from "../engine/error.js";
import type { AttemptProgress } from "../engine/event.js";
import type { AttemptFailure } from "../engine/graph.js";
import { attemptKey, attemptName } from "../engine/ids.js";
import type { AttemptRef, JobId } from "../engine/ids.js";
import type { JobSpec, Json } from "../engine/job.js";
import type { AssignedStage, TaskView } from "../engine/view.js";
import type { MasterMessage } from "../rpc/messages.js";
import type { BundleCache } from "./bundles.js";
import { LogBatcher } from "./log-lines.js";
import { PoisonHunt } from "./poison-hunt.js";
import type { Outbox } from "./outbox.js";
import type { AttemptOutcome, RunRequest } from "./runner-protocol.js";
import type { Slots } from "./slots.js";
import { SourceTable } from "./source-table.js";
import type { Timers } from "./timers.js";
import type { Workspace } from "./workspace.js";

export type WorkMessage = Extract<
  MasterMessage,
  { kind: "job" | "stage" | "assign" | "stop" | "sources" | "trim" | "discard" }
>;

/** As narrow as it is used: a simulation brings its own. */
export interface WorkPlace {
  readonly slots: Pick<
    Slots,
    "start" | "stop" | "progress" | "sendSources" | "retire" | "hasWaiting"
  >;
  readonly workspace: Pick<
    Workspace,
    | "directory"
    | "jobDirectory"
    | "segmentPath"
    | "keep"
    | "kept"
    | "removeSegments"
    | "trim"
    | "removeJob"
  >;
  readonly bundles: Pick<BundleCache, "get" | "release">;
  readonly timers: Timers;
  /** Told of every error that an attempt here has ended with. */
  readonly trouble?: (error: ErrorRecord) => void;
}

export interface AttemptsOptions extends WorkPlace {
  readonly hostId: string;
  /** The master's, of the current session. */
  readonly credentials: () => { readonly epoch: number; readonly dataToken: string };
  readonly outbox: Outbox;
  readonly log: (attempt: AttemptRef, lines: readonly string[]) => void;
  readonly warn: (message: string) => void;
}

interface KnownStage {
  readonly stage: AssignedStage;
  readonly upstream: TaskView["upstream"];
}

interface KnownJob {
  readonly spec: JobSpec;
  readonly stages: Map<string, KnownStage>;
}

interface LocalAttempt {
  readonly attempt: AttemptRef;
  readonly log: LogBatcher;
  /** Null where no bad record may be left out. */
  readonly hunt: PoisonHunt | null;
  readonly unsubscribe: (() => void)[];
  /** Set while its code is being fetched and it is no longer wanted. */
  verdict: AttemptFailure | null;
  readonly ended: Promise<void>;
  readonly end: () => void;
}

/** With enough to do, outcomes of tiny tasks travel together: a message costs more than such a task. */
const COMPANY_MS = 2;

const STOPPED: AttemptFailure = { kind: "stopped" };

export class Attempts {
  readonly #options: AttemptsOptions;
  readonly #jobs = new Map<JobId, KnownJob>();
  readonly #here = new Map<string, LocalAttempt>();
  readonly #sources: SourceTable;
  /** Why no new work is taken; null while it is. */
  #refusal: MrError | null = null;

  constructor(options: AttemptsOptions) {
    this.#options = options;
    this.#sources = new SourceTable(options.timers);
  }

  handle(message: WorkMessage): void {
    switch (message.kind) {
      case "job": {
        const stages = this.#jobs.get(message.spec.id)?.stages ?? new Map<string, KnownStage>();
        this.#jobs.set(message.spec.id, { spec: message.spec, stages });
        return;
      }
      case "stage":
        this.#jobs.get(message.job)?.stages.set(message.stage.name, message);
        return;
      case "assign":
        void this.#assign(message.attempt, message.payload);
        return;
      case "stop":
        if (!this.#stop(message.attempt, STOPPED)) this.#repeat(message.attempt);
        return;
      case "sources":
        this.#sources.add(message.job, message.stage, message);
        return;
      case "trim":
        void this.#tidy(this.#options.workspace.trim(message.job, message.stage, message.from));
        return;
      case "discard":
        void this.#tidy(this.discard(message.job));
        return;
      default:
        unreachable(message, "work message");
    }
  }

  get count(): number {
    return this.#here.size;
  }

  /** Whatever runs here, whoever has assigned it. */
  running(): AttemptRef[] {
    return [...this.#here.values()].map(({ attempt }) => attempt);
  }

  /** Of every attempt that is here, so that a master can tell what it has and has not. */
  progress(): AttemptProgress[] {
    return [...this.#here.values()].map(({ attempt, hunt }) => {
      const { bytes, records } = this.#options.slots.progress(attempt);
      // Another process for the same attempt is progress: a master that sees none would end it.
      return { attempt, bytes, records: records + (hunt?.deaths ?? 0) };
    });
  }

  /** From now on new work is handed back as lost. */
  refuse(reason: MrError): void {
    this.#refusal = reason;
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    while (this.#here.size > 0) {
      await Promise.all([...this.#here.values()].map(({ ended }) => ended));
    }
  }

  stopAll(verdict: AttemptFailure): void {
    for (const { attempt } of this.#here.values()) this.#stop(attempt, verdict);
  }

  /** A session begins. */
  forgetPlaces(): void {
    this.#sources.forgetPlaces();
  }

  async discard(job: JobId): Promise<void> {
    this.#jobs.delete(job);
    const mine = [...this.#here.values()].filter(({ attempt }) => attempt.job === job);
    for (const { attempt } of mine) this.#stop(attempt, STOPPED);
    await Promise.all(mine.map(({ ended }) => ended));
    this.#options.slots.retire(job);
    this.#sources.forget(job);
    await this.#options.bundles.release(job);
    await this.#options.workspace.removeJob(job);
  }

  async #assign(attempt: AttemptRef, payload: Json): Promise<void> {
    const key = attemptKey(attempt);
    if (this.#here.has(key) || this.#options.outbox.repeatOne(attempt)) return;
    const known = this.#jobs.get(attempt.job);
    const stage = known?.stages.get(attempt.stage);
    if (this.#refusal !== null) return this.#handBack(attempt, this.#refusal);
    if (known === undefined || stage === undefined) {
      const message = `${attemptName(attempt)} was assigned before its job and stage were named`;
      return this.#handBack(attempt, new MrError("MR_INTERNAL", message));
    }
    const local = this.#enter(attempt, known.spec.settings.skipBadRecords > 0);
    try {
      const { code } = known.spec;
      const bundlePath =
        code.kind === "bundle" ? await this.#options.bundles.get(attempt.job, code) : null;
      if (local.verdict !== null) return this.#ended(local, local.verdict);
      this.#run(local, this.#request(known.spec, stage, attempt, payload, bundlePath));
    } catch (error) {
      // Code that cannot be had, or is not what was announced, is no fault of the job's.
      const failure = MrError.from(error, "MR_INTERNAL").withoutStack();
      return this.#ended(local, local.verdict ?? { kind: "lost", error: failure });
    }
  }

  #enter(attempt: AttemptRef, mayLeaveOut: boolean): LocalAttempt {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const log = new LogBatcher((lines) => this.#options.log(attempt, lines));
    const hunt = mayLeaveOut ? new PoisonHunt() : null;
    const local: LocalAttempt = { attempt, log, hunt, unsubscribe: [], verdict: null, ended, end };
    this.#here.set(attemptKey(attempt), local);
    return local;
  }

  #request(
    spec: JobSpec,
    { stage, upstream }: KnownStage,
    attempt: AttemptRef,
    payload: Json,
    bundlePath: string | null,
  ): RunRequest {
    const { workspace, hostId, credentials } = this.#options;
    const { epoch, dataToken } = credentials();
    return {
      assignment: { attempt, epoch, spec, stage, payload, upstream },
      bundlePath,
      directory: workspace.jobDirectory(attempt.job),
      segmentPath: workspace.segmentPath(attempt),
      workDirectory: workspace.directory,
      hostId,
      dataToken,
      careful: null,
    };
  }

  #run(local: LocalAttempt, request: RunRequest): void {
    const { attempt } = local;
    this.#options.slots.start(request, {
      wantSources: (stage) => {
        const end = this.#sources.subscribe(attempt.job, stage, (batch) =>
          this.#options.slots.sendSources(attempt, stage, batch),
        );
        local.unsubscribe.push(end);
      },
      log: (lines) => local.log.push(lines),
      ended: (outcome, mark) => {
        const failure = outcome.kind === "failed" ? outcome : null;
        const careful = failure === null ? null : (local.hunt?.next(failure, mark) ?? null);
        if (failure === null || careful === null) return void this.#ended(local, outcome);
        const why = failure.error.message.split("\n", 1)[0] ?? "";
        local.log.push([`${attemptName(attempt)} reads its input again, with care: ${why}`]);
        this.#run(local, { ...request, careful });
      },
    });
  }

  /** False when the attempt is not here. */
  #stop(attempt: AttemptRef, verdict: AttemptFailure): boolean {
    const local = this.#here.get(attemptKey(attempt));
    if (local === undefined) return false;
    if (!this.#options.slots.stop(attempt, verdict)) local.verdict = verdict;
    return true;
  }

  /** The master believes that the attempt runs here; it has ended, or its assignment never arrived. */
  #repeat(attempt: AttemptRef): void {
    const { outbox } = this.#options;
    if (!outbox.repeatOne(attempt)) outbox.report({ kind: "ended", attempt, failure: STOPPED });
  }

  async #ended(local: LocalAttempt, outcome: AttemptOutcome): Promise<void> {
    const { attempt } = local;
    const { workspace, outbox } = this.#options;
    for (const end of local.unsubscribe) end();
    local.log.end();
    this.#here.delete(attemptKey(attempt));
    if (outcome.kind === "succeeded") {
      const { output } = outcome.report;
      if (output.kind === "segments") {
        const { sizeBytes, digest } = output;
        workspace.keep(attempt, { sizeBytes, records: digest.records });
      }
      const patienceMs = this.#options.slots.hasWaiting ? COMPANY_MS : 0;
      outbox.report({ kind: "succeeded", attempt, report: outcome.report }, patienceMs);
    } else {
      if (outcome.kind === "fetch-failed") {
        this.#sources.doubt(attempt.job, outcome.stage, outcome.sources);
      }
      if (outcome.kind !== "stopped") this.#options.trouble?.(outcome.error);
      outbox.report({ kind: "ended", attempt, failure: outcome });
      await this.#tidy(workspace.removeSegments(attempt));
    }
    local.end();
  }

  /** A file that cannot be removed is a pity, not a reason to stop working. */
  async #tidy(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#options.warn(`could not clean up: ${MrError.from(error).message}`);
    }
  }

  #handBack(attempt: AttemptRef, error: MrError): void {
    const failure: AttemptFailure = { kind: "lost", error: error.withoutStack() };
    this.#options.outbox.report({ kind: "ended", attempt, failure });
  }
}

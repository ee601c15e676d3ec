/**
 * Runs one attempt inside the runner: builds the environment, calls the task body, reports.
 *
 * Owns: the attempt's batched progress and log, its source feeds. Talks to: the task body, the channel to the agent.
 *
 * V1. It never rejects: every way to end becomes a `succeeded` or an `ended`.
 * V2. Progress and log lines are posted at most once in REPORT_INTERVAL_MS each, and not before: short tasks say none.
 */

import { attemptKey } from "../engine/ids.js";
import type { CodeRef, JobSpec } from "../engine/job.js";
import type { TaskBody, TaskEnvironment } from "../jobs/assignment.js";
import type { JobDefinition } from "../jobs/definition.js";
import { attemptFailure } from "./attempt-failure.js";
import { LogBatcher } from "./log-lines.js";
import {
  type FromRunner,
  markPath,
  REPORT_INTERVAL_MS,
  type RunRequest,
} from "./runner-protocol.js";
import { RecordMarker } from "./record-mark.js";
import type { Scratch } from "./scratch.js";
import type { SourceBatch } from "./source-table.js";
import { SourceFeed } from "./source-feed.js";
import { UsageMeter } from "./usage.js";

export type LoadDefinition = (
  code: CodeRef,
  params: JobSpec["params"],
  bundlePath: string | null,
) => Promise<JobDefinition>;

export interface RunnerParts {
  readonly runTask: TaskBody;
  readonly loadDefinition: LoadDefinition;
}

export class AttemptRun {
  readonly key: string;
  readonly #request: RunRequest;
  readonly #scratch: Scratch;
  readonly #post: (message: FromRunner) => void;
  readonly #log: LogBatcher;
  readonly #feeds = new Map<string, SourceFeed>();
  readonly #meter = new UsageMeter();
  readonly #marker: RecordMarker | null;
  #bytes = 0;
  #records = 0;
  #waits = 0;
  #hasSpawned = false;
  #lastPostAt = performance.now();

  constructor(request: RunRequest, scratch: Scratch, post: (message: FromRunner) => void) {
    this.key = attemptKey(request.assignment.attempt);
    this.#request = request;
    this.#scratch = scratch;
    this.#post = post;
    const mayLeaveOut = request.assignment.spec.settings.skipBadRecords > 0;
    this.#marker = mayLeaveOut ? new RecordMarker(markPath(request), request.careful) : null;
    this.#log = new LogBatcher((lines) => post({ kind: "log", attempt: this.key, lines }));
  }

  /** The last message about the attempt. */
  async run(parts: RunnerParts): Promise<FromRunner> {
    const { assignment, bundlePath } = this.#request;
    try {
      const { code, params } = assignment.spec;
      const definition = await parts.loadDefinition(code, params, bundlePath);
      const report = await parts.runTask(this.#environment(definition));
      this.#marker?.close();
      this.#log.end();
      return {
        kind: "succeeded",
        attempt: this.key,
        report: { ...report, ...this.#meter.finish() },
      };
    } catch (error) {
      return this.failed(error);
    } finally {
      this.#scratch.close();
    }
  }

  failed(error: unknown): FromRunner {
    this.#log.end();
    const failure = attemptFailure(error, this.#request);
    return {
      kind: "ended",
      attempt: this.key,
      failure,
      reusable: failure.kind === "fetch-failed",
    };
  }

  /** Its code starts a process: told at once, for it may keep this one busy from now on. */
  spawned(): void {
    if (this.#hasSpawned) return;
    this.#hasSpawned = true;
    this.#post({ kind: "spawned", attempt: this.key });
  }

  addSources(stage: string, batch: SourceBatch): void {
    this.#feeds.get(stage)?.push(batch);
  }

  #environment(definition: JobDefinition): TaskEnvironment {
    const request = this.#request;
    const scratch = this.#scratch;
    return {
      assignment: request.assignment,
      definition,
      get directory() {
        return scratch.open();
      },
      get segmentPath() {
        // In the job's folder, which comes with ours.
        scratch.open();
        return request.segmentPath;
      },
      memoryBytes: request.assignment.spec.settings.memoryBytes,
      hostId: request.hostId,
      dataToken: request.dataToken,
      watch: this.#marker,
      // A stopped attempt loses its process; nobody is left to abort.
      signal: new AbortController().signal,
      sources: (stage) => this.#sources(stage),
      progress: (bytes, records) => this.#progress(bytes, records),
      log: (message) => this.#log.push(message.split("\n")),
    };
  }

  #sources(stage: string): ReturnType<SourceFeed["read"]> {
    let feed = this.#feeds.get(stage);
    if (feed === undefined) {
      feed = new SourceFeed((waiting) => this.#waiting(waiting));
      this.#feeds.set(stage, feed);
      this.#post({ kind: "want-sources", attempt: this.key, stage });
    }
    return feed.read();
  }

  #waiting(waiting: boolean): void {
    this.#waits += waiting ? 1 : -1;
    // Told at once: the agent's deadline hangs on it.
    if (this.#waits === (waiting ? 1 : 0)) this.#postProgress(performance.now());
  }

  #progress(bytes: number, records: number): void {
    this.#bytes = bytes;
    this.#records = records;
    const now = performance.now();
    if (now - this.#lastPostAt >= REPORT_INTERVAL_MS) this.#postProgress(now);
  }

  #postProgress(now: number): void {
    this.#lastPostAt = now;
    this.#post({
      kind: "progress",
      attempt: this.key,
      bytes: this.#bytes,
      records: this.#records,
      memoryBytes: this.#meter.sample(),
      waiting: this.#waits > 0,
    });
  }
}

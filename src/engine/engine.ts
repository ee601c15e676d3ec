/**
 * The engine: a deterministic state machine. Events in; facts and commands out.
 *
 * Owns: the one door (`step`), the order within a step. Talks to: every deciding module; to the outside through
 * events, facts, commands and views alone.
 *
 * E1. `step` is a function of the state and the event: no clock, no chance, no I/O, no promise.
 * E2. Within a step: the event's own consequences first, then the free slots, then what is handed out ahead.
 * E3. The shell makes `facts` durable before it performs any of `commands`.
 * E4. A fault in here (a missing transition, a broken invariant) throws MR_INTERNAL: the shell must not go on.
 */

import { assignAhead } from "./ahead.js";
import { apply } from "./apply.js";
import { startBackups } from "./backups.js";
import type { Command } from "./command.js";
import { attemptFailed, attemptSucceeded } from "./completion.js";
import { endJob, failJob } from "./ending.js";
import { MrError, unreachable } from "./error.js";
import type { Event } from "./event.js";
import type { Fact } from "./fact.js";
import type { PartFile } from "./graph.js";
import type { AttemptRef, JobId, TaskRef } from "./ids.js";
import { checkInvariants } from "./invariants.js";
import type { JobSpec } from "./job.js";
import type { Job } from "./job-table.js";
import { DEFAULT_LIMITS, type EngineLimits } from "./limits.js";
import { checkDeadlines, heardFrom, noteProgress, workerJoined, workerLeft } from "./liveness.js";
import type { Planner } from "./planner.js";
import { askPlanner } from "./planning.js";
import { masterStarted } from "./recovery.js";
import { schedule } from "./scheduler.js";
import { noteShortage } from "./shortage.js";
import { tellNews } from "./sources.js";
import { admitAttempt, admitWorker, findLiveAttempt } from "./stale.js";
import { createState } from "./state.js";
import { digestState } from "./state-digest.js";
import { stopAnswered } from "./stopping.js";
import { type EngineCounters, Turn } from "./turn.js";
import type { JobView, TaskView, WorkerView } from "./view.js";
import { skippedFilesOf, viewJob, viewTask, viewWorker, winnersOf } from "./views.js";
import type { Worker } from "./worker-table.js";

export interface EngineOptions {
  readonly planners: readonly Planner[];
  readonly limits?: Partial<EngineLimits>;
  /** Of an earlier reign, oldest first; then send `master-started`. */
  readonly facts?: Iterable<Fact>;
}

export interface Step {
  readonly facts: readonly Fact[];
  readonly commands: readonly Command[];
}

export interface Engine {
  step(event: Event): Step;
  /** A fact of an earlier reign, before the first step; oldest first. Throws MR_INTERNAL for one that does not fit. */
  replay(fact: Fact): void;
  jobView(job: JobId): JobView | undefined;
  /** In order of acceptance. */
  jobViews(): JobView[];
  workerViews(): WorkerView[];
  /** For `assign`. Throws MR_STALE when the job has ended meanwhile. */
  taskView(attempt: AttemptRef): TaskView;
  /** Whether an assignment is still wanted: shells that act late should ask before they act. */
  isLive(attempt: AttemptRef): boolean;
  /** For `publish`: in stage, then task, then file order. Empty before the job publishes and after it has ended. */
  winners(job: JobId): readonly PartFile[];
  /** For `publish` too: what was left out, to be kept beside the output. */
  skippedFiles(job: JobId): readonly PartFile[];
  /** Throws MR_UNKNOWN_JOB. */
  inputOf(job: JobId): JobSpec;
  hasJob(job: JobId): boolean;
  jobByKey(idempotencyKey: string): JobId | undefined;
  /** Of the durable state: equal after replaying the facts. */
  digest(): string;
  /** The latest facts about a task, one a line. */
  story(task: TaskRef): readonly string[];
  checkInvariants(): void;
  readonly epoch: number;
  readonly counters: Readonly<EngineCounters>;
}

/** After these it may pay to stop readers for the sake of what they read. */
const WEIGHTY: readonly Event["kind"][] = ["tick", "worker-joined", "worker-left"];

export function createEngine(options: EngineOptions): Engine {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const state = createState(limits.storyFacts);
  const planners = new Map(options.planners.map((planner) => [planner.type, planner]));
  const turn = new Turn(state, limits, planners);
  for (const fact of options.facts ?? []) apply(state, fact);
  return {
    replay: (fact) => apply(state, fact),
    step(event) {
      turn.begin(event.at);
      handle(turn, event);
      schedule(turn, WEIGHTY.includes(event.kind));
      if (turn.relieved !== null) assignAhead(turn, turn.relieved);
      if (event.kind === "tick") startBackups(turn);
      return { facts: turn.facts, commands: turn.commands };
    },
    jobView(id) {
      const job = state.jobs.find(id);
      return job === undefined ? undefined : viewJob(job);
    },
    jobViews: () => [...state.jobs.all()].map(viewJob),
    workerViews: () => [...state.workers.all()].map(viewWorker),
    taskView: (attempt) => viewTask(state, attempt),
    isLive: (attempt) => findLiveAttempt(turn, attempt) !== null,
    skippedFiles: (id) => skippedFilesOf(requireJob(turn, id)),
    winners: (id) => winnersOf(requireJob(turn, id)),
    inputOf: (id) => requireJob(turn, id).spec,
    hasJob: (id) => state.jobs.find(id) !== undefined,
    jobByKey: (key) => state.jobs.findByKey(key),
    digest: () => digestState(state),
    story: (task) => state.story.of(task),
    checkInvariants: () => checkInvariants(state, limits),
    get epoch() {
      return state.epoch;
    },
    counters: turn.counters,
  };
}

function handle(turn: Turn, event: Event): void {
  switch (event.kind) {
    case "job-submitted":
    case "input-planned":
    case "input-failed":
    case "job-cancelled":
    case "published":
    case "publish-failed":
      return handleJobEvent(turn, event);
    case "worker-joined":
      return joined(turn, event);
    case "worker-heartbeat":
    case "worker-left":
    case "worker-draining":
    case "attempt-succeeded":
    case "attempt-ended":
      return handleWorkerEvent(turn, event);
    case "tick":
      checkDeadlines(turn);
      return tellNews(turn);
    case "master-started":
      return masterStarted(turn, event.epoch);
    default:
      return unreachable(event, "step");
  }
}

function joined(turn: Turn, event: EventOf<"worker-joined">): void {
  const { info, running = null, kept = [], shortOf = null } = event;
  workerJoined(turn, info, running, kept, shortOf);
}

type EventOf<Kind extends Event["kind"]> = Extract<Event, { readonly kind: Kind }>;
type JobEvent = EventOf<
  | "job-submitted"
  | "input-planned"
  | "input-failed"
  | "job-cancelled"
  | "published"
  | "publish-failed"
>;
type WorkerEvent = EventOf<
  "worker-heartbeat" | "worker-left" | "worker-draining" | "attempt-succeeded" | "attempt-ended"
>;

/** Events that come again, or too late, find the job in another state and change nothing. */
function handleJobEvent(turn: Turn, event: JobEvent): void {
  if (event.kind === "job-submitted") {
    submit(turn, event.spec);
    return;
  }
  const job = turn.state.jobs.find(event.job);
  if (job === undefined) return;
  const planning = isUndecided(job) && job.input === null;
  switch (event.kind) {
    case "input-planned":
      if (!planning) return;
      turn.record({ at: turn.at, kind: "input-planned", job: event.job, input: event.input });
      return askPlanner(turn, job);
    case "input-failed":
      if (planning) failJob(turn, job, event.error);
      return;
    case "job-cancelled":
      if (isUndecided(job)) endJob(turn, job, { kind: "cancelled", reason: event.reason });
      return;
    case "published":
      if (job.state.kind === "publishing") endJob(turn, job, { kind: "done" });
      return;
    case "publish-failed":
      if (job.state.kind === "publishing") failJob(turn, job, event.error);
      return;
    default:
      return unreachable(event, "job event");
  }
}

function submit(turn: Turn, spec: JobSpec): void {
  const { jobs } = turn.state;
  if (jobs.find(spec.id) !== undefined) return;
  if (jobs.findByKey(spec.idempotencyKey) !== undefined) return;
  turn.record({ at: turn.at, kind: "job-accepted", spec });
  const job = jobs.find(spec.id);
  if (job !== undefined) askPlanner(turn, job);
}

function isUndecided(job: Job): boolean {
  return job.state.kind === "planning" || job.state.kind === "running";
}

function handleWorkerEvent(turn: Turn, event: WorkerEvent): void {
  const { worker: name, incarnation } = event;
  const worker = admitWorker(turn, name, incarnation);
  if (worker === null) {
    if (event.kind !== "worker-heartbeat") return;
    turn.send({ kind: "dismiss", worker: name, incarnation, reason: "not known here; join again" });
    return;
  }
  switch (event.kind) {
    case "worker-heartbeat":
      heardFrom(turn, worker);
      worker.session.peakMemoryBytes = Math.max(
        worker.session.peakMemoryBytes,
        event.peakMemoryBytes,
      );
      noteShortage(turn, worker, event.shortOf);
      return noteProgress(turn, worker, event.progress);
    case "worker-left":
      return workerLeft(turn, worker, event.reason);
    case "worker-draining":
      heardFrom(turn, worker);
      worker.session.draining = true;
      return turn.state.workers.refresh(worker);
    case "attempt-succeeded":
    case "attempt-ended":
      heardFrom(turn, worker);
      return handleAttemptEvent(turn, worker, event);
    default:
      return unreachable(event, "worker event");
  }
}

function handleAttemptEvent(
  turn: Turn,
  worker: Worker,
  event: EventOf<"attempt-succeeded" | "attempt-ended">,
): void {
  const admission = admitAttempt(turn, worker, event.attempt);
  switch (admission.kind) {
    case "stale":
      return;
    case "stopping":
      if (event.kind === "attempt-succeeded") turn.counters.late += 1;
      return stopAnswered(turn, worker, event.attempt);
    case "live":
      if (event.kind === "attempt-succeeded") {
        turn.relieved = worker;
        return attemptSucceeded(turn, admission.live, event.report);
      }
      return attemptFailed(turn, admission.live, event.failure);
    default:
      return unreachable(admission, "admission");
  }
}

function requireJob(turn: Turn, id: JobId): Job {
  const job = turn.state.jobs.find(id);
  if (job === undefined) throw new MrError("MR_UNKNOWN_JOB", `there is no job ${id}`);
  return job;
}

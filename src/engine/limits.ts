/**
 * Every figure by which the engine decides, in one place.
 *
 * Owns: the limits' names, meanings and defaults. Talks to: nobody.
 *
 * M1. All times are compared with the `at` of events, never with a clock.
 */

export interface EngineLimits {
  /** Silence after which a worker gets no new work. */
  readonly suspectAfterMs: number;
  /** Silence after which a worker is dismissed and its work is lost. */
  readonly deadAfterMs: number;
  /** How long workers may take to join again after a master's start. */
  readonly rejoinGraceMs: number;
  /** A slot is given back when a stopped attempt has not ended after this long. */
  readonly stopGraceMs: number;
  /** Jobs with pending tasks fail when there was no worker for this long. */
  readonly noWorkersMs: number;
  /** Attempts of one task that may be lost (with their workers) before the job fails. */
  readonly maxLosses: number;
  /** Attempts of one task that may end because they could not read map outputs. */
  readonly maxFetchFailures: number;
  /** How often the output of one task may go away and be made again. */
  readonly maxReopens: number;
  /** Reports that a live worker's output is unreadable, before it is made again. */
  readonly fetchReportsBeforeReopen: number;
  /** A worker on which this many different tasks failed gets no more of the job. */
  readonly failedTasksBeforeBar: number;
  /** How long after the last of these failures it is tried again. */
  readonly barMs: number;
  /** How long a task stays away from a worker on which it failed, while there are others. */
  readonly avoidMs: number;
  /** The worker, which knows more, ends stuck tasks; after this many task timeouts the engine does it. */
  readonly timeoutFactor: number;
  /** Share of a stage that must be done before slow tasks get backups. */
  readonly backupAfterDone: number;
  /** A task is slow when it runs this many times the median. */
  readonly backupSlowness: number;
  /** Never a backup for a task younger than this. */
  readonly backupMinAgeMs: number;
  /** Backups running at once, as a share of the stage's running attempts; one is always allowed. */
  readonly backupShare: number;
  /** The same as a share of the stage's tasks, for its end, when little is running; the larger one counts. */
  readonly backupStageShare: number;
  /** Share of a job's slots that its readers give up to what they read, when it has to be made again. */
  readonly preemptShare: number;
  /** Waiting tasks that are looked at, in order, for one that fits a free worker. */
  readonly lookAhead: number;
  /** Attempts that may wait at a worker for each of its slots, when they are tiny; 0: none, tiny or not. */
  readonly assignAhead: number;
  /** About how much work may wait for a slot, where more than one task does. */
  readonly aheadMs: number;
  /** An attempt that waits at a worker for longer is taken back. */
  readonly aheadRecallMs: number;
  /** Most locations in one `sources` command; keeps a message far below 4 MiB. */
  readonly sourcesPerCommand: number;
  /** Outputs that have been read are given up while others are read, when it frees so much at a time. */
  readonly trimBytes: number;
  /** The same: in at most so many steps a stage. */
  readonly trimsPerStage: number;
  /** Facts kept in memory for stories. */
  readonly storyFacts: number;
}

export const DEFAULT_LIMITS: EngineLimits = {
  suspectAfterMs: 3_000,
  deadAfterMs: 10_000,
  rejoinGraceMs: 60_000,
  stopGraceMs: 30_000,
  noWorkersMs: 600_000,
  maxLosses: 8,
  maxFetchFailures: 16,
  maxReopens: 16,
  fetchReportsBeforeReopen: 3,
  failedTasksBeforeBar: 2,
  barMs: 600_000,
  avoidMs: 10_000,
  timeoutFactor: 2,
  backupAfterDone: 0.75,
  backupSlowness: 1.5,
  backupMinAgeMs: 2_000,
  backupShare: 0.1,
  backupStageShare: 0.01,
  preemptShare: 0.02,
  lookAhead: 16,
  assignAhead: 32,
  aheadMs: 200,
  aheadRecallMs: 2_000,
  sourcesPerCommand: 2_048,
  trimBytes: 256 * 1024 * 1024,
  trimsPerStage: 16,
  storyFacts: 2_048,
};

/**
 * Names of things, one canonical spelling each.
 *
 * Owns: the branded id types and how they are written in logs, files, the journal and on the wire.
 *
 * D1. An attempt's name is never used again: its number rises with every attempt of the task and is journaled
 *     before the attempt is handed out.
 * D2. Every name is safe as a file name: `[A-Za-z0-9_-]` only.
 */

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** `j` and 26 characters of Crockford base32 (128 random bits), made by the submitter's shell. */
export type JobId = Branded<string, "JobId">;
/** A worker's name, chosen by whoever starts it; unique among connected workers. */
export type WorkerId = Branded<string, "WorkerId">;
/** One life of a worker process: 16 hex digits, made at its start. */
export type Incarnation = Branded<string, "Incarnation">;

export interface TaskRef {
  readonly job: JobId;
  readonly stage: string;
  readonly index: number;
}

/** One try of a task; `attempt` counts from 1. */
export interface AttemptRef extends TaskRef {
  readonly attempt: number;
}

const NAME = /^[A-Za-z0-9_-]{1,64}$/;

export function isName(text: string): boolean {
  return NAME.test(text);
}

/** `map-00012` */
export function taskName(task: TaskRef): string {
  return `${task.stage}-${String(task.index).padStart(5, "0")}`;
}

/** `map-00012-a3`; the name of everything that the attempt leaves on a disk. */
export function attemptName(attempt: AttemptRef): string {
  return `${taskName(attempt)}-a${attempt.attempt}`;
}

const ATTEMPT_NAME = /^([A-Za-z0-9_-]{1,64})-(\d{5,9})-a([1-9]\d{0,8})$/;

/** What `attemptName` made; null for other texts. */
export function parseAttemptName(job: JobId, name: string): AttemptRef | null {
  const [, stage, index, attempt] = ATTEMPT_NAME.exec(name) ?? [];
  if (stage === undefined) return null;
  const ref = { job, stage, index: Number(index), attempt: Number(attempt) };
  return attemptName(ref) === name ? ref : null;
}

/** A key for maps of attempts, unique over all jobs. */
export function attemptKey(attempt: AttemptRef): string {
  return `${attempt.job}/${attemptName(attempt)}`;
}

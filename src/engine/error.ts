/**
 * The one error class of the house, and the table of its codes.
 *
 * Owns: every stable error code, the exit code each one maps to. Talks to: nobody.
 *
 * E1. A code never changes its meaning and is never reused.
 * E2. Every message says what happened and where; `hint` says what to do about it.
 * E3. `MrError.from` is the only way in for caught values of unknown type.
 */

/** Process exit codes, documented in docs/cli.md. */
export const EXIT = {
  done: 0,
  jobFailed: 1,
  usage: 2,
  unreachable: 3,
  unauthorised: 4,
  partial: 5,
  interrupted: 130,
} as const;

/** Code -> exit code and whether trying the same again may help. */
const CODES = {
  MR_USAGE: { exit: EXIT.usage, retryable: false },
  MR_CONFIG: { exit: EXIT.usage, retryable: false },
  MR_PARAMETER: { exit: EXIT.usage, retryable: false },
  MR_JOB_NOT_FOUND: { exit: EXIT.usage, retryable: false },
  MR_JOB_SYNTAX: { exit: EXIT.usage, retryable: false },
  MR_JOB_INVALID: { exit: EXIT.usage, retryable: false },
  MR_INPUT_MISSING: { exit: EXIT.usage, retryable: false },
  MR_INPUT_UNREADABLE: { exit: EXIT.jobFailed, retryable: true },
  MR_INPUT_CORRUPT: { exit: EXIT.jobFailed, retryable: false },
  MR_CODEC_UNAVAILABLE: { exit: EXIT.jobFailed, retryable: false },
  MR_RECORD_TOO_LONG: { exit: EXIT.jobFailed, retryable: false },
  MR_OUTPUT_EXISTS: { exit: EXIT.usage, retryable: false },
  MR_OUTPUT_UNWRITABLE: { exit: EXIT.jobFailed, retryable: true },
  MR_OUTPUT_CORRUPT: { exit: EXIT.jobFailed, retryable: false },
  MR_DISK_FULL: { exit: EXIT.jobFailed, retryable: true },
  MR_USER_CODE: { exit: EXIT.jobFailed, retryable: true },
  MR_RUNNER_CRASHED: { exit: EXIT.jobFailed, retryable: true },
  MR_OUT_OF_MEMORY: { exit: EXIT.jobFailed, retryable: true },
  MR_TASK_TIMEOUT: { exit: EXIT.jobFailed, retryable: true },
  MR_TOO_MANY_BAD_RECORDS: { exit: EXIT.jobFailed, retryable: false },
  MR_RESULT_TOO_LARGE: { exit: EXIT.jobFailed, retryable: false },
  MR_FETCH_FAILED: { exit: EXIT.jobFailed, retryable: true },
  MR_SEGMENT_CORRUPT: { exit: EXIT.jobFailed, retryable: true },
  MR_SCRATCH_IO: { exit: EXIT.jobFailed, retryable: true },
  MR_CONSERVATION: { exit: EXIT.jobFailed, retryable: false },
  MR_NONDETERMINISTIC: { exit: EXIT.jobFailed, retryable: false },
  MR_WORKER_LOST: { exit: EXIT.jobFailed, retryable: true },
  MR_NO_WORKERS: { exit: EXIT.jobFailed, retryable: true },
  MR_CANCELLED: { exit: EXIT.jobFailed, retryable: false },
  MR_STALE: { exit: EXIT.jobFailed, retryable: false },
  MR_UNREACHABLE: { exit: EXIT.unreachable, retryable: true },
  MR_PORT_IN_USE: { exit: EXIT.usage, retryable: false },
  MR_PROTOCOL: { exit: EXIT.unreachable, retryable: false },
  MR_VERSION_SKEW: { exit: EXIT.unreachable, retryable: false },
  MR_UNAUTHENTICATED: { exit: EXIT.unauthorised, retryable: false },
  MR_UNKNOWN_JOB: { exit: EXIT.usage, retryable: false },
  MR_JOURNAL_CORRUPT: { exit: EXIT.jobFailed, retryable: false },
  MR_JOURNAL_IO: { exit: EXIT.jobFailed, retryable: false },
  MR_STATE_LOCKED: { exit: EXIT.usage, retryable: false },
  MR_INTERRUPTED: { exit: EXIT.interrupted, retryable: false },
  MR_INTERNAL: { exit: EXIT.jobFailed, retryable: false },
} as const;

export type ErrorCode = keyof typeof CODES;

export interface ErrorDetails {
  /** What the reader can do about it, one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

/** Plain data form of an error, as it travels between processes and into the journal. */
export interface ErrorRecord {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  readonly stack?: string;
}

export class MrError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "MrError";
    this.code = code;
    this.hint = details.hint;
  }

  get exitCode(): number {
    return CODES[this.code].exit;
  }

  /** Whether another attempt of the same work, perhaps elsewhere, may succeed. */
  get retryable(): boolean {
    return CODES[this.code].retryable;
  }

  /** Wraps a caught value; an MrError passes through unchanged. */
  static from(value: unknown, code: ErrorCode = "MR_INTERNAL", hint?: string): MrError {
    if (value instanceof MrError) return value;
    const message = value instanceof Error ? value.message : String(value);
    const wrapped = new MrError(code, message, {
      cause: value,
      ...(hint === undefined ? {} : { hint }),
    });
    if (value instanceof Error && value.stack !== undefined) wrapped.stack = value.stack;
    return wrapped;
  }

  static fromRecord(record: ErrorRecord): MrError {
    const error = new MrError(
      record.code,
      record.message,
      record.hint === undefined ? {} : { hint: record.hint },
    );
    if (record.stack !== undefined) error.stack = record.stack;
    return error;
  }

  toRecord(): ErrorRecord {
    const { stack } = this;
    return stack === undefined ? this.withoutStack() : { ...this.withoutStack(), stack };
  }

  /** Where only what it says matters. To ask for a first stack costs a look through all the text of the program. */
  withoutStack(): ErrorRecord {
    const { code, message, hint } = this;
    return hint === undefined ? { code, message } : { code, message, hint };
  }
}

/** Whether a string from another process is a code that we know. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(CODES, text);
}

/** Fails a build of ours, never a user's job: an exhaustive switch met a value it does not know. */
export function unreachable(value: never, where: string): never {
  throw new MrError("MR_INTERNAL", `${where}: unexpected value ${JSON.stringify(value)}`);
}

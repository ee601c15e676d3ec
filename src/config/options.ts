/**
 * Every option that a person may set by flag, environment variable or file, as it is typed.
 *
 * Owns: the names and the documentation of options. `resolve.ts` turns them into one complete readonly value.
 *
 * O1. A field that is absent was not given; there are no other "unset" values.
 * O2. All values are text as typed; parsing and limits live in `resolve.ts` alone.
 */

export interface RawOptions {
  /** `-r`: number of reduce tasks. Default: chosen from the size of the input. Unit: tasks. */
  readonly reducers?: string;
  /** `-w`: local worker processes. Default: 1. Unit: processes. */
  readonly workers?: string;
  /** `--slots`: tasks that one worker runs at a time. Default: cores / workers, at least 1. Unit: tasks. */
  readonly slots?: string;
  /** `--master`: `host:port` of a running master. Default: none, the job runs on this machine. */
  readonly master?: string;
  /** `--token-file`: file with the cluster's token, mode 0600. Default: none. */
  readonly tokenFile?: string;
  /** `--split-size`: input of one map task. Default: chosen from the job and the size of its input. Unit: bytes. */
  readonly splitSize?: string;
  /** `--memory`: data budget of one slot. Default: 128M. Unit: bytes. */
  readonly memory?: string;
  /** `--format`: `text`, `jsonl`, `csv` or `raw`. Default: the job's own, else `text`. */
  readonly format?: string;
  /** `--compress`: `none` or `gzip`. Default: the job's own, else `none`. */
  readonly compress?: string;
  /** `--skip-bad`: bad records that the whole job may leave out. Default: 0. Unit: records. */
  readonly skipBad?: string;
  /** `--task-memory`: memory at which a task and its processes are stopped. Default: the worker's. Unit: bytes. */
  readonly taskMemory?: string;
  /** `--max-attempts`: failed attempts of one task before the job fails. Default: 4. Unit: attempts. */
  readonly maxAttempts?: string;
  /** `--record-limit`: a longer record is an error. Default: 64M. Unit: bytes. */
  readonly recordLimit?: string;
  /** `--task-timeout`: a task without progress for this long counts as failed. Default: 10m. Unit: duration. */
  readonly taskTimeout?: string;
  /** `--progress`: `auto`, `tty`, `plain`, `json` or `none`. Default: auto. */
  readonly progress?: string;
}

export type ProgressStyle = "auto" | "tty" | "plain" | "json" | "none";

/** The complete value that the rest of the program reads. */
export interface Options {
  readonly reducers: number | null;
  readonly workers: number;
  readonly slots: number;
  readonly master: string | null;
  readonly tokenFile: string | null;
  readonly splitSizeBytes: number | null;
  readonly memoryBytes: number;
  readonly format: "text" | "jsonl" | "csv" | "raw" | null;
  readonly compression: "none" | "gzip" | null;
  readonly skipBadRecords: number;
  readonly taskMemoryBytes: number | null;
  readonly maxAttempts: number;
  readonly recordLimitBytes: number;
  readonly taskTimeoutMs: number;
  readonly progress: ProgressStyle;
}

export type OptionName = keyof RawOptions;

/** How each option is called in its three places. The file uses the field's own name. */
export const OPTION_NAMES: {
  readonly [name in OptionName]: { readonly flag: string; readonly variable: string };
} = {
  reducers: { flag: "--reducers", variable: "MR_REDUCERS" },
  workers: { flag: "--workers", variable: "MR_WORKERS" },
  slots: { flag: "--slots", variable: "MR_SLOTS" },
  master: { flag: "--master", variable: "MR_MASTER" },
  tokenFile: { flag: "--token-file", variable: "MR_TOKEN_FILE" },
  splitSize: { flag: "--split-size", variable: "MR_SPLIT_SIZE" },
  memory: { flag: "--memory", variable: "MR_MEMORY" },
  format: { flag: "--format", variable: "MR_FORMAT" },
  compress: { flag: "--compress", variable: "MR_COMPRESS" },
  skipBad: { flag: "--skip-bad", variable: "MR_SKIP_BAD" },
  taskMemory: { flag: "--task-memory", variable: "MR_TASK_MEMORY" },
  maxAttempts: { flag: "--max-attempts", variable: "MR_MAX_ATTEMPTS" },
  recordLimit: { flag: "--record-limit", variable: "MR_RECORD_LIMIT" },
  taskTimeout: { flag: "--task-timeout", variable: "MR_TASK_TIMEOUT" },
  progress: { flag: "--progress", variable: "MR_PROGRESS" },
};

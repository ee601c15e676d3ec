/**
 * The memory and calls of the merge kernel: a buffer a run, one buffer for what comes out.
 *
 * Owns: a kernel instance until `close`. Knows nothing of files: its owner brings blocks of checked records.
 *
 * G1. What comes out is in the order (key bytes, number of the run, order in the run).
 */

import { leaseKernels, releaseKernels } from "./kernel-lease.js";
import type { RecordSum } from "./record-scan.js";
import type { KernelInstance } from "./wasm.js";

/** What becomes of the records: their order here is the kernel's. */
const MODES = ["records", "keys", "keys-once", "values", "combined"] as const;
const OPERATIONS = ["sum", "min", "max", "alone", "first", "average", "count-and-sum"] as const;

/**
 * `records`: as they are. `keys`: the keys. `keys-once`: each key once. `values`: each key with what its values come
 * to, as text with a TAB between. `combined`: the same as records.
 */
export type MergeMode = (typeof MODES)[number];
/**
 * How values of a key become one; they are encoded accumulators of that kind. `alone`, of `combined`: the owner knows; the
 * kernel passes keys that have one record.
 */
export type MergeOperation = (typeof OPERATIONS)[number];

export interface MergeKernelOptions {
  readonly mode: MergeMode;
  readonly operation: MergeOperation;
  /** How keys become text: `values`. */
  readonly keys: "raw" | "tagged";
  /** Put behind each key or number, or null. */
  readonly terminator: number | null;
  readonly runs: number;
  /** Of the largest block with its header. */
  readonly blockBytes: number;
  /** Longest key. */
  readonly keyLimitBytes: number;
  /** What `out` is filled with; up to `roomBytes` where the first record needs more. */
  readonly outBytes: number;
  readonly roomBytes: number;
  readonly outHeaderBytes: number;
}

const FIRST_ADDRESS = 4096;
const RUN_BYTES = 32;
const SLACK_BYTES = 128;
/** Sizes are rounded up, so that a kept instance fits the next merge. */
const SIZE_STEP_BYTES = 8 * 1024 * 1024;

export const MERGE_DONE = -1;
export const MERGE_FULL = -2;
/** The group that is next is the owner's to fold: it is not for kernels. */
export const MERGE_FOREIGN = -3;
/** The group is folded, and the owner's to show. */
export const MERGE_FOLDED = -4;

export class MergeKernel {
  readonly memory: Buffer;
  /** The header's room, then what came out. */
  readonly out: Buffer;
  readonly call: KernelInstance["call"];
  readonly groupAt: number;
  private readonly options: MergeKernelOptions;
  private readonly instance: KernelInstance;
  private readonly buffersAt: number;
  private readonly bufferBytes: number;
  private readonly outAt: number;
  /** Of what is being filled. */
  private limit = 0;

  /** Null where there are no kernels. */
  static open(options: MergeKernelOptions): MergeKernel | null {
    const runsBytes = (RUN_BYTES + 4) * (options.runs + 1);
    const bufferBytes = options.blockBytes + SLACK_BYTES;
    const fixed = FIRST_ADDRESS + runsBytes + options.keyLimitBytes + 4 * SLACK_BYTES;
    const out = options.outHeaderBytes + options.roomBytes;
    const needed = fixed + options.runs * bufferBytes + out;
    const instance = leaseKernels(Math.ceil(needed / SIZE_STEP_BYTES) * SIZE_STEP_BYTES);
    return instance === null ? null : new MergeKernel(options, instance);
  }

  private constructor(options: MergeKernelOptions, instance: KernelInstance) {
    const { runs, mode, operation, terminator, keys } = options;
    this.options = options;
    this.instance = instance;
    this.memory = instance.bytes;
    this.call = instance.call;
    const treeAt = FIRST_ADDRESS + RUN_BYTES * runs;
    this.groupAt = treeAt + 4 * (runs + 1) + SLACK_BYTES;
    this.outAt = this.groupAt + options.keyLimitBytes + SLACK_BYTES;
    const outBytes = options.outHeaderBytes + options.roomBytes;
    this.out = this.memory.subarray(this.outAt, this.outAt + outBytes);
    this.buffersAt = this.outAt + outBytes + SLACK_BYTES;
    this.bufferBytes = options.blockBytes + SLACK_BYTES;
    this.call.mergeBegin(
      FIRST_ADDRESS,
      treeAt,
      runs,
      this.groupAt,
      MODES.indexOf(mode),
      OPERATIONS.indexOf(operation),
      terminator ?? -1,
      keys === "tagged" ? 1 : 0,
    );
  }

  /** Where a run's block belongs. */
  buffer(run: number): Buffer {
    const at = this.bufferAt(run);
    return this.memory.subarray(at, at + this.options.blockBytes);
  }

  /** As `scanRecords`, of a run's buffer. */
  scan(run: number, start: number, end: number, sum: RecordSum): boolean {
    const at = this.bufferAt(run);
    const records = this.call.scanRecords(at + start, at + end);
    if (records < 0) return false;
    sum.add(records, this.call.scanHigh() >>> 0, this.call.scanLow() >>> 0);
    return true;
  }

  /** The records `[start, end)` of a run's buffer come next. */
  bring(run: number, start: number, end: number): void {
    const at = this.bufferAt(run);
    this.call.mergeBlock(run, at + start, at + end);
  }

  /** Begins to fill `out` anew: the number of a run without records, or why it stopped (MERGE_DONE and those below it). */
  fill(): number {
    const start = this.outAt + this.options.outHeaderBytes;
    this.limit = start + this.options.outBytes;
    return this.withRoom(this.call.merge(start, this.limit));
  }

  /** Goes on filling. */
  fillOn(): number {
    return this.withRoom(this.call.mergeOn(this.limit));
  }

  private withRoom(status: number): number {
    if (status !== MERGE_FULL || this.call.mergeRecords() > 0) return status;
    this.limit = this.outAt + this.options.outHeaderBytes + this.options.roomBytes;
    return this.call.mergeOn(this.limit);
  }

  /** The run whose records were not in order, or -1: what came out is worth nothing then. */
  get disorder(): number {
    return this.call.mergeDisorder();
  }

  /** What has come out ends here in `out`. */
  get outEnd(): number {
    return (this.call.mergeOut() >>> 0) - this.outAt;
  }

  close(): void {
    releaseKernels(this.instance);
  }

  private bufferAt(run: number): number {
    return this.buffersAt + run * this.bufferBytes;
  }
}

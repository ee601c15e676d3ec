/**
 * Merges runs in kernel memory. The twin of run-merge.ts with what follows it: write-merged.ts, or a declared reduce.
 *
 * M1. Blocks are verified before the kernel sees their records, as everywhere.
 * M2. Groups of values that are not numbers, or whose sum two doubles do not hold exactly, are folded here by the
 *     accumulators; so is every group of several records where kernels do not know the aggregate. What a kernel has folded
 *     and cannot show (numbers of many digits) is shown by its owner.
 * M3. Memory is one block a run and one for what comes out.
 */

import { MrError } from "../engine/error.js";
import {
  MERGE_DONE,
  MERGE_FOLDED,
  MERGE_FOREIGN,
  MergeKernel,
  type MergeMode,
  type MergeOperation,
} from "../kernels/merge-kernel.js";
import type { RecordSum } from "../kernels/record-scan.js";
import type { Accumulators } from "./accumulators/accumulators.js";
import type { KeyMode } from "./key.js";
import type { OpenFiles } from "./open-files.js";
import type { BlockMemory } from "./block-memory.js";
import { RunBlocks } from "./run-blocks.js";
import { BLOCK_HEADER_BYTES, BLOCK_LIMIT_BYTES, type LocalRun } from "./segment-file.js";

export interface KernelMergeOptions {
  readonly runs: readonly LocalRun[];
  readonly files: OpenFiles;
  readonly mode: MergeMode;
  readonly keys: KeyMode;
  /** For `values` and `combined`. */
  readonly accumulators: Accumulators | null;
  readonly terminator: number | null;
  /** More comes out at once only where a record needs it. */
  readonly outBytes: number;
}

/** A combined record may outgrow its sources by its number, and the kernel wants room behind a key. */
const NUMBER_BYTES = 64;

export type Filled = "more" | "done" | "foreign";

export class KernelMerge {
  private readonly kernel: MergeKernel;
  private readonly blocks: RunBlocks[] = [];
  private readonly accumulators: Accumulators | null;
  /** Whether the foreign group is complete. */
  private folded = false;

  /** Null where there are no kernels, or records need larger blocks than usual. */
  static open(options: KernelMergeOptions): KernelMerge | null {
    const { runs, mode, keys, accumulators, terminator, outBytes } = options;
    const blockBytes = Math.max(0, ...runs.map((run) => run.blockBytes));
    const operation = operationOf(options);
    if (blockBytes > BLOCK_LIMIT_BYTES || operation === null) return null;
    const kernel = MergeKernel.open({
      mode,
      operation,
      keys,
      terminator,
      runs: runs.length,
      blockBytes: blockBytes + BLOCK_HEADER_BYTES,
      keyLimitBytes: blockBytes,
      outBytes,
      roomBytes: Math.max(outBytes, blockBytes + NUMBER_BYTES),
      outHeaderBytes: BLOCK_HEADER_BYTES,
    });
    if (kernel === null) return null;
    const merge = new KernelMerge(kernel, accumulators);
    try {
      merge.begin(options);
    } catch (error) {
      kernel.close();
      throw error;
    }
    return merge;
  }

  private constructor(kernel: MergeKernel, accumulators: Accumulators | null) {
    this.kernel = kernel;
    this.accumulators = accumulators;
  }

  /** What came out is `out[BLOCK_HEADER_BYTES, outEnd)`. */
  get out(): Buffer {
    return this.kernel.out;
  }

  get outEnd(): number {
    return this.kernel.outEnd;
  }

  get outRecords(): number {
    return this.kernel.call.mergeRecords();
  }

  /** Of records that came out: the halves of the sum of their hashes. */
  get outHigh(): number {
    return this.kernel.call.mergeHigh() >>> 0;
  }

  get outLow(): number {
    return this.kernel.call.mergeLow() >>> 0;
  }

  /** Fills `out` anew. After `foreign` the group must be folded and written by the caller before the next call. */
  fill(): Filled {
    const { kernel } = this;
    let status = kernel.fill();
    while (status >= 0) {
      this.refill(status);
      status = kernel.fillOn();
    }
    this.checkOrder();
    this.folded = status === MERGE_FOLDED;
    if (status === MERGE_FOREIGN || this.folded) return "foreign";
    return status === MERGE_DONE ? "done" : "more";
  }

  /** The foreign group's values become entry 0 of the accumulators; its key stays readable until the next `fill`. */
  fold(): { readonly bytes: Buffer; readonly start: number; readonly end: number } {
    const { kernel, accumulators, folded } = this;
    const { call, memory, groupAt } = kernel;
    if (accumulators === null)
      throw new MrError("MR_INTERNAL", "a merge that folds no values met a foreign one");
    accumulators.clear();
    accumulators.start(0);
    const heldStart = call.mergeHeldStart() >>> 0;
    const heldEnd = call.mergeHeldEnd() >>> 0;
    if (heldEnd > heldStart) accumulators.absorb(0, memory, heldStart, heldEnd);
    while (!folded) {
      accumulators.absorb(0, memory, call.mergeValueStart() >>> 0, call.mergeValueEnd() >>> 0);
      const dry = call.mergeSkip();
      if (dry >= 0) this.refill(dry);
      if (call.mergeInGroup() === 0) break;
    }
    this.checkOrder();
    const end = groupAt + call.mergeGroupLength();
    call.mergeForget();
    return { bytes: memory, start: groupAt, end };
  }

  /** Adds the records and digests that have been read from the runs, but for those to be skipped. */
  addSumTo(total: RecordSum, skip: (run: LocalRun) => boolean): void {
    for (const { run, sum } of this.blocks) {
      if (!skip(run)) total.add(sum.records, sum.high, sum.low);
    }
  }

  close(): void {
    this.kernel.close();
  }

  private begin({ runs, files }: KernelMergeOptions): void {
    for (const [index, run] of runs.entries()) {
      this.blocks.push(new RunBlocks(run, files.open(run), new KernelBlock(this.kernel, index)));
      this.bring(index);
    }
    this.kernel.call.mergeBuild();
  }

  /** Before anyone sees what came out. */
  private checkOrder(): void {
    const { disorder } = this.kernel;
    if (disorder >= 0) throw this.blocks[disorder].disordered();
  }

  private refill(run: number): void {
    this.bring(run);
    this.kernel.call.mergeReplay();
  }

  private bring(run: number): void {
    const blocks = this.blocks[run];
    if (blocks.next()) this.kernel.bring(run, BLOCK_HEADER_BYTES, blocks.end);
    else this.kernel.call.mergeEnded(run);
  }
}

/** Null: the kernel cannot fold these. */
function operationOf({ mode, accumulators }: KernelMergeOptions): MergeOperation | null {
  if (accumulators === null) return "sum";
  return accumulators.mergedAs ?? (mode === "combined" ? "alone" : null);
}

/** A run's buffer in the kernel's memory. */
class KernelBlock implements BlockMemory {
  readonly bytes: Buffer;
  private readonly kernel: MergeKernel;
  private readonly run: number;

  constructor(kernel: MergeKernel, run: number) {
    this.bytes = kernel.buffer(run);
    this.kernel = kernel;
    this.run = run;
  }

  fit(wanted: number): boolean {
    return wanted <= this.bytes.length;
  }

  scan(start: number, end: number, sum: RecordSum): boolean {
    return this.kernel.scan(this.run, start, end, sum);
  }
}

/**
 * One partition of a shuffle straight into text: the declared reduces that kernels know, when nothing follows them.
 *
 * P1. The bytes are those that GroupCursor and the part writer make of the same runs.
 */

import type { RecordDigest } from "../engine/graph.js";
import type { RecordSum } from "../kernels/record-scan.js";
import { createAccumulators } from "./accumulators/create.js";
import type { Accumulators } from "./accumulators/accumulators.js";
import { KernelMerge } from "./kernel-merge.js";
import type { MergeOptions } from "./merge-options.js";
import { inSourceOrder, MergePasses } from "./merge-passes.js";
import { OpenFiles } from "./open-files.js";
import { toDigest } from "./record-digest.js";
import { BLOCK_HEADER_BYTES, BLOCK_LIMIT_BYTES } from "./segment-file.js";

export interface PourOptions extends MergeOptions {
  /** What is written of a group: its key as often as it has values, its key once, or key TAB number. */
  readonly write: "keys" | "keys-once" | "numbers";
  /** Ends each record, or null. */
  readonly terminator: number | null;
}

export interface PourSink {
  /** Takes formatted records. */
  readonly formatted: {
    write(bytes: Buffer, start: number, end: number, records: number): void;
  } | null;
  writeKeyBytes(bytes: Uint8Array, start: number, end: number, value: unknown): void;
}

/** Larger than any block, and few enough calls. */
const OUT_BYTES = 512 * 1024;

/** Null: not for kernels. */
export function openPour(options: PourOptions): Pour | null {
  const { aggregate, write, terminator } = options;
  const numbers = write === "numbers";
  const accumulators = aggregate === null || !numbers ? null : createAccumulators(aggregate);
  if (numbers && accumulators?.plainNumbers === undefined) return null;
  if (options.runs.some((run) => run.blockBytes > BLOCK_LIMIT_BYTES)) return null;
  const files = new OpenFiles();
  const passes = new MergePasses(options);
  const close = (): void => {
    files.close();
    passes.removeFiles();
  };
  try {
    const runs = passes.reduce(inSourceOrder(options.runs));
    const merge =
      runs.length === 0
        ? null
        : KernelMerge.open({
            runs,
            files,
            mode: write,
            accumulators,
            terminator,
            outBytes: OUT_BYTES,
          });
    if (merge !== null) return new Pour(merge, accumulators, passes, close);
  } catch (error) {
    close();
    throw error;
  }
  close();
  return null;
}

export class Pour {
  records = 0;
  private readonly merge: KernelMerge;
  private readonly accumulators: Accumulators | null;
  private readonly passes: MergePasses;
  private readonly onClose: () => void;

  constructor(
    merge: KernelMerge,
    accumulators: Accumulators | null,
    passes: MergePasses,
    onClose: () => void,
  ) {
    this.merge = merge;
    this.accumulators = accumulators;
    this.passes = passes;
    this.onClose = onClose;
  }

  /** Of the records read so far from the runs handed in. */
  get digest(): RecordDigest {
    const total: RecordSum = this.passes.sourceSumCopy();
    this.merge.addSumTo(total, (run) => this.passes.paths.has(run.path));
    return toDigest(total);
  }

  /** Writes some more; false when that was all. */
  step(sink: PourSink): boolean {
    const { merge, accumulators } = this;
    const filled = merge.fill();
    const { outRecords } = merge;
    if (outRecords > 0) {
      sink.formatted?.write(merge.out, BLOCK_HEADER_BYTES, merge.outEnd, outRecords);
      this.records += outRecords;
    }
    if (filled === "foreign" && accumulators !== null) {
      const { bytes, start, end } = merge.fold();
      sink.writeKeyBytes(bytes, start, end, accumulators.value(0));
      this.records++;
    }
    return filled !== "done";
  }

  close(): void {
    this.merge.close();
    this.onClose();
  }
}

/**
 * One partition of a shuffle straight into text: the declared reduces that kernels know, when nothing follows them.
 *
 * P1. The bytes are those that GroupCursor and the part writer make of the same runs.
 */

import type { RecordDigest } from "../engine/graph.js";
import type { RecordSum } from "../kernels/record-scan.js";
import { createAccumulators } from "./accumulators/create.js";
import type { Accumulators } from "./accumulators/accumulators.js";
import type { KeyMode } from "./key.js";
import { decodeKey } from "./encoding/key-codec.js";
import { KernelMerge } from "./kernel-merge.js";
import type { MergeOptions } from "./merge-options.js";
import { inSourceOrder, MergePasses } from "./merge-passes.js";
import { OpenFiles } from "./open-files.js";
import { toDigest } from "./record-digest.js";
import { BLOCK_HEADER_BYTES, BLOCK_LIMIT_BYTES } from "./segment-file.js";

export interface PourOptions extends MergeOptions {
  /** What is written of a group: its key as often as it has values, its key once, or key TAB value. */
  readonly write: "keys" | "keys-once" | "values";
  /** Ends each record, or null. */
  readonly terminator: number | null;
}

export interface PourSink {
  /** Takes formatted records. */
  readonly formatted: {
    write(bytes: Buffer, start: number, end: number, records: number): void;
  } | null;
  write(key: unknown, value: unknown): void;
  writeKeyBytes(bytes: Uint8Array, start: number, end: number, value: unknown): void;
}

/** Larger than any block, and few enough calls. */
const OUT_BYTES = 512 * 1024;

/** Null: not for kernels. With keys that are not raw, values only. */
export function openPour(options: PourOptions): Pour | null {
  const { aggregate, write, keys, terminator } = options;
  const values = write === "values";
  const accumulators = aggregate === null || !values ? null : createAccumulators(aggregate);
  if (values && accumulators?.mergedAs === undefined) return null;
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
            keys,
            accumulators,
            terminator,
            outBytes: OUT_BYTES,
          });
    if (merge !== null) return new Pour({ merge, accumulators, keys, passes, close });
  } catch (error) {
    close();
    throw error;
  }
  close();
  return null;
}

interface PourParts {
  readonly merge: KernelMerge;
  readonly accumulators: Accumulators | null;
  readonly keys: KeyMode;
  readonly passes: MergePasses;
  readonly close: () => void;
}

export class Pour {
  records = 0;
  private readonly merge: KernelMerge;
  private readonly accumulators: Accumulators | null;
  private readonly keys: KeyMode;
  private readonly passes: MergePasses;
  private readonly onClose: () => void;

  constructor(parts: PourParts) {
    this.merge = parts.merge;
    this.accumulators = parts.accumulators;
    this.keys = parts.keys;
    this.passes = parts.passes;
    this.onClose = parts.close;
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
      const value = accumulators.value(0);
      if (this.keys === "raw") sink.writeKeyBytes(bytes, start, end, value);
      else sink.write(decodeKey(bytes, start, end, this.keys), value);
      this.records++;
    }
    return filled !== "done";
  }

  close(): void {
    this.merge.close();
    this.onClose();
  }
}

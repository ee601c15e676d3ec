/**
 * Merges runs into one by kernels, block by block. The twin of write-merged.ts.
 */

import { ByteSink } from "../kernels/byte-sink.js";
import type { Accumulators } from "./accumulators/accumulators.js";
import { KernelMerge } from "./kernel-merge.js";
import type { OpenFiles } from "./open-files.js";
import { BLOCK_HEADER_BYTES, type LocalRun } from "./segment-file.js";
import type { SegmentWriter } from "./segment-writer.js";

export interface MergeBlocksOptions {
  readonly runs: readonly LocalRun[];
  readonly files: OpenFiles;
  /** Null: records as they are. */
  readonly accumulators: Accumulators | null;
}

/**
 * Writes the merged records, and gives the merge to `finished` for what it has read. False: nothing was done, these runs
 * are not for kernels.
 */
export function mergeBlocks(
  options: MergeBlocksOptions,
  writer: SegmentWriter,
  finished: (merge: KernelMerge) => void = () => {},
): boolean {
  const { accumulators } = options;
  const merge = KernelMerge.open({
    ...options,
    mode: accumulators === null ? "records" : "combined",
    keys: "raw",
    terminator: null,
    // Blocks as the writer would make them.
    outBytes: writer.blockBytes,
  });
  if (merge === null) return false;
  try {
    const value = new ByteSink(256);
    for (let filled = merge.fill(); ; filled = merge.fill()) {
      const { outRecords, outHigh, outLow } = merge;
      if (outRecords > 0 && filled === "foreign") {
        // A key that comes back may be the next one but one: a block for each would be a write for every few records.
        writer.appendRecords(merge.out, BLOCK_HEADER_BYTES, merge.outEnd, outRecords);
      } else if (outRecords > 0) {
        writer.appendBlock(merge.out, merge.outEnd, outRecords, outHigh, outLow);
      }
      if (filled === "done") break;
      if (filled === "foreign" && accumulators !== null) {
        const { bytes, start, end } = merge.fold();
        value.length = 0;
        accumulators.encode(0, value);
        writer.append(bytes, start, end, value.bytes, 0, value.length);
      }
    }
    finished(merge);
    return true;
  } finally {
    merge.close();
  }
}

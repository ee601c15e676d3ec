/** The records of a merge one after the other, whoever merges. */

import type { RecordSum } from "../kernels/record-scan.js";
import type { LocalRun } from "./segment-file.js";

/** The key is `bytes[keyStart, keyEnd)`, the value `bytes[keyEnd, valueEnd)`. */
export interface RecordView {
  readonly bytes: Buffer;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueEnd: number;
}

export interface RecordStream {
  /** The smallest record that was not passed, or null at the end; valid until `advance`. */
  readonly current: RecordView | null;
  advance(): void;
  /** Adds the records and digests that have been read from the runs, but for those to be skipped. */
  addSumTo(total: RecordSum, skip: (run: LocalRun) => boolean): void;
}

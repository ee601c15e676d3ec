/** What a merge of one partition is asked for. */

import type { Aggregate, KeyMode } from "./key.js";
import type { LocalRun } from "./segment-file.js";

export interface MergeOptions {
  readonly runs: readonly LocalRun[];
  readonly keys: KeyMode;
  /** The collectors ordered values (orderValuesBy). */
  readonly ordered: boolean;
  /** What the collectors combined by, if a declared aggregate. */
  readonly aggregate: Aggregate | null;
  readonly memoryBytes: number;
  /** For intermediate merges; exists. */
  readonly directory: string;
}

/** What a map task reads, and for whom. */

import type { FileRange } from "../../input/split.js";
import type { InputFormat } from "../definition.js";
import type { TaskFrame } from "./task-frame.js";

export interface SplitReading {
  readonly frame: TaskFrame;
  readonly input: { readonly name: string; readonly format: InputFormat };
  readonly ranges: readonly BoundedRange[];
}

export interface BoundedRange {
  readonly range: FileRange;
  /** Stop after this many bytes: samples. */
  readonly limitBytes: number;
}

/**
 * Declared pairs: keys and values are cut out of a block's bytes, without a JavaScript value a record.
 *
 * Owns: the two interfaces between input and whatever collects pairs. Talks to: nobody.
 *
 * E1. One call a block. The bytes given to a sink are valid only during that call.
 * E2. Records without the key, or without the declared value, make no pair; they count as read.
 */

import type { BlockTaker } from "../../kernels/block-program.js";
import type { MrError } from "../../engine/error.js";
import type { RecordBlock } from "../block.js";

export interface PairSink {
  /** Set: whole blocks may be handed over, with a program that stands for the extractor. */
  readonly blocks?: BlockTaker | null;
  /** `value` is 1 for formats without a declared value. */
  addKey(bytes: Uint8Array, start: number, end: number, value: number): void;
  addKeyBytes(
    bytes: Uint8Array,
    start: number,
    end: number,
    value: Uint8Array,
    valueStart: number,
    valueEnd: number,
  ): void;
}

export interface Extractor {
  /**
   * Returns the number of records read. A record that cannot be understood is given to `onBadRecord`, after which the
   * extractor goes on behind it, or thrown (MR_INPUT_CORRUPT with file and offset) when there is none.
   */
  extract(block: RecordBlock, sink: PairSink, onBadRecord?: (error: MrError) => void): number;
  /**
   * How many records were no records of the format, and left out without an error, since the last call. Absent: the
   * format leaves none out.
   */
  takeLeftOut?(): number;
}

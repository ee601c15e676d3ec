/**
 * What every decoder is: blocks of one range in, records out.
 */

import type { MrError } from "../../engine/error.js";
import type { RecordBlock } from "../block.js";

export interface RecordDecoder {
  /** Synchronous, in order. */
  decode(
    block: RecordBlock,
    visit: (record: unknown) => void,
    onBadRecord?: (error: MrError) => void,
  ): void;
  /** File offset of the record last handed to `visit`, or at fault; may cost a walk over the block. */
  offset(): number;
  /**
   * How many records were no records of the format, and left out without an error, since the last call. Absent: the
   * format leaves none out.
   */
  takeLeftOut?(): number;
}

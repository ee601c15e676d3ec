/**
 * Records move in blocks: a run of whole records in one buffer, with the place in the file they came from.
 *
 * B1. A block holds whole records only. B2. `bytes` is reused: it is valid until the next call of `next`.
 */

export interface RecordBlock {
  readonly bytes: Buffer;
  /** The records are `bytes[start..end)`. */
  readonly start: number;
  readonly end: number;
  /** Offset in the (decompressed) file of `bytes[start]`. */
  readonly offset: number;
}

export interface BlockSource {
  /** Null at the end of the range. Errors: MR_INPUT_UNREADABLE, MR_INPUT_CORRUPT, MR_RECORD_TOO_LONG, with file and offset. */
  next(): Promise<RecordBlock | null>;
  close(): Promise<void>;
}

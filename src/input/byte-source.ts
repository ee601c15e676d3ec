/**
 * Where the bytes of one range come from, in order: a plain file at positions, or a decompressed stream.
 *
 * Y1. `read` puts at least one byte, or returns 0 at the end of the file and from then on.
 */

export interface ByteSource {
  /** Fills some of `into[start..end)` with the bytes that follow; returns how many, 0 at the end. */
  read(into: Buffer, start: number, end: number): number | Promise<number>;
  close(): Promise<void>;
}

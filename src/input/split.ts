/**
 * What a map task reads: byte ranges of files, as plain data that travels in a task's payload.
 *
 * L1. A record belongs to the range in which its first byte lies; ranges of a file neither overlap nor leave gaps.
 * L2. Compressed files are one range; their offsets count decompressed bytes.
 */

export type FileCompression = "none" | "gzip" | "zstd";

export interface InputFile {
  /** Absolute. */
  readonly path: string;
  /** As the user gave it (`in/a/b.txt` for input `in`): printed in messages and by jobs. */
  readonly label: string;
  /** On disk. */
  readonly sizeBytes: number;
  readonly compression: FileCompression;
}

export interface FileRange {
  readonly path: string;
  readonly label: string;
  readonly compression: FileCompression;
  /** First byte; 0 for compressed files. */
  readonly start: number;
  /** One past the last byte; null: to the end of the file, whatever it is. */
  readonly end: number | null;
  /** CSV only: whether `start` lies inside a quoted field. */
  readonly quoted?: boolean;
}

export interface Split {
  /** Index of the named input. */
  readonly input: number;
  /** In file order, then offset order. */
  readonly ranges: readonly FileRange[];
  /** Bytes on disk. */
  readonly sizeBytes: number;
}

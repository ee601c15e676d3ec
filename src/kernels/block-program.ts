/**
 * What a kernel reads out of a block: plain data, made of an input's format. Records that are odd for the kernel it
 * leaves to whoever calls it, so a program may promise less than the format means, but never something else.
 */

export type BlockProgram =
  /** Words (extractors/words.ts), each with the value 1; `tail`: what stands behind each word in its key, or null. */
  | {
      readonly kind: "words";
      readonly letters: boolean;
      readonly lowerCase: boolean;
      readonly tail: Uint8Array | null;
    }
  /** Whole lines, each with the value 1; `text`: without the CR before the LF. */
  | { readonly kind: "lines"; readonly text: boolean }
  /** Columns of lines cut at one byte, or at runs of blanks (null); numbers as values, or 1. */
  | {
      readonly kind: "fields";
      readonly separator: number | null;
      readonly key: number;
      readonly value: number | null;
    }
  | CsvProgram
  /** Parts of access log lines, joined by TAB; the bytes sent as values. */
  | { readonly kind: "access-log"; readonly by: readonly LogPartName[] }
  | JsonlProgram;

export type LogPartName = "status" | "path" | "hour" | "host" | "agent";

/** Columns of CSV records without the header; numbers as values, or 1. */
export interface CsvProgram {
  readonly kind: "csv";
  readonly separator: number;
  readonly key: number;
  readonly value: number | null;
  /** That each record must have; null: any number. */
  readonly columns: number | null;
}

/** Fields of JSON lines by dotted paths; numbers as values, or 1. */
export interface JsonlProgram {
  readonly kind: "jsonl";
  readonly key: string;
  readonly value: string | null;
  readonly where: readonly (readonly [path: string, equals: string | number | boolean | null])[];
}

/** Takes the pairs of whole blocks. */
export interface BlockTaker {
  /**
   * Takes the pairs that `program` finds in `bytes[start, end)`, which holds whole records, and returns how many records
   * were read. Those that are odd for the program are given to `odd`, one or more at a time, in order; it adds their
   * pairs in another way and returns how many they were.
   */
  addBlock(
    program: BlockProgram,
    bytes: Buffer,
    start: number,
    end: number,
    odd: (start: number, end: number) => number,
  ): number;
}

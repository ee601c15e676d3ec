/**
 * What an input is made of, as data: it travels in job descriptions and says how bytes become records.
 */

import type { LogPart } from "./access-log.js";

/** How an input's bytes become records. Declared extractors (`pairs` set) need no map function. */
export type InputFormat =
  | LineFormat
  /**
   * `as` (default "text"): what a map function gets for a word, as with lines. `withPath` (default
   * false): each word is followed by a TAB and the path of its file.
   */
  | {
      readonly kind: "words";
      readonly lowerCase: boolean;
      readonly letters: boolean;
      readonly withPath?: boolean;
      readonly as?: RecordForm;
    }
  /** Lines cut at `separator` ("" = runs of blanks); with `key` (column, from 0) it is a declared extractor. */
  | {
      readonly kind: "fields";
      readonly separator: string;
      readonly key: number | null;
      readonly value: number | null;
      readonly valueType: "number" | "string";
    }
  | {
      readonly kind: "csv";
      readonly separator: string;
      /** True: the first record of each file names the columns and records are objects; else arrays of strings. */
      readonly header: boolean;
      readonly key: string | number | null;
      readonly value: string | number | null;
      readonly valueType: "number" | "string";
    }
  /** With `key`: declared; dotted paths; `where` keeps records whose field equals the literal. */
  | {
      readonly kind: "jsonl";
      readonly key: string | null;
      readonly value: string | null;
      readonly valueType: "number" | "string";
      readonly where: { readonly [path: string]: string | number | boolean | null } | null;
    }
  | AccessLogFormat
  /** One record a file: `{ path, bytes }`. */
  | { readonly kind: "files" }
  /** Records of `lengthBytes` bytes each, as Uint8Array; a shorter last record is an error. `as`: default "bytes". */
  | { readonly kind: "fixed"; readonly lengthBytes: number; readonly as?: "bytes" | "view" };

/**
 * Lines of access logs, as entries; others are left out. With `by`: declared, those parts joined by TAB are the key and
 * the bytes sent the value. `as`: what functions get for such keys.
 */
export interface AccessLogFormat {
  readonly kind: "access-log";
  readonly by: readonly LogPart[] | null;
  readonly as: "text" | "bytes";
}

/** What a map function gets. "bytes": a Uint8Array of its own; "view": one onto the block, valid until it returns. */
export type RecordForm = "text" | "bytes" | "view";

export interface LineFormat {
  readonly kind: "lines";
  /** "text": CR before LF and a BOM are left out. "bytes" and "view": only the LF is. */
  readonly as: RecordForm;
  /** Keep only lines that hold one of these texts (declared filter `matches()`); null keeps all. */
  readonly literals: readonly string[] | null;
  /** Upper and lower case of ASCII letters are the same in them. Default: false. */
  readonly ignoreCase?: boolean;
  /** Lines as keys that sort in this order (sortable-lines.ts); absent: they are their own keys. */
  readonly order?: LineOrder;
}

/** What a sort compares of lines, as bytes; equal ones are ordered by the whole line. */
export interface LineOrder {
  /** The number at the beginning of what is compared. */
  readonly numeric: boolean;
  /** Bytes `[from, to)` of the line; null: all. */
  readonly columns: { readonly from: number; readonly to: number } | null;
  /** The largest first. */
  readonly reverse: boolean;
}

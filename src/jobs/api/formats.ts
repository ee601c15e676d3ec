/**
 * How a job says what its input's records are: `lines()`, `words()`, `csv()`, ...
 *
 * Owns: the public format builders and the record types that flow from them into `map`. Talks to: nobody.
 *
 * F1. A format is an InputFormat and nothing more at run time; the record and pair types exist for the compiler only.
 * F2. A format with pair types is a declared extractor: a job that uses it may leave `map` out.
 */

import { MrError } from "../../engine/error.js";
import type { LogEntry, LogPart } from "../../input/access-log.js";
import type { InputFormat, LineOrder } from "../definition.js";

export type { LogEntry, LogPart } from "../../input/access-log.js";

declare const types: unique symbol;

/** Stands for the pairs of a format that makes none: no Key, so that the compiler asks for a map. */
export interface NoPairs {
  readonly [types]: never;
}

/** Records of type R; a declared extractor also makes pairs of K and V. */
export type Format<R, K = NoPairs, V = NoPairs> = InputFormat & {
  readonly [types]?: { readonly record: R; readonly key: K; readonly value: V };
};

/**
 * "text": strings decoded as UTF-8. "bytes": Uint8Array, nothing decoded and nothing lost. "view": the same where it lies in
 * the block that was read, without a copy: of use until `map` returns, what is kept must be copied.
 */
type As = { readonly as?: "text" };
type AsBytes = { readonly as: "bytes" };
type AsBytesOrView = { readonly as: "bytes" | "view" };

/**
 * One record a line. As text, a carriage return before the line's end and a byte order mark are left out; as bytes,
 * the line is handed over as it is. Without `map`: each line is a key and its value is 1.
 */
export function lines(options: AsBytesOrView): Format<Uint8Array, Uint8Array, number>;
export function lines(options?: As): Format<string, string, number>;
export function lines(
  options: As | AsBytesOrView = {},
): Format<string, string, number> | Format<Uint8Array, Uint8Array, number> {
  return { kind: "lines", as: options.as ?? "text", literals: null };
}

export interface SortOrder {
  /** By the number at the beginning, of any number of digits; what is none is 0. Default: by bytes. */
  readonly numeric?: boolean;
  /** Bytes `[from, to)` of a line, from 0; default: all of it. */
  readonly columns?: { readonly from: number; readonly to: number };
  /** The largest first. */
  readonly reverse?: boolean;
}

/** `order` complete; MR_JOB_INVALID when its columns are no range. */
export function lineOrder({ numeric = false, columns, reverse = false }: SortOrder): LineOrder {
  if (columns !== undefined && !isRange(columns)) {
    throw new MrError(
      "MR_JOB_INVALID",
      `the columns ${columns.from} to ${columns.to} are no range: both are whole numbers, from 0, and the first is smaller`,
    );
  }
  return { numeric, columns: columns ?? null, reverse };
}

function isRange({ from, to }: NonNullable<SortOrder["columns"]>): boolean {
  return Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from < to;
}

/**
 * Lines as keys whose bytes sort in that order, equal ones by the whole line; without `map`, each with the value 1.
 * `sortedLines` with the same order writes the lines again.
 */
export function sortableLines(order: SortOrder): Format<Uint8Array, Uint8Array, number> {
  return { kind: "lines", as: "bytes", literals: null, order: lineOrder(order) };
}

export interface MatchesOptions {
  /** Upper and lower case of ASCII letters are the same. Default: false. */
  readonly ignoreCase?: boolean;
}

/** Only the lines that hold `literal`, or one of them; the others never enter JavaScript. None at all: no line does. */
export function matches(
  literal: string | readonly string[],
  options: AsBytesOrView & MatchesOptions,
): Format<Uint8Array, Uint8Array, number>;
export function matches(
  literal: string | readonly string[],
  options?: As & MatchesOptions,
): Format<string, string, number>;
export function matches(
  literal: string | readonly string[],
  { as = "text", ignoreCase = false }: (As | AsBytesOrView) & MatchesOptions = {},
): Format<string, string, number> | Format<Uint8Array, Uint8Array, number> {
  const literals = typeof literal === "string" ? [literal] : [...literal];
  return { kind: "lines", as, literals, ignoreCase };
}

export interface WordsOptions {
  /** Fold to lower case. */
  readonly lowerCase?: boolean;
  /** Runs of Unicode letters instead of what ASCII white space separates. */
  readonly letters?: boolean;
  /** Each word with the file it stands in: `word TAB path`. No word has a TAB in it. Default: false. */
  readonly withPath?: boolean;
}

/** One record a word. Without `map`: each word is a key and its value is 1. */
export function words(
  options: WordsOptions & AsBytesOrView,
): Format<Uint8Array, Uint8Array, number>;
export function words(options?: WordsOptions & As): Format<string, string, number>;
export function words(
  options: WordsOptions & (As | AsBytesOrView) = {},
): Format<string, string, number> | Format<Uint8Array, Uint8Array, number> {
  const { lowerCase = false, letters = false, withPath = false, as = "text" } = options;
  return { kind: "words", lowerCase, letters, withPath, as };
}

/** A declared value: a number unless said otherwise; without `value`, each record counts 1. */
interface TextValue<N> {
  readonly value: N;
  readonly valueType: "string";
}
interface NumberValue<N> {
  readonly value?: N;
  readonly valueType?: "number";
}

interface Separator {
  /** Between fields; by default runs of blanks for `fields`, a comma for `csv`. */
  readonly separator?: string;
}

/** One record a line, cut into an array of strings. With `key` (a column, from 0) no `map` is needed. */
export function fields(
  options: Separator & { readonly key: number } & TextValue<number>,
): Format<string[], string, string>;
export function fields(
  options: Separator & { readonly key: number } & NumberValue<number>,
): Format<string[], string, number>;
export function fields(options?: Separator): Format<string[]>;
export function fields(
  options: Separator & { readonly key?: number; readonly value?: number } & {
    readonly valueType?: "string" | "number";
  } = {},
): InputFormat {
  const { separator = "", key = null, value = null, valueType = "number" } = options;
  return { kind: "fields", separator, key, value, valueType };
}

interface WithHeader {
  readonly header?: true;
}
interface WithoutHeader {
  readonly header: false;
}

/**
 * RFC 4180 records. With a header (the default) the first record of each file names the columns and records are
 * objects; without, they are arrays of strings. With `key` (a column's name or number) no `map` is needed.
 */
export function csv(
  options: Separator & { readonly header?: boolean } & {
    readonly key: string | number;
  } & TextValue<string | number>,
): Format<unknown, string, string>;
export function csv(
  options: Separator & { readonly header?: boolean } & {
    readonly key: string | number;
  } & NumberValue<string | number>,
): Format<unknown, string, number>;
export function csv(options: Separator & WithoutHeader): Format<string[]>;
export function csv(
  options?: Separator & WithHeader,
): Format<{ readonly [column: string]: string }>;
export function csv(
  options: Separator & {
    readonly header?: boolean;
    readonly key?: string | number;
    readonly value?: string | number;
    readonly valueType?: "string" | "number";
  } = {},
): InputFormat {
  const { separator = ",", header = true, key = null, value = null } = options;
  if (separator.length !== 1) {
    throw new MrError(
      "MR_JOB_INVALID",
      `csv(): the separator ${JSON.stringify(separator)} is not one character`,
    );
  }
  return { kind: "csv", separator, header, key, value, valueType: options.valueType ?? "number" };
}

interface Where {
  /** Keep only records whose field (a dotted path) equals the literal. */
  readonly where?: { readonly [path: string]: string | number | boolean | null };
}

/** One JSON value a line. With `key` (a dotted path) no `map` is needed. */
export function jsonl<T = unknown>(
  options: Where & { readonly key: string } & TextValue<string>,
): Format<T, string, string>;
export function jsonl<T = unknown>(
  options: Where & { readonly key: string } & NumberValue<string>,
): Format<T, string, number>;
export function jsonl<T = unknown>(options?: Where): Format<T>;
export function jsonl(
  options: Where & {
    readonly key?: string;
    readonly value?: string;
    readonly valueType?: "string" | "number";
  } = {},
): InputFormat {
  const { key = null, value = null, valueType = "number", where = null } = options;
  return { kind: "jsonl", key, value, valueType, where };
}

/**
 * Lines of access logs in the common and combined formats; others are left out and counted as `malformed`. With `by` no
 * `map` is needed: the key is those parts, joined by TAB, the value the bytes sent.
 */
export function accessLog(
  options: { readonly by: readonly LogPart[] } & AsBytes,
): Format<LogEntry, Uint8Array, number>;
export function accessLog(
  options: { readonly by: readonly LogPart[] } & As,
): Format<LogEntry, string, number>;
export function accessLog(): Format<LogEntry>;
export function accessLog(
  options: { readonly by?: readonly LogPart[] } & (As | AsBytes) = {},
): InputFormat {
  const { by = null, as = "text" } = options;
  if (by?.length === 0) throw new MrError("MR_JOB_INVALID", "accessLog(): by names no part");
  return { kind: "access-log", by, as };
}

/** A whole file. */
export interface FileRecord {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** One record a file. */
export function files(): Format<FileRecord> {
  return { kind: "files" };
}

/**
 * Records of `lengthBytes` bytes each, with nothing between them; without a map the record is the key, its value 1.
 * `as`: "bytes" (default) or "view", as with lines.
 */
export function fixed(
  lengthBytes: number,
  { as = "bytes" }: Partial<AsBytesOrView> = {},
): Format<Uint8Array, Uint8Array, number> {
  if (!Number.isSafeInteger(lengthBytes) || lengthBytes < 1) {
    throw new MrError(
      "MR_JOB_INVALID",
      `fixed(${lengthBytes}): the length must be a whole number from 1`,
    );
  }
  return { kind: "fixed", lengthBytes, as };
}

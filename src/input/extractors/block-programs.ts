/**
 * Which formats a kernel can read by the block.
 */

import type { BlockProgram, CsvProgram } from "../../kernels/block-program.js";
import { isKernelProgram } from "../../kernels/block-reader.js";
import type { InputFormat } from "../input-format.js";
import { wordTail } from "./words.js";

/** Null: record by record only. `label`: of the file that is read. */
export function blockProgram(format: InputFormat, label: string): BlockProgram | null {
  const program = programOf(format, label);
  return program !== null && isKernelProgram(program) ? program : null;
}

function programOf(format: InputFormat, label: string): BlockProgram | null {
  switch (format.kind) {
    case "words":
      return wordsProgram(format, label);
    case "lines":
      return format.literals === null ? { kind: "lines", text: format.as === "text" } : null;
    case "fields":
      return fieldsProgram(format);
    case "access-log":
      return format.by === null ? null : { kind: "access-log", by: format.by };
    case "jsonl":
      return jsonlProgram(format);
    case "csv":
      return csvProgram(format, null);
    default:
      return null;
  }
}

type FormatOf<K extends InputFormat["kind"]> = Extract<InputFormat, { kind: K }>;

function wordsProgram(format: FormatOf<"words">, label: string) {
  const { letters, lowerCase } = format;
  return { kind: "words", letters, lowerCase, tail: wordTail(format, label) } as const;
}

function fieldsProgram({ separator, key, value, valueType }: FormatOf<"fields">) {
  const bytes = Buffer.from(separator);
  if (key === null || (value !== null && valueType === "string") || bytes.length > 1) return null;
  return { kind: "fields", separator: bytes[0] ?? null, key, value } as const;
}

/** Columns that the header names are known only with it; before, they are the first. */
export function csvProgram(format: FormatOf<"csv">, found: CsvColumns | null): CsvProgram | null {
  const { key, value, valueType, separator } = format;
  if (key === null || (value !== null && valueType === "string")) return null;
  return {
    kind: "csv",
    separator: separator.charCodeAt(0),
    key: found?.key ?? 0,
    value: value === null ? null : (found?.value ?? 0),
    columns: found?.columns ?? null,
  };
}

export interface CsvColumns {
  readonly key: number;
  readonly value: number;
  readonly columns: number | null;
}

function jsonlProgram({ key, value, valueType, where }: FormatOf<"jsonl">) {
  if (key === null || (value !== null && valueType === "string")) return null;
  return { kind: "jsonl", key, value, where: Object.entries(where ?? {}) } as const;
}

/** What the values are of pairs that come by the block; null: they come one by one. */
export function valuesByBlocks(format: InputFormat): "ones" | "numbers" | null {
  // Whatever the file is called: a name that is too long comes one by one where the others do not.
  const program = blockProgram(format, "");
  return program === null ? null : valuesOf(program);
}

function valuesOf(program: BlockProgram): "ones" | "numbers" {
  switch (program.kind) {
    case "words":
    case "lines":
      return "ones";
    case "access-log":
      return "numbers";
    case "fields":
    case "csv":
    case "jsonl":
      return program.value === null ? "ones" : "numbers";
  }
}

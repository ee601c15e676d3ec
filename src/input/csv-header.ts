/**
 * The header of a CSV file: every range of the file needs it, whichever of them it lies in.
 *
 * Owns: where a header comes from. Talks to: csv-text, the file system (only for ranges that start behind it).
 *
 * H1. The header is the first record of the file that is not an empty line, and no record of the data.
 */

import * as fs from "node:fs";
import { MrError } from "../engine/error.js";
import { decodeText } from "../kernels/text.js";
import type { InputFormat } from "./input-format.js";
import { createCsvBoundary } from "./boundary.js";
import { CARRIAGE_RETURN, textStart } from "./bytes.js";
import { parseCsvFields } from "./csv-text.js";
import { corruptInput, unreadableInput } from "./input-error.js";
import { pathBytes } from "./path-bytes.js";
import type { FileRange } from "./split.js";

export type CsvFormat = Extract<InputFormat, { kind: "csv" }>;

export interface CsvHeader {
  readonly columns: readonly string[];
  /** File offset of its record. */
  readonly offset: number;
}

const HEADER_LIMIT_BYTES = 1024 * 1024;
/** Headers are short: the first read is nearly always enough. */
const READ_BYTES = 64 * 1024;

/** Null: this range begins at the file's start, its first record is the header (or there is none by the format). */
export function knownHeader(format: CsvFormat, range: FileRange): CsvHeader | null {
  return format.header && range.start > 0 ? readHeader(format, range) : null;
}

export function makeHeader(fields: readonly string[], offset: number, label: string): CsvHeader {
  const twice = fields.find((name, index) => fields.indexOf(name) !== index);
  if (twice !== undefined) {
    const hint = "rename one of them, or read the file with header: false";
    throw corruptInput(label, offset, `the header names the column "${twice}" twice`, hint);
  }
  return { columns: fields, offset };
}

/** Checks what can be checked without a file. */
export function requireSeparator(format: CsvFormat): number {
  const code = format.separator.charCodeAt(0);
  if (format.separator.length === 1 && code < 0x80 && !'"\r\n'.includes(format.separator)) {
    return code;
  }
  const given = JSON.stringify(format.separator);
  throw new MrError("MR_JOB_INVALID", `the separator of a CSV input cannot be ${given}`, {
    hint: "it must be one ASCII character, and no quote or line end",
  });
}

/** Index of a column given by number or name; -1 for null. */
export function columnIndex(
  column: string | number | null,
  header: CsvHeader | null,
  label: string,
): number {
  if (column === null) return -1;
  if (typeof column === "number") return column;
  if (header === null) {
    throw new MrError("MR_JOB_INVALID", `the CSV column "${column}" needs a header`, {
      hint: "read the input with header: true, or name the column by its number, from 0",
    });
  }
  const index = header.columns.indexOf(column);
  if (index >= 0) return index;
  const hint = `its columns are ${header.columns.join(", ")}`;
  throw corruptInput(label, header.offset, `the header has no column "${column}"`, hint);
}

function readHeader(format: CsvFormat, range: FileRange): CsvHeader {
  const { bytes, length } = readStart(range);
  const start = textStart({ bytes, start: 0, end: length, offset: 0 });
  for (let from = start; from < length; ) {
    const found = createCsvBoundary(false, false).first(bytes, from, length);
    if (found < 0 && length === HEADER_LIMIT_BYTES) break;
    const end = found < 0 ? length : found;
    const text = decodeText(bytes, from, end).replace(/\r?\n$/, "");
    if (text !== "") {
      const fields = parseCsvFields(text, format.separator);
      if (typeof fields === "string") throw badCsv(range.label, from, fields);
      return makeHeader(fields, from, range.label);
    }
    from = end;
  }
  const what = `there is no header in the first ${HEADER_LIMIT_BYTES} bytes`;
  throw corruptInput(range.label, 0, what, "read the file with header: false");
}

function readStart(range: FileRange): { bytes: Buffer; length: number } {
  try {
    const descriptor = fs.openSync(pathBytes(range.path), "r");
    try {
      const bytes = Buffer.allocUnsafe(HEADER_LIMIT_BYTES);
      let length = 0;
      while (length < bytes.length && !holdsRecord(bytes, length)) {
        const wanted = Math.min(READ_BYTES, bytes.length - length);
        const bytesRead = fs.readSync(descriptor, bytes, length, wanted, length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return { bytes, length };
    } finally {
      fs.closeSync(descriptor);
    }
  } catch (cause) {
    throw unreadableInput(range.label, "read the header of", cause);
  }
}

/** Whether the bytes hold the whole first record that is not an empty line. */
function holdsRecord(bytes: Buffer, length: number): boolean {
  const boundary = createCsvBoundary(false, false);
  let from = textStart({ bytes, start: 0, end: length, offset: 0 });
  for (;;) {
    const end = boundary.first(bytes, from, length);
    if (end < 0) return false;
    const blank = end === from + 1 || (end === from + 2 && bytes[from] === CARRIAGE_RETURN);
    if (!blank) return true;
    from = end;
  }
}

export function badCsv(label: string, offset: number, what: string): MrError {
  const hint = "CSV is read by RFC 4180; bad records can be skipped with --skip-bad";
  return corruptInput(label, offset, what, hint);
}

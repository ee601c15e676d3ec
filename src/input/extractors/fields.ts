/**
 * Keys and values from columns of separated lines.
 *
 * Owns: finding two columns in a line. Talks to: pair-writer.
 *
 * Columns are what the fields decoder makes of the line: with separator "" runs of bytes that are no blanks.
 */

import { MrError } from "../../engine/error.js";
import { lineEndAt, textEnd, textStart } from "../bytes.js";
import type { FieldsFormat } from "../decoders/fields-decoder.js";
import { corruptInput } from "../input-error.js";
import type { FileRange } from "../split.js";
import type { Extractor } from "./extractor.js";
import { type Cut, cutText, type ValueType, writePair } from "./pair-writer.js";

type FindColumns = (bytes: Buffer, start: number, end: number, visit: Columns) => void;

interface Columns {
  readonly keyColumn: number;
  readonly valueColumn: number;
  readonly lastColumn: number;
  readonly key: Cut;
  readonly value: Cut;
}

export function createFieldsExtractor(format: FieldsFormat, range: FileRange): Extractor {
  const { key: keyColumn, value: valueColumn, separator } = format;
  if (keyColumn === null) throw new MrError("MR_JOB_INVALID", "fields() has no key column");
  const valueType: ValueType = valueColumn === null ? "none" : format.valueType;
  const columns: Columns = {
    keyColumn,
    valueColumn: valueColumn ?? -1,
    lastColumn: Math.max(keyColumn, valueColumn ?? -1),
    key: { bytes: null, start: 0, end: 0 },
    value: { bytes: null, start: 0, end: 0 },
  };
  const find = separator === "" ? findBlankSeparated : separated(Buffer.from(separator));
  return {
    extract(block, sink, onBadRecord) {
      const { bytes, end } = block;
      let lines = 0;
      for (let start = textStart(block); start < end; ) {
        const lineEnd = lineEndAt(bytes, start, end);
        columns.key.bytes = null;
        columns.value.bytes = null;
        find(bytes, start, textEnd(bytes, start, lineEnd, end), columns);
        lines += 1;
        if (!writePair(sink, columns.key, columns.value, valueType)) {
          const offset = block.offset + (start - block.start);
          const what = `the field ${valueColumn} is no number: ${cutText(columns.value)}`;
          const hint = "columns count from 0; bad lines can be skipped with --skip-bad";
          const error = corruptInput(range.label, offset, what, hint);
          if (onBadRecord === undefined) throw error;
          onBadRecord(error);
        }
        start = lineEnd + 1;
      }
      return lines;
    },
  };
}

function findBlankSeparated(bytes: Buffer, start: number, end: number, columns: Columns): void {
  let index = start;
  for (let column = 0; column <= columns.lastColumn; column += 1) {
    while (index < end && (bytes[index] === 32 || bytes[index] === 9)) index += 1;
    if (index >= end) return;
    const from = index;
    while (index < end && bytes[index] !== 32 && bytes[index] !== 9) index += 1;
    take(columns, column, bytes, from, index);
  }
}

function separated(separator: Buffer): FindColumns {
  const first = separator[0] as number;
  const { length } = separator;
  return (bytes, start, end, columns) => {
    let from = start;
    for (let column = 0; column <= columns.lastColumn; column += 1) {
      let to = from;
      while (to < end && !(bytes[to] === first && standsAt(bytes, to, end, separator))) to += 1;
      take(columns, column, bytes, from, to);
      if (to >= end) return;
      from = to + length;
    }
  };
}

function standsAt(bytes: Buffer, at: number, end: number, separator: Buffer): boolean {
  if (separator.length === 1) return true;
  if (at + separator.length > end) return false;
  for (let index = 1; index < separator.length; index += 1) {
    if (bytes[at + index] !== separator[index]) return false;
  }
  return true;
}

function take(columns: Columns, column: number, bytes: Buffer, start: number, end: number): void {
  if (column === columns.keyColumn) place(columns.key, bytes, start, end);
  if (column === columns.valueColumn) place(columns.value, bytes, start, end);
}

function place(cut: Cut, bytes: Buffer, start: number, end: number): void {
  cut.bytes = bytes;
  cut.start = start;
  cut.end = end;
}

/**
 * CSV records as arrays of strings, or as objects by the header's names.
 *
 * Owns: records in text. Talks to: csv-text (fields), csv-header, text-pieces.
 *
 * R1. A record ends at a line feed outside quotes, as the blocks are cut. Empty lines are no records.
 * R2. With a header each record must have as many fields as the header.
 */

import type { MrError } from "../../engine/error.js";
import { createCsvBoundary } from "../boundary.js";
import {
  badCsv,
  type CsvFormat,
  type CsvHeader,
  knownHeader,
  makeHeader,
  requireSeparator,
} from "../csv-header.js";
import { parseCsvFields } from "../csv-text.js";
import type { RecordDecoder } from "./decoder.js";
import type { FileRange } from "../split.js";
import { TextPieces } from "./text-pieces.js";

export function createCsvDecoder(format: CsvFormat, range: FileRange): RecordDecoder {
  requireSeparator(format);
  const pieces = new TextPieces(() => createCsvBoundary(false, false));
  let header: CsvHeader | null = null;
  let characterIndex = 0;
  let opened = false;
  const offset = () => pieces.offsetOf(characterIndex);

  function recordOf(text: string): unknown {
    const fields = parseCsvFields(text, format.separator);
    if (typeof fields === "string") throw badCsv(range.label, offset(), fields);
    if (!format.header) return fields;
    if (header === null || header.offset === offset()) {
      header ??= makeHeader(fields, offset(), range.label);
      return undefined;
    }
    if (fields.length !== header.columns.length) {
      const what = `the record has ${fields.length} fields, the header ${header.columns.length}`;
      throw badCsv(range.label, offset(), what);
    }
    return objectOf(header.columns, fields);
  }

  return {
    decode(block, visit, onBadRecord) {
      if (!opened) header = knownHeader(format, range);
      opened = true;
      pieces.each(block, (text) => {
        eachCsvRecord(text, (recordText, index) => {
          characterIndex = index;
          let record: unknown;
          try {
            record = recordOf(recordText);
          } catch (error) {
            // Without a header no other record can be understood.
            if (onBadRecord === undefined || (format.header && header === null)) throw error;
            onBadRecord(error as MrError);
            return;
          }
          if (record !== undefined) visit(record);
        });
      });
    },
    offset,
  };
}

/** Each record of a piece that is not an empty line, without its line end. */
function eachCsvRecord(text: string, visit: (record: string, index: number) => void): void {
  let quote = text.indexOf('"');
  for (let start = 0; start < text.length; ) {
    let lineFeed = text.indexOf("\n", start);
    if (quote >= 0 && quote < start) quote = text.indexOf('"', start);
    if (quote >= 0 && (lineFeed < 0 || quote < lineFeed)) lineFeed = quotedEnd(text, quote);
    const next = lineFeed < 0 ? text.length : lineFeed + 1;
    let end = lineFeed < 0 ? text.length : lineFeed;
    if (lineFeed > start && text.charCodeAt(end - 1) === 13) end -= 1;
    if (end > start) visit(text.substring(start, end), start);
    start = next;
  }
}

/** The first line feed outside quotes, from the first quote of a record on; -1 when there is none. */
function quotedEnd(text: string, firstQuote: number): number {
  let open = firstQuote;
  for (;;) {
    const close = text.indexOf('"', open + 1);
    if (close < 0) return -1;
    const lineFeed = text.indexOf("\n", close);
    open = text.indexOf('"', close + 1);
    if (lineFeed < 0 && open < 0) return -1;
    if (lineFeed >= 0 && (open < 0 || lineFeed < open)) return lineFeed;
  }
}

function objectOf(columns: readonly string[], fields: readonly string[]): unknown {
  const record: { [column: string]: string } = {};
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index] as string;
    const value = fields[index] as string;
    // Assigning to this one name would set the prototype.
    if (column !== "__proto__") record[column] = value;
    else Object.defineProperty(record, column, { value, enumerable: true, writable: true });
  }
  return record;
}

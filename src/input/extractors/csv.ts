/**
 * Keys and values from columns of CSV records.
 *
 * Owns: CSV in bytes. Talks to: csv-header, pair-writer.
 *
 * L1. What is a record, a field and damage is the same as in csv-text and the CSV decoder.
 */

import { MrError } from "../../engine/error.js";
import type { CsvProgram } from "../../kernels/block-program.js";
import { decodeText } from "../../kernels/text.js";
import type { RecordBlock } from "../block.js";
import { createCsvBoundary } from "../boundary.js";
import { CARRIAGE_RETURN, LINE_FEED, textStart } from "../bytes.js";
import {
  badCsv,
  type CsvFormat,
  type CsvHeader,
  columnIndex,
  knownHeader,
  makeHeader,
  requireSeparator,
} from "../csv-header.js";
import { AFTER_QUOTE, OPEN_QUOTE, parseCsvFields, STRAY_QUOTE } from "../csv-text.js";
import type { FileRange } from "../split.js";
import { csvProgram } from "./block-programs.js";
import type { Extractor, PairSink } from "./extractor.js";
import { type Cut, cutText, type ValueType, writePair } from "./pair-writer.js";

const QUOTE = 34;

export function createCsvExtractor(format: CsvFormat, range: FileRange): Extractor {
  if (format.key === null) throw new MrError("MR_JOB_INVALID", "csv() has no key column");
  return new CsvExtractor(format, range);
}

class CsvExtractor implements Extractor {
  private readonly format: CsvFormat;
  private readonly label: string;
  private readonly range: FileRange;
  private readonly separator: number;
  private readonly valueType: ValueType;
  private readonly key: Cut = { bytes: null, start: 0, end: 0 };
  private readonly value: Cut = { bytes: null, start: 0, end: 0 };
  private readonly scratch = { key: Buffer.alloc(256), value: Buffer.alloc(256) };
  private state: "new" | "expects-header" | "ready" = "new";
  private header: CsvHeader | null = null;
  private keyColumn = -1;
  private valueColumn = -1;
  /** Null: not for kernels, or the header is not known yet. */
  private program: CsvProgram | null = null;
  private problem = "";

  constructor(format: CsvFormat, range: FileRange) {
    this.format = format;
    this.range = range;
    this.label = range.label;
    this.separator = requireSeparator(format);
    this.valueType = format.value === null ? "none" : format.valueType;
  }

  extract(block: RecordBlock, sink: PairSink, onBadRecord?: (error: MrError) => void): number {
    const { bytes, end } = block;
    if (this.state === "new") this.open();
    const shift = block.offset - block.start;
    const first = this.skipHeader(bytes, textStart(block), end, shift);
    const each = (from: number, to: number) =>
      this.records(bytes, from, to, shift, sink, onBadRecord);
    const { program } = this;
    const { blocks } = sink;
    if (program === null || blocks === undefined || blocks === null) return each(first, end);
    return blocks.addBlock(program, bytes, first, end, each);
  }

  /** Behind the header, if it is in this block: nothing but empty lines stands before it. */
  private skipHeader(bytes: Buffer, start: number, end: number, shift: number): number {
    const { state, header } = this;
    if (state === "ready" && (header === null || header.offset < start + shift)) return start;
    let at = start;
    while (at < end && blankLine(bytes, at, end) > 0) at += blankLine(bytes, at, end);
    return at < end ? this.takeHeader(bytes, at, end, shift) : at;
  }

  /** Returns how many there are. */
  private records(
    bytes: Buffer,
    from: number,
    end: number,
    shift: number,
    sink: PairSink,
    onBadRecord?: (error: MrError) => void,
  ): number {
    let records = 0;
    for (let start = from; start < end; ) {
      const blank = blankLine(bytes, start, end);
      if (blank > 0) {
        start += blank;
        continue;
      }
      records += 1;
      const next = this.record(bytes, start, end, sink);
      if (next >= 0) {
        start = next;
        continue;
      }
      const error = badCsv(this.label, start + shift, this.problem);
      if (onBadRecord === undefined) throw error;
      onBadRecord(error);
      start = recordEnd(bytes, start, end);
    }
    return records;
  }

  private open(): void {
    this.header = knownHeader(this.format, this.range);
    this.state = this.format.header && this.header === null ? "expects-header" : "ready";
    if (this.state === "ready") this.findColumns();
  }

  private findColumns(): void {
    this.keyColumn = columnIndex(this.format.key, this.header, this.label);
    this.valueColumn = columnIndex(this.format.value, this.header, this.label);
    const columns = this.header?.columns.length ?? null;
    const found = { key: this.keyColumn, value: this.valueColumn, columns };
    this.program = csvProgram(this.format, found);
  }

  /** Returns where the next record begins. */
  private takeHeader(bytes: Buffer, start: number, end: number, shift: number): number {
    const next = recordEnd(bytes, start, end);
    if (this.header !== null) return next;
    const text = decodeText(bytes, start, next).replace(/\r?\n$/, "");
    const fields = parseCsvFields(text, this.format.separator);
    if (typeof fields === "string") throw badCsv(this.label, start + shift, fields);
    this.header = makeHeader(fields, start + shift, this.label);
    this.state = "ready";
    this.findColumns();
    return next;
  }

  /** Writes the pair of the record at `start`; returns where the next begins, or -1 with `problem` set. */
  private record(bytes: Buffer, start: number, end: number, sink: PairSink): number {
    const { separator } = this;
    this.key.bytes = null;
    this.value.bytes = null;
    let index = start;
    for (let column = 0; ; column += 1) {
      index =
        index < end && bytes[index] === QUOTE
          ? this.quotedField(bytes, index + 1, end, column)
          : this.plainField(bytes, index, end, column);
      if (index < 0) return -1;
      if (index < end && bytes[index] === separator) {
        index += 1;
        continue;
      }
      if (index < end && bytes[index] === CARRIAGE_RETURN) index += 1;
      return this.write(sink, column + 1) ? index + 1 : -1;
    }
  }

  private write(sink: PairSink, fields: number): boolean {
    if (this.header !== null && fields !== this.header.columns.length) {
      this.problem = `the record has ${fields} fields, the header ${this.header.columns.length}`;
      return false;
    }
    if (writePair(sink, this.key, this.value, this.valueType)) return true;
    this.problem = `the column ${this.format.value} is no number: ${cutText(this.value)}`;
    return false;
  }

  /** Returns the index of the separator or line end behind the field, or -1. */
  private plainField(bytes: Buffer, start: number, end: number, column: number): number {
    const { separator } = this;
    let index = start;
    for (; index < end; index += 1) {
      const byte = bytes[index] as number;
      if (byte === separator || byte === LINE_FEED) break;
      if (byte === QUOTE) {
        this.problem = STRAY_QUOTE;
        return -1;
      }
    }
    const atLineFeed = index < end && bytes[index] === LINE_FEED;
    if (atLineFeed && index > start && bytes[index - 1] === CARRIAGE_RETURN) index -= 1;
    this.take(bytes, start, index, column, false);
    return index;
  }

  private quotedField(bytes: Buffer, start: number, end: number, column: number): number {
    let escaped = false;
    for (let index = start; index < end; index += 1) {
      if (bytes[index] !== QUOTE) continue;
      if (index + 1 < end && bytes[index + 1] === QUOTE) {
        escaped = true;
        index += 1;
        continue;
      }
      this.take(bytes, start, index, column, escaped);
      const next = index + 1;
      if (next >= end || bytes[next] === this.separator || bytes[next] === LINE_FEED) return next;
      if (bytes[next] === CARRIAGE_RETURN && next + 1 < end && bytes[next + 1] === LINE_FEED) {
        return next;
      }
      this.problem = AFTER_QUOTE;
      return -1;
    }
    this.problem = OPEN_QUOTE;
    return -1;
  }

  private take(bytes: Buffer, start: number, end: number, column: number, escaped: boolean): void {
    if (column === this.keyColumn) this.place("key", bytes, start, end, escaped);
    if (column === this.valueColumn) this.place("value", bytes, start, end, escaped);
  }

  private place(
    name: "key" | "value",
    bytes: Buffer,
    start: number,
    end: number,
    escaped: boolean,
  ): void {
    const cut = this[name];
    cut.bytes = bytes;
    cut.start = start;
    cut.end = end;
    if (!escaped) return;
    if (end - start > this.scratch[name].length)
      this.scratch[name] = Buffer.alloc(2 * (end - start));
    const scratch = this.scratch[name];
    let length = 0;
    for (let index = start; index < end; index += 1) {
      const byte = bytes[index] as number;
      scratch[length] = byte;
      length += 1;
      if (byte === QUOTE) index += 1;
    }
    cut.bytes = scratch;
    cut.start = 0;
    cut.end = length;
  }
}

/** Length of the empty line at `start`, or 0. */
function blankLine(bytes: Buffer, start: number, end: number): number {
  if (bytes[start] === LINE_FEED) return 1;
  const crlf =
    start + 1 < end && bytes[start] === CARRIAGE_RETURN && bytes[start + 1] === LINE_FEED;
  return crlf ? 2 : 0;
}

function recordEnd(bytes: Buffer, start: number, end: number): number {
  const found = createCsvBoundary(false, false).first(bytes, start, end);
  return found < 0 ? end : found;
}

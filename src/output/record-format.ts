/**
 * How a pair becomes bytes of a part: one writer a format, all of them appending to a PartFileSink.
 *
 * Formats (O-rules are what the documents promise):
 * O1. text: `key TAB value LF`; without a value the key alone, without a key the value alone. Strings and bytes as they
 *     are, numbers as JavaScript prints them, dates as in ISO 8601, arrays, sets and objects as JSON (text-of.ts).
 * O2. jsonl: `{"key":...,"value":...}`; without a key the value itself. Bytes are read as UTF-8.
 * O3. csv: RFC 4180, the key's then the value's columns; arrays are spread; the columns of a first record with an object
 *     value become the header line of the part.
 * O4. raw: the value's bytes, or the key's when there is no value, nothing between.
 */

import type { OutputFormat } from "../engine/job.js";
import { unreachable } from "../engine/error.js";
import { asBuffer } from "../kernels/bytes.js";
import { CsvFormat } from "./csv-format.js";
import type { PartFileSink } from "./part-file-sink.js";
import { nearestJson, textOf } from "./text-of.js";

const LF = 0x0a;
const TAB = 0x09;

export interface RecordFormat {
  write(sink: PartFileSink, key: unknown, value: unknown): void;
  /** The key as encoded bytes of a string; the same output as `write` with that string. */
  writeKeyBytes(
    sink: PartFileSink,
    bytes: Uint8Array,
    start: number,
    end: number,
    value: unknown,
  ): void;
}

export function createRecordFormat(format: OutputFormat): RecordFormat {
  switch (format) {
    case "text":
      return TEXT;
    case "raw":
      return RAW;
    case "jsonl":
      return JSON_LINES;
    case "csv":
      return new CsvFormat();
    default:
      return unreachable(format, "output format");
  }
}

function appendPlain(sink: PartFileSink, value: unknown): void {
  if (value instanceof Uint8Array) sink.appendBytes(value, 0, value.length);
  else sink.appendText(textOf(value));
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

const TEXT: RecordFormat = {
  write(sink, key, value) {
    if (!isAbsent(key)) {
      appendPlain(sink, key);
      if (!isAbsent(value)) sink.appendByte(TAB);
    }
    if (!isAbsent(value)) appendPlain(sink, value);
    sink.appendByte(LF);
  },
  writeKeyBytes(sink, bytes, start, end, value) {
    sink.appendBytes(bytes, start, end);
    if (!isAbsent(value)) {
      sink.appendByte(TAB);
      appendPlain(sink, value);
    }
    sink.appendByte(LF);
  },
};

const RAW: RecordFormat = {
  write(sink, key, value) {
    const content = isAbsent(value) ? key : value;
    if (!isAbsent(content)) appendPlain(sink, content);
  },
  writeKeyBytes(sink, bytes, start, end, value) {
    if (isAbsent(value)) sink.appendBytes(bytes, start, end);
    else appendPlain(sink, value);
  },
};

const JSON_LINES: RecordFormat = {
  write(sink, key, value) {
    const record = isAbsent(key) ? (value ?? null) : { key, value: value ?? null };
    sink.appendText(JSON.stringify(record, nearestJson));
    sink.appendByte(LF);
  },
  writeKeyBytes(sink, bytes, start, end, value) {
    JSON_LINES.write(sink, asBuffer(bytes).toString("utf8", start, end), value);
  },
};

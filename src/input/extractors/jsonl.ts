/**
 * Keys and values from fields of JSON lines.
 *
 * Owns: what JSON values are as keys and values. Talks to: json-fields, json-text, parse-number.
 *
 * Strings are their text; numbers as keys or string values are spelt as JavaScript prints them; true and false are those
 * words; objects and arrays are their JSON as written. null is missing. A declared number must be a JSON number.
 */

import { MrError } from "../../engine/error.js";
import type { InputFormat } from "../input-format.js";
import { lineEndAt, textStart } from "../bytes.js";
import { badJson } from "../decoders/json-decoder.js";
import { corruptInput } from "../input-error.js";
import type { FileRange } from "../split.js";
import type { Extractor } from "./extractor.js";
import { JsonFields, type JsonKind, sameBytes } from "./json-fields.js";
import { skipSpace } from "./json-scan.js";
import { unescapeJson } from "./json-text.js";
import { type Cut, cutText, type ValueType, writePair } from "./pair-writer.js";
import { parseNumber } from "./parse-number.js";

type JsonlFormat = Extract<InputFormat, { kind: "jsonl" }>;

interface Condition {
  readonly cut: JsonCut;
  readonly equals: string | number | boolean | null;
  readonly text: Buffer;
}

export function createJsonlExtractor(format: JsonlFormat, range: FileRange): Extractor {
  if (format.key === null) throw new MrError("MR_JOB_INVALID", "jsonl() has no key field");
  const fields = new JsonFields();
  const key = new JsonCut(fields, fields.want(format.key));
  const value = new JsonCut(fields, fields.want(format.value ?? format.key));
  const valueType: ValueType = format.value === null ? "none" : format.valueType;
  const conditions = Object.entries(format.where ?? {}).map(([path, equals]) => {
    const cut = new JsonCut(fields, fields.want(path));
    return { cut, equals, text: Buffer.from(String(equals)) };
  });
  return {
    extract(block, sink, onBadRecord) {
      const { bytes, end } = block;
      let records = 0;
      const report = (start: number, make: (offset: number) => MrError) => {
        const error = make(block.offset + (start - block.start));
        if (onBadRecord === undefined) throw error;
        onBadRecord(error);
      };
      for (let start = textStart(block); start < end; ) {
        const lineStart = start;
        const lineEnd = lineEndAt(bytes, start, end);
        start = lineEnd + 1;
        if (!fields.read(bytes, lineStart, lineEnd)) {
          if (skipSpace(bytes, lineStart, lineEnd) === lineEnd) continue;
          records += 1;
          const line = bytes.toString("utf8", lineStart, lineEnd);
          report(lineStart, (offset) => badJson(range.label, offset, parseError(line)));
          continue;
        }
        records += 1;
        if (!conditions.every((condition) => holds(condition, bytes))) continue;
        key.cut(bytes, true);
        if (valueType !== "none") value.cut(bytes, valueType === "string");
        if (valueType === "number" && !value.isNumberOrMissing()) {
          report(lineStart, (offset) => noNumber(range.label, offset, format.value, value));
        } else {
          writePair(sink, key, value, valueType);
        }
      }
      return records;
    },
  };
}

/** A field's text, cut out of the line or unescaped beside it. */
class JsonCut implements Cut {
  bytes: Uint8Array | null = null;
  start = 0;
  end = 0;
  private scratch = Buffer.alloc(64);
  private readonly fields: JsonFields;
  private readonly slot: number;

  constructor(fields: JsonFields, slot: number) {
    this.fields = fields;
    this.slot = slot;
  }

  /** `spell`: numbers as JavaScript prints them, for keys and string values; else as written. */
  cut(bytes: Uint8Array, spell: boolean): void {
    const { fields, slot } = this;
    const kind = fields.kinds[slot];
    this.bytes = kind === "missing" || kind === "null" ? null : bytes;
    this.start = fields.starts[slot] as number;
    this.end = fields.ends[slot] as number;
    if (kind === "string") this.unescape(bytes);
    else if (spell && kind === "number" && !isPlainInteger(bytes, this.start, this.end)) {
      const canonical = Buffer.from(String(parseNumber(bytes, this.start, this.end)));
      this.bytes = canonical;
      this.start = 0;
      this.end = canonical.length;
    }
  }

  get kind(): JsonKind {
    return this.fields.kinds[this.slot] ?? "missing";
  }

  isNumberOrMissing(): boolean {
    return this.bytes === null || this.kind === "number";
  }

  private unescape(bytes: Uint8Array): void {
    let index = this.start;
    while (index < this.end && bytes[index] !== 92) index += 1;
    if (index === this.end) return;
    const length = this.end - this.start;
    if (length > this.scratch.length) this.scratch = Buffer.alloc(length * 2);
    this.end = unescapeJson(bytes, this.start, this.end, this.scratch);
    this.start = 0;
    this.bytes = this.scratch;
  }
}

/** Digits that JavaScript would print just so. */
function isPlainInteger(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start] === 45 ? start + 1 : start;
  if (end - first > 15 || (first > start && bytes[first] === 48)) return false;
  for (let index = first; index < end; index += 1) {
    const byte = bytes[index] as number;
    if (byte < 48 || byte > 57) return false;
  }
  return true;
}

function holds({ cut, equals, text }: Condition, bytes: Uint8Array): boolean {
  cut.cut(bytes, false);
  const { kind } = cut;
  if (equals === null) return kind === "null";
  if (typeof equals === "boolean") return kind === text.toString();
  if (kind !== typeof equals || cut.bytes === null) return false;
  if (typeof equals === "number") return parseNumber(cut.bytes, cut.start, cut.end) === equals;
  return text.length === cut.end - cut.start && sameBytes(text, cut.bytes, cut.start);
}

function noNumber(label: string, offset: number, path: string | null, value: JsonCut): MrError {
  const hint = "give the field another type in the job, or skip such lines with --skip-bad";
  return corruptInput(label, offset, `the field "${path}" is no number: ${cutText(value)}`, hint);
}

function parseError(line: string): unknown {
  try {
    JSON.parse(line);
  } catch (error) {
    return error;
  }
  return "it is not read as JSON.parse reads it";
}

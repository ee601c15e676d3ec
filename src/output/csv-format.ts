/**
 * Pairs as CSV (RFC 4180, lines end in LF). One instance a part: it remembers the header of the part.
 */

import type { PartFileSink } from "./part-file-sink.js";
import { nearestObject, textOf } from "./text-of.js";

const NEEDS_QUOTES = /[",\r\n]/;

export class CsvFormat {
  /** Names of the value's columns, fixed by the first record when its value is an object. */
  #columns: readonly string[] | null = null;
  #first = true;

  write(sink: PartFileSink, key: unknown, given: unknown): void {
    const value = nearestObject(given);
    const keyColumns = spread(key);
    if (this.#first) this.#start(sink, keyColumns.length, value);
    const valueColumns = this.#columns === null ? spread(value) : pick(value, this.#columns);
    sink.appendText(line([...keyColumns, ...valueColumns]));
  }

  writeKeyBytes(
    sink: PartFileSink,
    bytes: Uint8Array,
    start: number,
    end: number,
    value: unknown,
  ): void {
    this.write(sink, Buffer.from(bytes.subarray(start, end)).toString("utf8"), value);
  }

  #start(sink: PartFileSink, keyColumns: number, value: unknown): void {
    this.#first = false;
    if (!isPlainObject(value)) return;
    this.#columns = Object.keys(value);
    const keyNames = Array.from({ length: keyColumns }, (_, i) =>
      keyColumns === 1 ? "key" : `key${i + 1}`,
    );
    sink.appendText(line([...keyNames, ...this.#columns]));
  }
}

function line(columns: readonly unknown[]): string {
  return `${columns.map(field).join(",")}\n`;
}

function field(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : textOf(value);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function spread(value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function pick(value: unknown, columns: readonly string[]): readonly unknown[] {
  if (!isPlainObject(value)) return [value];
  return columns.map((name) => (Object.hasOwn(value, name) ? value[name] : null));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}

/** Values as the text that a part shows: one rule for text, csv and JSON output. */

import { notPlainData } from "../engine/plain-data.js";
import { asBuffer } from "../kernels/bytes.js";

/** Anything as text: O1's rule, shared with csv fields. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") {
    return String(value);
  }
  if (value instanceof Date) return value.toJSON() ?? "null";
  // Only what is absent has no JSON.
  return numbersText(value) ?? JSON.stringify(value, nearestJson) ?? "";
}

/** Of an array of plain numbers, many of which a job may have for each key: what JSON says, without asking for each. */
function numbersText(value: unknown): string | null {
  if (!Array.isArray(value)) return null;
  for (const item of value) if (typeof item !== "number" || !Number.isFinite(item)) return null;
  return `[${value.join(",")}]`;
}

/**
 * JSON.stringify's replacer, for what JSON has no form for: bytes become the string that they spell, sets arrays, maps
 * objects, big integers strings of their digits, since most readers of JSON would round them. Errors: MR_USER_CODE.
 */
export function nearestJson(_name: string, value: unknown): unknown {
  switch (typeof value) {
    case "bigint":
      return String(value);
    case "function":
    case "symbol":
      throw notPlainData(typeof value);
    case "object":
      return nearestObject(value);
    default:
      return value;
  }
}

/** What has parts as an array or a plain object of them, bytes as a string; anything else as it is. */
export function nearestObject(value: unknown): unknown {
  if (value instanceof Uint8Array) return asBuffer(value).toString("utf8");
  if (value instanceof Set) return [...value];
  if (value instanceof Map) return Object.fromEntries(value);
  // Buffer has a toJSON that runs before a replacer sees it.
  if (isSerialisedBuffer(value)) return Buffer.from(value.data).toString("utf8");
  return value;
}

function isSerialisedBuffer(value: unknown): value is { data: number[] } {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    value.type === "Buffer" &&
    "data" in value &&
    Array.isArray(value.data)
  );
}

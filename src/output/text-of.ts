/** Values as the text that a part shows: one rule for text, csv and JSON output. */

/** Anything as text: O1's rule, shared with csv fields. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") {
    return String(value);
  }
  return numbersText(value) ?? JSON.stringify(value, bytesAsText) ?? "";
}

/** Of an array of plain numbers, many of which a job may have for each key: what JSON says, without asking for each. */
function numbersText(value: unknown): string | null {
  if (!Array.isArray(value)) return null;
  for (const item of value) if (typeof item !== "number" || !Number.isFinite(item)) return null;
  return `[${value.join(",")}]`;
}

/** JSON.stringify replacer: bytes become the string that they spell. */
export function bytesAsText(_name: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return asBuffer(value).toString("utf8");
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

export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

import { describe, expect, it } from "vitest";
import { KeyTable } from "./key-table.js";
import { REF_KEY_LENGTH, REF_OFFSET, REF_PARTITION, REF_STRIDE } from "./refs.js";

function put(table: KeyTable, key: string): number {
  const bytes = Buffer.from(`<${key}>`);
  const found = table.locate(bytes, 1, bytes.length - 1);
  if (found >= 0) return found;
  const start = table.arena.length;
  table.arena.append(bytes, 1, bytes.length - 1);
  return table.insert(start, table.arena.length, key.length);
}

describe("the key table", () => {
  it("gives each key one entry, in order of insertion", () => {
    const table = new KeyTable(1 << 20, 1 << 16);
    const keys = Array.from({ length: 20_000 }, (_, i) => `key-${i}`);
    expect(keys.map((key) => put(table, key))).toEqual(keys.map((_, i) => i));
    expect(keys.map((key) => put(table, key))).toEqual(keys.map((_, i) => i));
    expect(table.count).toBe(keys.length);
  });

  it("keeps hostile keys apart", () => {
    const table = new KeyTable(1 << 20, 64);
    const keys = ["", "__proto__", "constructor", "\0", "\0\0", "a", "a\0", "x".repeat(1 << 20)];
    expect(keys.map((key) => put(table, key))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(keys.map((key) => put(table, key))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("remembers key and partition of an entry", () => {
    const table = new KeyTable(1 << 20, 64);
    put(table, "one");
    const ref = put(table, "three") * REF_STRIDE;
    const start = table.refs[ref + REF_OFFSET];
    const end = start + table.refs[ref + REF_KEY_LENGTH];
    expect(table.arena.bytes.toString("utf8", start, end)).toBe("three");
    expect(table.refs[ref + REF_PARTITION]).toBe(5);
  });

  it("is empty after it is cleared", () => {
    const table = new KeyTable(1 << 20, 64);
    put(table, "one");
    table.clear();
    expect(table.locate(Buffer.from("one"), 0, 3)).toBe(-1);
    expect(put(table, "two")).toBe(0);
  });
});

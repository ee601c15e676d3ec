/**
 * Finds a few fields in a JSON line, by dotted paths that descend through objects.
 *
 * Owns: the tree of wanted names, and where their values stand in the current line. Talks to: json-scan.
 *
 * M1. As with JSON.parse: the whole line must be valid, and of members with the same name the last one counts.
 * M2. Values that nobody wants are stepped over, never made. Arrays are not descended.
 */

import { skipColon, skipScalar, skipSpace, skipString, skipValue } from "./json-scan.js";
import { unescapeJson } from "./json-text.js";

export type JsonKind = "missing" | "string" | "number" | "true" | "false" | "null" | "nested";

interface WantedName {
  readonly name: Buffer;
  /** -1: only names below are wanted. */
  slot: number;
  readonly below: WantedName[];
}

export class JsonFields {
  readonly kinds: JsonKind[] = [];
  /** Strings: between their quotes, still escaped. */
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  private readonly top: WantedName = { name: Buffer.alloc(0), slot: -1, below: [] };
  private bytes: Uint8Array = this.top.name;
  private end = 0;
  private scratch = Buffer.alloc(64);

  /** Returns the slot of the path in `kinds`, `starts` and `ends`. */
  want(path: string): number {
    let node = this.top;
    for (const part of path.split(".")) {
      const name = Buffer.from(part);
      let below = node.below.find((known) => known.name.equals(name));
      if (below === undefined) {
        below = { name, slot: -1, below: [] };
        node.below.push(below);
      }
      node = below;
    }
    if (node.slot < 0) {
      node.slot = this.kinds.length;
      this.kinds.push("missing");
      this.starts.push(0);
      this.ends.push(0);
    }
    return node.slot;
  }

  /** False when the line is not one valid JSON value. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    this.bytes = bytes;
    this.end = end;
    for (let slot = 0; slot < this.kinds.length; slot += 1) this.kinds[slot] = "missing";
    const first = skipSpace(bytes, start, end);
    const behind = this.value(first, this.top);
    return behind >= 0 && skipSpace(bytes, behind, end) === end;
  }

  private value(start: number, node: WantedName): number {
    const { bytes, end } = this;
    if (start >= end) return -1;
    const byte = bytes[start];
    if (byte !== 123 || node.below.length === 0) {
      const behind =
        byte === 123 || byte === 91 ? skipValue(bytes, start, end) : skipScalar(bytes, start, end);
      if (node.slot >= 0) this.place(node.slot, start, behind);
      return behind;
    }
    const behind = this.object(start + 1, node);
    if (node.slot >= 0) this.place(node.slot, start, behind);
    return behind;
  }

  /** `start` is behind the opening brace. */
  private object(start: number, node: WantedName): number {
    const { bytes, end } = this;
    let index = skipSpace(bytes, start, end);
    if (index < end && bytes[index] === 125) return index + 1;
    for (;;) {
      if (index >= end || bytes[index] !== 34) return -1;
      const nameStart = index + 1;
      const nameEnd = skipString(bytes, nameStart, end);
      if (nameEnd < 0) return -1;
      index = skipColon(bytes, nameEnd, end);
      if (index < 0 || index >= end) return -1;
      const wanted = this.find(node, nameStart, nameEnd - 1);
      if (wanted !== null) {
        this.forget(wanted);
        index = this.value(index, wanted);
      } else if (bytes[index] === 123 || bytes[index] === 91) {
        index = skipValue(bytes, index, end);
      } else {
        index = skipScalar(bytes, index, end);
      }
      if (index < 0) return -1;
      index = skipSpace(bytes, index, end);
      if (index >= end) return -1;
      if (bytes[index] === 125) return index + 1;
      if (bytes[index] !== 44) return -1;
      index = skipSpace(bytes, index + 1, end);
    }
  }

  private find(node: WantedName, nameStart: number, nameEnd: number): WantedName | null {
    let { bytes } = this;
    let start = nameStart;
    let length = nameEnd - nameStart;
    for (let index = nameStart; index < nameEnd; index += 1) {
      if (bytes[index] !== 92) continue;
      if (this.scratch.length < length) this.scratch = Buffer.alloc(length);
      length = unescapeJson(bytes, nameStart, nameEnd, this.scratch);
      bytes = this.scratch;
      start = 0;
      break;
    }
    for (const wanted of node.below) {
      if (wanted.name.length === length && sameBytes(wanted.name, bytes, start)) return wanted;
    }
    return null;
  }

  /** A member of the same name came before: nothing of it counts any more. */
  private forget(node: WantedName): void {
    if (node.slot >= 0) this.kinds[node.slot] = "missing";
    for (const below of node.below) this.forget(below);
  }

  private place(slot: number, start: number, end: number): void {
    const kind = kindOf(this.bytes[start] as number);
    const quotes = kind === "string" ? 1 : 0;
    this.kinds[slot] = kind;
    this.starts[slot] = start + quotes;
    this.ends[slot] = end - quotes;
  }
}

function kindOf(firstByte: number): JsonKind {
  switch (firstByte) {
    case 34:
      return "string";
    case 116:
      return "true";
    case 102:
      return "false";
    case 110:
      return "null";
    case 123:
    case 91:
      return "nested";
    default:
      return "number";
  }
}

/** Whether `bytes` holds all of `name` at `start`. */
export function sameBytes(name: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let index = 0; index < name.length; index += 1) {
    if (name[index] !== bytes[start + index]) return false;
  }
  return true;
}

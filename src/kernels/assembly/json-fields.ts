/**
 * Finds the wanted fields of a JSON line; see src/input/extractors/json-fields.ts.
 *
 *   node = name address u32 | name length u32 | field (-1: none) i32 | first node below u32 | next node beside u32
 *   field = kind u32 | start u32 | end u32
 *
 * Both are laid out by the caller (json-program.ts); 0 is no node.
 */

import { hadEscapes, skipColon, skipScalar, skipSpace, skipString, skipValue } from "./json-scan";

export const MISSING: u32 = 0;
export const STRING: u32 = 1;
export const NUMBER: u32 = 2;
export const TRUE: u32 = 3;
export const FALSE: u32 = 4;
export const NULL: u32 = 5;
export const NESTED: u32 = 6;
/** A string that is not what stands between its quotes. */
export const ESCAPED: u32 = 7;

const FIELD: usize = 12;

let fieldsAt: usize = 0;

// @ts-ignore: decorator
@inline
export function fieldKind(field: u32): u32 {
  return load<u32>(fieldsAt + (<usize>field) * FIELD);
}

// @ts-ignore: decorator
@inline
export function fieldStart(field: u32): usize {
  return load<u32>(fieldsAt + (<usize>field) * FIELD, 4);
}

// @ts-ignore: decorator
@inline
export function fieldEnd(field: u32): usize {
  return load<u32>(fieldsAt + (<usize>field) * FIELD, 8);
}

/** False: the line is no valid JSON, or odd. A line feed stands at `end`. */
export function readLine(start: usize, end: usize, top: usize, fields: usize, count: u32): bool {
  fieldsAt = fields;
  for (let i: u32 = 0; i < count; i++) store<u32>(fields + (<usize>i) * FIELD, MISSING);
  const behind = readValue(start, top);
  return behind != 0 && skipSpace(behind) == end;
}

function readValue(start: usize, node: usize): usize {
  const byte = load<u8>(start);
  const field = load<i32>(node, 8);
  let end: usize;
  if (byte == 123 && load<u32>(node, 12) != 0) end = readObject(start + 1, node);
  else end = skipValue(start);
  if (field >= 0 && end != 0) place(<u32>field, byte, start, end);
  return end;
}

/** `at` is behind the opening brace. */
function readObject(at: usize, node: usize): usize {
  at = skipSpace(at);
  if (load<u8>(at) == 125) return at + 1;
  while (true) {
    if (load<u8>(at) != 34) return 0;
    const nameEnd = skipString(at + 1);
    // An escaped name may be any: the caller reads the line.
    if (nameEnd == 0 || hadEscapes()) return 0;
    const wanted = find(node, at + 1, <u32>(nameEnd - at - 2));
    at = skipColon(nameEnd);
    if (at == 0) return 0;
    if (wanted != 0) {
      forget(wanted);
      at = readValue(at, wanted);
    } else {
      const byte = load<u8>(at);
      at = byte == 123 || byte == 91 ? skipValue(at) : skipScalar(at);
    }
    if (at == 0) return 0;
    at = skipSpace(at);
    const next = load<u8>(at);
    if (next == 125) return at + 1;
    if (next != 44) return 0;
    at = skipSpace(at + 1);
  }
}

// @ts-ignore: decorator
@inline
function find(node: usize, name: usize, length: u32): usize {
  let below = <usize>load<u32>(node, 12);
  while (below != 0) {
    if (load<u32>(below, 4) == length) {
      if (memory.compare(load<u32>(below), name, length) == 0) return below;
    }
    below = load<u32>(below, 16);
  }
  return 0;
}

/** A member of the same name came before: nothing of it counts any more. */
function forget(node: usize): void {
  const field = load<i32>(node, 8);
  if (field >= 0) store<u32>(fieldsAt + (<usize>field) * FIELD, MISSING);
  let below = <usize>load<u32>(node, 12);
  while (below != 0) {
    forget(below);
    below = load<u32>(below, 16);
  }
}

function place(field: u32, byte: u8, start: usize, end: usize): void {
  const at = fieldsAt + (<usize>field) * FIELD;
  let kind = NUMBER;
  if (byte == 34) {
    kind = hadEscapes() ? ESCAPED : STRING;
    start++;
    end--;
  } else if (byte == 116) kind = TRUE;
  else if (byte == 102) kind = FALSE;
  else if (byte == 110) kind = NULL;
  else if (byte == 123 || byte == 91) kind = NESTED;
  store<u32>(at, kind);
  store<u32>(at, <u32>start, 4);
  store<u32>(at, <u32>end, 8);
}

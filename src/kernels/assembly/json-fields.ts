/**
 * The wanted fields of a JSON line; see src/input/extractors/json-fields.ts.
 *
 *   node = name address u32 | name length u32 | field (-1: none) i32 | first node below u32 | next node beside u32 |
 *          node above u32 | how many are above u32
 *   field = kind u32 | start u32 | end u32
 *
 * Both are laid out by the caller (json-program.ts); 0 is no node.
 */

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
let fieldCount: u32 = 0;

export function openFields(fields: usize, count: u32): void {
  fieldsAt = fields;
  fieldCount = count;
}

/** Bit i of `fields` is field i. */
// @ts-ignore: decorator
@inline
export function forgetFields(fields: u32): void {
  for (let field: u32 = 0; field < fieldCount; field++) {
    if ((fields >> field) & 1) store<u32>(fieldsAt + (<usize>field) * FIELD, MISSING);
  }
}

// @ts-ignore: decorator
@inline
export function place(field: u32, kind: u32, start: usize, end: usize): void {
  const at = fieldsAt + (<usize>field) * FIELD;
  store<u32>(at, kind);
  store<u32>(at, <u32>start, 4);
  store<u32>(at, <u32>end, 8);
}

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

// @ts-ignore: decorator
@inline
export function nodeField(node: usize): i32 {
  return load<i32>(node, 8);
}

// @ts-ignore: decorator
@inline
export function nodeHasBelow(node: usize): bool {
  return load<u32>(node, 12) != 0;
}

// @ts-ignore: decorator
@inline
export function nodeAbove(node: usize): usize {
  return load<u32>(node, 20);
}

/** The objects that are open within this node's object, itself included. */
// @ts-ignore: decorator
@inline
export function nodeDepth(node: usize): u32 {
  return node == 0 ? 0 : load<u32>(node, 24) + 1;
}

/** The node of that name below, or 0. */
export function findBelow(node: usize, name: usize, length: u32): usize {
  let below = <usize>load<u32>(node, 12);
  while (below != 0) {
    if (load<u32>(below, 4) == length) {
      if (memory.compare(load<u32>(below), name, length) == 0) return below;
    }
    below = load<u32>(below, 16);
  }
  return 0;
}

/** All fields at and below the node, as bits. */
export function fieldsOf(node: usize): u32 {
  const field = nodeField(node);
  let fields: u32 = field >= 0 ? 1 << field : 0;
  let below = <usize>load<u32>(node, 12);
  while (below != 0) {
    fields |= fieldsOf(below);
    below = load<u32>(below, 16);
  }
  return fields;
}

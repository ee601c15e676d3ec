/**
 * Lays out, for the kernel, which fields of a JSON line are wanted; src/kernels/assembly/jsonl.ts and json-fields.ts
 * say how.
 */

import type { JsonlProgram } from "./block-program.js";

const HEAD_BYTES = 40;
const NODE_BYTES = 28;
const FIELD_BYTES = 12;
const CONDITION_BYTES = 24;
const NO_FIELD = -1;

const KIND_STRING = 1;
const KIND_NUMBER = 2;
const KIND_TRUE = 3;
const KIND_FALSE = 4;
const KIND_NULL = 5;

interface Node {
  readonly name: Buffer;
  readonly above: Node | null;
  readonly depth: number;
  readonly below: Node[];
  field: number;
}

/** Wanted fields are bits of a word. */
export const MOST_JSON_FIELDS = 32;

export interface JsonPlaces {
  /** Where the program will stand. */
  readonly address: number;
  /** Where the kernel may keep what lines look like. */
  readonly learntAt: number;
  readonly learntBytes: number;
}

/** The program as bytes. */
export function layOutJsonProgram(program: JsonlProgram, places: JsonPlaces): Buffer {
  return new Layout(program, places).bytes();
}

class Layout {
  private readonly program: JsonlProgram;
  private readonly places: JsonPlaces;
  private readonly top = makeNode("", null);
  private readonly nodes = [this.top];
  private fields = 0;
  private readonly parts: Buffer[] = [];
  private length = HEAD_BYTES;

  constructor(program: JsonlProgram, places: JsonPlaces) {
    this.program = program;
    this.places = places;
  }

  bytes(): Buffer {
    const { key, value, where } = this.program;
    const keyField = this.want(key);
    const valueField = value === null ? NO_FIELD : this.want(value);
    const conditions = where.map(([path, equals]) => this.condition(this.want(path), equals));
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32LE(this.add(Buffer.concat(conditions)), 20);
    head.writeUInt32LE(conditions.length, 24);
    head.writeUInt32LE(this.addTree(), 0);
    head.writeUInt32LE(this.add(Buffer.alloc(this.fields * FIELD_BYTES)), 4);
    head.writeUInt32LE(this.fields, 8);
    head.writeUInt32LE(keyField, 12);
    head.writeInt32LE(valueField, 16);
    const { learntAt, learntBytes } = this.places;
    head.writeUInt32LE(learntAt, 28);
    head.writeUInt32LE(learntAt + learntBytes, 32);
    return Buffer.concat([head, ...this.parts]);
  }

  /** The field of a dotted path. */
  private want(path: string): number {
    let node = this.top;
    for (const part of path.split(".")) {
      const name = Buffer.from(part);
      let below = node.below.find((known) => known.name.equals(name));
      if (below === undefined) {
        below = makeNode(part, node);
        this.nodes.push(below);
      }
      node = below;
    }
    if (node.field === NO_FIELD) node.field = this.fields++;
    return node.field;
  }

  private condition(field: number, equals: string | number | boolean | null): Buffer {
    const bytes = Buffer.alloc(CONDITION_BYTES);
    bytes.writeUInt32LE(field, 0);
    bytes.writeUInt32LE(kindOf(equals), 4);
    if (typeof equals === "number") bytes.writeDoubleLE(equals, 8);
    if (typeof equals === "string") {
      const text = Buffer.from(equals);
      bytes.writeUInt32LE(this.add(text), 16);
      bytes.writeUInt32LE(text.length, 20);
    }
    return bytes;
  }

  /** Nodes point up and down: their addresses are known before they are written. */
  private addTree(): number {
    const { nodes } = this;
    const names = nodes.map(({ name }) => this.add(name));
    const start = this.places.address + this.length;
    const tree = Buffer.alloc(nodes.length * NODE_BYTES);
    const addressOf = (node: Node | null | undefined): number =>
      node ? start + nodes.indexOf(node) * NODE_BYTES : 0;
    for (const [index, node] of nodes.entries()) {
      const { name, field, below, above, depth } = node;
      const beside = above?.below[above.below.indexOf(node) + 1];
      const at = index * NODE_BYTES;
      tree.writeUInt32LE(names[index] ?? 0, at);
      tree.writeUInt32LE(name.length, at + 4);
      tree.writeInt32LE(field, at + 8);
      tree.writeUInt32LE(addressOf(below[0]), at + 12);
      tree.writeUInt32LE(addressOf(beside), at + 16);
      tree.writeUInt32LE(addressOf(above), at + 20);
      tree.writeUInt32LE(depth, at + 24);
    }
    return this.add(tree);
  }

  /** Returns the address. */
  private add(bytes: Buffer): number {
    const at = this.places.address + this.length;
    this.parts.push(bytes);
    this.length += bytes.length;
    return at;
  }
}

function makeNode(name: string, above: Node | null): Node {
  const depth = above === null ? 0 : above.depth + 1;
  const node = { name: Buffer.from(name), above, depth, below: [], field: NO_FIELD };
  above?.below.push(node);
  return node;
}

function kindOf(literal: string | number | boolean | null): number {
  switch (typeof literal) {
    case "string":
      return KIND_STRING;
    case "number":
      return KIND_NUMBER;
    case "boolean":
      return literal ? KIND_TRUE : KIND_FALSE;
    default:
      return KIND_NULL;
  }
}

/**
 * Lays out, for the kernel, which fields of a JSON line are wanted; src/kernels/assembly/jsonl.ts and json-fields.ts
 * say how.
 */

import type { JsonlProgram } from "./block-program.js";

const HEAD_BYTES = 28;
const NODE_BYTES = 20;
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
  field: number;
  readonly below: Node[];
}

/** The program as bytes that will stand at `address`. */
export function layOutJsonProgram(program: JsonlProgram, address: number): Buffer {
  const layout = new Layout(program, address);
  return layout.bytes();
}

class Layout {
  private readonly program: JsonlProgram;
  private readonly address: number;
  private readonly top: Node = { name: Buffer.alloc(0), field: NO_FIELD, below: [] };
  private fields = 0;
  private readonly parts: Buffer[] = [];
  private length = HEAD_BYTES;

  constructor(program: JsonlProgram, address: number) {
    this.program = program;
    this.address = address;
  }

  bytes(): Buffer {
    const { key, value, where } = this.program;
    const keyField = this.want(key);
    const valueField = value === null ? NO_FIELD : this.want(value);
    const conditions = where.map(([path, equals]) => this.condition(this.want(path), equals));
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32LE(this.add(Buffer.concat(conditions)), 20);
    head.writeUInt32LE(conditions.length, 24);
    head.writeUInt32LE(this.addNode(this.top, 0), 0);
    head.writeUInt32LE(this.add(Buffer.alloc(this.fields * FIELD_BYTES)), 4);
    head.writeUInt32LE(this.fields, 8);
    head.writeUInt32LE(keyField, 12);
    head.writeInt32LE(valueField, 16);
    return Buffer.concat([head, ...this.parts]);
  }

  /** The field of a dotted path. */
  private want(path: string): number {
    let node = this.top;
    for (const part of path.split(".")) {
      const name = Buffer.from(part);
      let below = node.below.find((known) => known.name.equals(name));
      if (below === undefined) {
        below = { name, field: NO_FIELD, below: [] };
        node.below.push(below);
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

  private addNode(node: Node, beside: number): number {
    let below = 0;
    for (const child of node.below.toReversed()) below = this.addNode(child, below);
    const bytes = Buffer.alloc(NODE_BYTES);
    bytes.writeUInt32LE(this.add(node.name), 0);
    bytes.writeUInt32LE(node.name.length, 4);
    bytes.writeInt32LE(node.field, 8);
    bytes.writeUInt32LE(below, 12);
    bytes.writeUInt32LE(beside, 16);
    return this.add(bytes);
  }

  /** Returns the address. */
  private add(bytes: Buffer): number {
    const at = this.address + this.length;
    this.parts.push(bytes);
    this.length += bytes.length;
    return at;
  }
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

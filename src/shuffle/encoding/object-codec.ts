/**
 * Plain objects of few fields as values: what most jobs emit that have more than one thing to say of a key. MessagePack would
 * take twice as long for them.
 *
 *   length of the names varint | each name: its length varint, its UTF-8 bytes | each field's item (list-codec.ts)
 *
 * The names of the object before are kept: objects of one kind follow one another.
 *
 * O1. An object that is not plain, or with a field of another kind, is no such object: `appendObject` leaves the sink as it
 *     was.
 * O2. A field called __proto__ is never set: such objects are MessagePack's.
 */

import { ByteSink } from "../../kernels/byte-sink.js";
import { equalBytes } from "../../kernels/bytes.js";
import { decodeText } from "../../kernels/text.js";
import { appendItem, decodeItem, itemEnd, MOST_ITEMS } from "./list-codec.js";
import { appendVarint, damaged, decodeVarint, numberEnd, TAG_OBJECT } from "./number-codec.js";

type PlainObject = { [name: string]: unknown };

/** Names and their encoding, without its length. */
let known: readonly string[] = [];
let knownBytes = new ByteSink(64);

/** The tag, the names and the fields; false: nothing was appended. */
export function appendObject(value: object, out: ByteSink): boolean {
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  const names = Object.keys(value);
  if (!areKnown(names) && !learn(names)) return false;
  const start = out.length;
  out.byte(TAG_OBJECT);
  appendVarint(knownBytes.length, out);
  out.append(knownBytes.bytes, 0, knownBytes.length);
  for (let i = 0; i < names.length; i++) {
    if (appendItem((value as PlainObject)[names[i] as string], out)) continue;
    out.length = start;
    return false;
  }
  return true;
}

function areKnown(names: readonly string[]): boolean {
  if (names.length !== known.length) return false;
  for (let i = 0; i < names.length; i++) if (names[i] !== known[i]) return false;
  return true;
}

function learn(names: readonly string[]): boolean {
  if (names.length > MOST_ITEMS || names.includes("__proto__")) return false;
  const bytes = new ByteSink(64);
  for (const name of names) {
    appendVarint(Buffer.byteLength(name), bytes);
    bytes.utf8(name);
  }
  known = names;
  knownBytes = bytes;
  return true;
}

let decoded: readonly string[] = [];
let decodedBytes = Buffer.alloc(0);

/** From behind the tag on. */
export function decodeObject(bytes: Buffer, start: number, end: number): PlainObject {
  const length = decodeVarint(bytes, start, end);
  const from = numberEnd();
  let at = from + length;
  if (at > end) throw damaged("is cut short");
  if (!equalBytes(bytes, from, at, decodedBytes, 0, decodedBytes.length)) {
    decoded = decodeNames(bytes, from, at);
    decodedBytes = Buffer.from(bytes.subarray(from, at));
  }
  const object: PlainObject = {};
  for (let i = 0; i < decoded.length; i++) {
    object[decoded[i] as string] = decodeItem(bytes, at, end);
    at = itemEnd();
  }
  if (at !== end) throw damaged("has more fields than names");
  return object;
}

function decodeNames(bytes: Buffer, start: number, end: number): readonly string[] {
  const names: string[] = [];
  for (let at = start; at < end; ) {
    const length = decodeVarint(bytes, at, end);
    at = numberEnd();
    if (at + length > end) throw damaged("is cut short");
    names.push(decodeText(bytes, at, at + length));
    at += length;
  }
  return names;
}

/**
 * Pairs that come one by one, on their way into a kernel's table: keys as bytes one after another, where each ends, their
 * numbers. The kernel takes many at a time, and its look-ups then overlap. Where values are bytes, each is an item as the
 * keys are, behind its key.
 *
 * Owns: nothing but what waits; the memory is a kernel table's.
 *
 * B1. Nothing is allocated for a pair. A key's characters are read once.
 * B2. `addText` and `addBytes` never take a pair that there is no room for: its owner takes the batch out while `isFull`.
 */

import { copyBytes } from "./bytes.js";

export interface PairRoom {
  readonly keys: Buffer;
  readonly ends: Uint32Array;
  readonly values: Float64Array;
}

/** Characters that a text's key may have beside its own: a tag and a zero. */
const FRAME_BYTES = 2;
/** Of UTF-8, for a character of one unit. */
const MOST_BYTES = 3;

export class PairBatch {
  count = 0;
  private length = 0;
  private readonly keys: Buffer;
  private readonly ends: Uint32Array;
  private readonly values: Float64Array;
  /** What stands before a text, and then there is a zero behind it; -1: neither. */
  private readonly tag: number;
  private readonly longestKey: number;
  private readonly longestText: number;
  private readonly fullCount: number;
  private readonly fullLength: number;

  /** `items`: of a pair. */
  constructor({ keys, ends, values }: PairRoom, tag: number, items: 1 | 2 = 1) {
    this.keys = keys;
    this.ends = ends;
    this.values = values;
    this.tag = tag;
    this.longestKey = keys.length >> 2;
    this.longestText = Math.floor((this.longestKey - FRAME_BYTES) / MOST_BYTES);
    this.fullCount = ends.length - items;
    this.fullLength = keys.length - items * this.longestKey;
  }

  get isFull(): boolean {
    return this.count > this.fullCount || this.length > this.fullLength;
  }

  /** False: the text is too long, or has a character that this loop does not encode. */
  addText(text: string, value: number): boolean {
    const { keys, tag } = this;
    const characters = text.length;
    if (characters > this.longestText) return false;
    let at = this.length;
    if (tag >= 0) keys[at++] = tag;
    for (let i = 0; i < characters; i++) {
      const code = text.charCodeAt(i);
      if (code < 0x80) {
        // A zero inside a tagged key is written otherwise.
        if (code === 0) return false;
        keys[at++] = code;
      } else if (code < 0x800) {
        keys[at++] = 0xc0 | (code >> 6);
        keys[at++] = 0x80 | (code & 63);
      } else {
        if (code >= 0xd800 && code < 0xe000) return false;
        keys[at++] = 0xe0 | (code >> 12);
        keys[at++] = 0x80 | ((code >> 6) & 63);
        keys[at++] = 0x80 | (code & 63);
      }
    }
    if (tag >= 0) keys[at++] = 0;
    this.end(at, value);
    return true;
  }

  /** Whether an item of this length is taken. */
  takes(length: number): boolean {
    return length <= this.longestKey;
  }

  /** The key as it is stored. False: it is too long. */
  addBytes(bytes: Uint8Array, start: number, end: number, value: number): boolean {
    if (!this.takes(end - start)) return false;
    copyBytes(bytes, start, end, this.keys, this.length);
    this.end(this.length + (end - start), value);
    return true;
  }

  clear(): void {
    this.count = 0;
    this.length = 0;
  }

  private end(at: number, value: number): void {
    this.ends[this.count] = at;
    this.values[this.count] = value;
    this.count++;
    this.length = at;
  }
}

/**
 * Open-addressing table from key bytes to a dense entry number. Aggregates keep columns beside it, indexed by entry.
 *
 * Layout: `slots` four int32 each (entry + 1 or 0 for empty, hash, key's offset and length), a power of two of them,
 * linear probing: one cache line tells whether it is worth looking at the key; `refs` four int32 an entry (refs.ts), for
 * the sorter; `arena` the keys one after another.
 *
 * T1. Entries are numbered from 0 in order of insertion; nothing is ever removed but all at once.
 * T2. The table's hash (FNV-1a over the key's bytes) is its own: partitions are chosen by another one (hash.ts), so that
 *     keys of one partition do not crowd the table, and a text's hash needs one multiplication a character.
 */

import { ByteSink } from "./byte-sink.js";
import { REF_HASH, REF_KEY_LENGTH, REF_OFFSET, REF_PARTITION, REF_STRIDE } from "./refs.js";

const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;
const SPREAD = 0x9e3779b1;
const FIRST_SLOT_BITS = 10;
const SLOT_STRIDE = 4;
const SLOT_HASH = 1;
const SLOT_OFFSET = 2;
const SLOT_LENGTH = 3;

/** `locateText` does not look for texts that its caller has to encode first. */
export const NOT_PLAIN = -2;

/** Memory of an entry beside its key: the ref, and slots at their emptiest (a third full, just after doubling). */
export const TABLE_ENTRY_BYTES = 16 + 48;

export class KeyTable {
  readonly arena: ByteSink;
  refs: Int32Array;
  count = 0;
  /** Hash of the key last looked up. */
  hash = 0;
  private slots: Int32Array;
  private shift: number;
  private readonly maxEntries: number;

  /** `maxEntries` bounds geometric growth, it is not enforced: the owner empties the table in time. */
  constructor(arenaLimitBytes: number, maxEntries: number) {
    this.arena = new ByteSink(16 * 1024, arenaLimitBytes);
    this.maxEntries = Math.max(16, maxEntries);
    this.refs = new Int32Array(512 * REF_STRIDE);
    this.slots = new Int32Array(SLOT_STRIDE << FIRST_SLOT_BITS);
    this.shift = 32 - FIRST_SLOT_BITS;
  }

  /** The key's entry, or -1. */
  locate(bytes: Uint8Array, start: number, end: number): number {
    let hash = FNV_OFFSET;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at], FNV_PRIME);
    this.hash = hash;
    const { slots } = this;
    const arena = this.arena.bytes;
    const mask = slots.length - 1;
    const length = end - start;
    let slot = (Math.imul(hash, SPREAD) >>> this.shift) * SLOT_STRIDE;
    for (;;) {
      const entry = slots[slot] - 1;
      if (entry < 0) return -1;
      if (slots[slot + SLOT_HASH] === hash && slots[slot + SLOT_LENGTH] === length) {
        const offset = slots[slot + SLOT_OFFSET] - start;
        let at = start;
        while (at < end && bytes[at] === arena[offset + at]) at++;
        if (at === end) return entry;
      }
      slot = (slot + SLOT_STRIDE) & mask;
    }
  }

  /**
   * The same for the key that is `tag`, the text's characters and a zero byte, or with tag -1 the characters alone, without
   * writing it anywhere. NOT_PLAIN for a text with a character that is not one byte of its own in that encoding.
   */
  locateText(text: string, tag: number): number {
    const isTagged = tag >= 0;
    const characters = text.length;
    let hash = isTagged ? Math.imul(FNV_OFFSET ^ tag, FNV_PRIME) : FNV_OFFSET;
    for (let i = 0; i < characters; i++) {
      const code = text.charCodeAt(i);
      if (code >= 0x80 || code === 0) return NOT_PLAIN;
      hash = Math.imul(hash ^ code, FNV_PRIME);
    }
    // The zero at the end.
    if (isTagged) hash = Math.imul(hash, FNV_PRIME);
    this.hash = hash;
    const { slots } = this;
    const arena = this.arena.bytes;
    const mask = slots.length - 1;
    const length = isTagged ? characters + 2 : characters;
    let slot = (Math.imul(hash, SPREAD) >>> this.shift) * SLOT_STRIDE;
    for (;;) {
      const entry = slots[slot] - 1;
      if (entry < 0) return -1;
      if (slots[slot + SLOT_HASH] === hash && slots[slot + SLOT_LENGTH] === length) {
        let offset = slots[slot + SLOT_OFFSET];
        const frame = isTagged && (arena[offset++] !== tag || arena[offset + characters] !== 0);
        let i = 0;
        while (i < characters && text.charCodeAt(i) === arena[offset + i]) i++;
        if (i === characters && !frame) return entry;
      }
      slot = (slot + SLOT_STRIDE) & mask;
    }
  }

  /** Adds the key `arena[start, end)`, which `locate` has just not found. */
  insert(start: number, end: number, partition: number): number {
    const entry = this.count++;
    const ref = entry * REF_STRIDE;
    if (ref === this.refs.length) this.growRefs();
    this.refs[ref + REF_OFFSET] = start;
    this.refs[ref + REF_KEY_LENGTH] = end - start;
    this.refs[ref + REF_PARTITION] = partition;
    this.refs[ref + REF_HASH] = this.hash;
    if (this.count * 3 * SLOT_STRIDE > this.slots.length * 2) this.growSlots();
    else this.place(entry);
    return entry;
  }

  /** Forgets all keys; what to keep of the arena is for the owner to say. */
  clear(): void {
    this.slots.fill(0);
    this.count = 0;
  }

  private place(entry: number): void {
    const { slots, refs } = this;
    const ref = entry * REF_STRIDE;
    const hash = refs[ref + REF_HASH];
    const mask = slots.length - 1;
    let slot = (Math.imul(hash, SPREAD) >>> this.shift) * SLOT_STRIDE;
    while (slots[slot] !== 0) slot = (slot + SLOT_STRIDE) & mask;
    slots[slot] = entry + 1;
    slots[slot + SLOT_HASH] = hash;
    slots[slot + SLOT_OFFSET] = refs[ref + REF_OFFSET];
    slots[slot + SLOT_LENGTH] = refs[ref + REF_KEY_LENGTH];
  }

  private growRefs(): void {
    const capacity = this.refs.length / REF_STRIDE;
    const wanted = Math.max(capacity + 64, Math.min(capacity * 2, this.maxEntries));
    const larger = new Int32Array(wanted * REF_STRIDE);
    larger.set(this.refs);
    this.refs = larger;
  }

  private growSlots(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    this.shift--;
    for (let entry = 0; entry < this.count; entry++) this.place(entry);
  }
}

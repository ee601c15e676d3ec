/**
 * Open-addressing table from key bytes to a dense entry number. Aggregates keep columns beside it, indexed by entry.
 *
 * Layout (flat, for a WebAssembly twin): `slots` int32, 0 = empty, else entry + 1, a power of two, linear probing;
 * `refs` four int32 an entry (refs.ts); `arena` the keys one after another.
 *
 * T1. Entries are numbered from 0 in order of insertion; nothing is ever removed but all at once.
 * T2. Slots use the upper bits of the hash times an odd constant, partitions the hash modulo R: keys of one
 *     partition do not crowd the table.
 */

import { ByteSink } from "./byte-sink.js";
import { hashBytes } from "./hash.js";
import { REF_HASH, REF_KEY_LENGTH, REF_OFFSET, REF_PARTITION, REF_STRIDE } from "./refs.js";

const SPREAD = 0x9e3779b1;
const FIRST_SLOT_BITS = 10;

/** Memory of an entry beside its key: the ref, and slots at their emptiest (just after doubling). */
export const TABLE_ENTRY_BYTES = 16 + 16;

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
    this.slots = new Int32Array(1 << FIRST_SLOT_BITS);
    this.shift = 32 - FIRST_SLOT_BITS;
  }

  /** The key's entry, or -1. */
  locate(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashBytes(bytes, start, end);
    this.hash = hash;
    const { slots, refs } = this;
    const arena = this.arena.bytes;
    const mask = slots.length - 1;
    const length = end - start;
    let slot = Math.imul(hash, SPREAD) >>> this.shift;
    for (;;) {
      const entry = slots[slot] - 1;
      if (entry < 0) return -1;
      const ref = entry * REF_STRIDE;
      if (refs[ref + REF_HASH] === hash && refs[ref + REF_KEY_LENGTH] === length) {
        const offset = refs[ref + REF_OFFSET] - start;
        let at = start;
        while (at < end && bytes[at] === arena[offset + at]) at++;
        if (at === end) return entry;
      }
      slot = (slot + 1) & mask;
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
    if (this.count * 2 > this.slots.length) this.growSlots();
    else this.place(entry, this.hash);
    return entry;
  }

  /** Forgets all keys; what to keep of the arena is for the owner to say. */
  clear(): void {
    this.slots.fill(0);
    this.count = 0;
  }

  private place(entry: number, hash: number): void {
    const mask = this.slots.length - 1;
    let slot = Math.imul(hash, SPREAD) >>> this.shift;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = entry + 1;
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
    for (let entry = 0; entry < this.count; entry++) {
      this.place(entry, this.refs[entry * REF_STRIDE + REF_HASH]);
    }
  }
}

/**
 * The combining table: open addressing, one slot of 32 bytes a key, the accumulator in the slot.
 *
 *   slot = first 8 key bytes (zeros behind shorter keys) u64 | key length + 1 (0: free) u32 | arena address u32 |
 *          accumulator 16 bytes; one of 8 bytes has the last 8 bytes of a longer key behind it
 *
 * Keys of more than 8 bytes also stand in the arena, in whole words. The table begins small at the lower end of the
 * memory and doubles in place; the arena grows down from the upper end.
 *
 * T1. Between them is always room for what sorting needs (SORTED_BYTES a key), so a full table can be written.
 * T2. Nothing is inserted when `locate` answers 0: the owner writes the table, clears it and goes on with the same key.
 */

import { askFor, askForBytes } from "./bytes";
import {
  addNumber,
  AVERAGE,
  besideFor,
  keepFirst,
  keepMost,
  start,
  SUM,
  WHOLE_SUM,
} from "./table-accumulators";

export const SLOT_BITS: usize = 5;
/** While a table is sorted: the slot, two rows, and a share of the stack of groups. */
const SORTED_BYTES: usize = 32 + 2 * 16 + 1;
const ROOM_BYTES: usize = 256;
/** Slots whose keys are asked for together. */
export const KEYS_AHEAD: u32 = 32;
/** 256 KiB. */
const LARGE_BITS: u32 = 13;

let mode: u32 = 0;
let base: usize = 0;
let firstBits: u32 = 0;
let bits: u32 = 0;
let shift: u64 = 0;
let mask: u32 = 0;
let used: u32 = 0;
let limit: u32 = 0;
/** The lowest key. */
let arena: usize = 0;
let arenaEnd: usize = 0;
let turn: u32 = 0;
/** What a new key gets in the arena beside its copy. */
let besideBytes: usize = 0;

/** `start` and `end` are multiples of 8; the table begins with 2^slotBits slots; `kept`: numbers a slot keeps. */
export function openTable(
  aggregate: u32,
  start: usize,
  end: usize,
  slotBits: u32,
  kept: u32,
): void {
  mode = aggregate;
  keepMost(kept);
  besideBytes = besideFor(aggregate);
  base = start;
  firstBits = slotBits;
  arenaEnd = end;
  clearTable();
}

export function clearTable(): void {
  turn++;
  if (mode == SUM) mode = WHOLE_SUM;
  used = 0;
  arena = arenaEnd;
  resize(firstBits);
}

/** Another one after each time the table was cleared, and never 0. */
export function tableTurn(): u32 {
  return turn;
}

export function tableKeys(): u32 {
  return used;
}

// @ts-ignore: decorator
@inline
export function tableMode(): u32 {
  return mode;
}

// @ts-ignore: decorator
@inline
export function slotAt(index: u32): usize {
  return base + ((<usize>index) << SLOT_BITS);
}

// @ts-ignore: decorator
@inline
export function keyLength(slot: usize): u32 {
  return load<u32>(slot, 8) - 1;
}

/** Where the key's bytes stand; a word may be read from anywhere in them. */
// @ts-ignore: decorator
@inline
export function keyAddress(slot: usize): usize {
  return load<u32>(slot, 8) > 9 ? <usize>load<u32>(slot, 12) : slot;
}

/** Whether the slot's last eight bytes are the key's last ones: short keys are then compared without the arena. */
// @ts-ignore: decorator
@inline
export function holdsLast(): bool {
  return mode != SUM && mode != AVERAGE;
}

/** The longest key that stands whole in its slot. */
// @ts-ignore: decorator
@inline
export function mostInSlot(): u32 {
  return holdsLast() ? 16 : 8;
}

/** Whether the whole key can be had from the slot, which is read in any case: the arena would be one more wait for memory. */
// @ts-ignore: decorator
@inline
export function isInSlot(length: u32): bool {
  return length <= mostInSlot();
}

/** The first eight bytes, zeros behind a shorter key. */
// @ts-ignore: decorator
@inline
export function keyPrefix(slot: usize): u64 {
  return load<u64>(slot);
}

/** The last eight bytes of a key that is in its slot and longer than eight. */
// @ts-ignore: decorator
@inline
export function keyLast(slot: usize): u64 {
  return load<u64>(slot, 24);
}

/** False: nothing was added. */
// @ts-ignore: decorator
@inline
export function add(slot: usize, value: f64): bool {
  if (addNumber(mode, slot, value)) return true;
  return mode == WHOLE_SUM && addWidely(slot, value);
}

/** The number does not fit one double: all sums get a second one. */
function addWidely(slot: usize, value: f64): bool {
  for (let at = base, end = tableEnd(); at < end; at += 32) store<u64>(at, 0, 24);
  mode = SUM;
  return addNumber(SUM, slot, value);
}

/** Keeps the value of a new key; false: there is no room. */
// @ts-ignore: decorator
@inline
export function addFirst(key: usize, length: u32, value: usize, valueLength: u32): bool {
  besideBytes = ((<usize>valueLength) + 7) & ~7;
  const slot = locate(key, length);
  if (slot == 0) return false;
  keepFirst(slot, value, valueLength);
  return true;
}

/** The key's slot, new or not; 0 when it is new and there is no room. Up to 8 bytes before the key are looked at. */
// @ts-ignore: decorator
@inline
export function locate(key: usize, length: u32): usize {
  const prefix = prefixOf(key, length);
  const last = lastOf(key, length);
  const hash = hashKey(key, length, prefix, last);
  const hasLast = holdsLast();
  const wanted = length + 1;
  let found: usize = 0;
  do {
    let index = <u32>(hash >> shift);
    let slot: usize;
    while (true) {
      slot = slotAt(index);
      const stored = load<u32>(slot, 8);
      let differs = (load<u64>(slot) ^ prefix) | (<u64>(stored ^ wanted));
      if (hasLast) differs |= load<u64>(slot, 24) ^ last;
      if (differs == 0) {
        if (isInSlot(length) || sameRest(load<u32>(slot, 12), key, length)) {
          found = slot;
          break;
        }
      } else if (stored == 0) {
        found = insert(slot, prefix, last, key, length);
        break;
      }
      index = (index + 1) & mask;
    }
    // The table has grown: look again.
  } while (found == 1);
  return found;
}

/** Where the search for a key begins, until the table grows. */
// @ts-ignore: decorator
@inline
export function firstSlot(hash: u64): usize {
  return slotAt(<u32>(hash >> shift));
}

/** Whether it pays to ask for slots: the table is larger than what is cached anyway. */
// @ts-ignore: decorator
@inline
export function isLarge(): bool {
  return bits > LARGE_BITS;
}

/** Asks for the slot where that search begins. Up to 8 bytes before the key are looked at. */
// @ts-ignore: decorator
@inline
export function askForKey(key: usize, length: u32): void {
  askFor(firstSlot(hashKey(key, length, prefixOf(key, length), lastOf(key, length))));
}

/** The first eight bytes, zeros behind a shorter key. Without branches: lengths cannot be foreseen. */
// @ts-ignore: decorator
@inline
export function prefixOf(key: usize, length: u32): u64 {
  const behind = (<u64>(8 - min<u32>(length, 8))) << 3;
  return select<u64>(load<u64>(key) & ((~(<u64>0)) >> behind), 0, length != 0);
}

/** The last eight bytes of a longer key, else 0. */
// @ts-ignore: decorator
@inline
export function lastOf(key: usize, length: u32): u64 {
  return select<u64>(load<u64>(key + length - 8), 0, length > 8);
}

// @ts-ignore: decorator
@inline
export function hashKey(key: usize, length: u32, prefix: u64, last: u64): u64 {
  let hash = (prefix ^ (<u64>length)) * 0x9e3779b97f4a7c15;
  if (length > 16) {
    let at = key + 8;
    const end = key + length - 8;
    while (at < end) {
      hash = (rotl<u64>(hash, 29) ^ load<u64>(at)) * 0x9e3779b97f4a7c15;
      at += 8;
    }
  }
  hash = (rotl<u64>(hash, 29) ^ last) * 0x9e3779b97f4a7c15;
  hash ^= hash >> 32;
  return hash * 0xd6e8feb86659fd93;
}

/** The keys agree in their first eight bytes and in length, which is more than eight. */
export function sameRest(a: usize, b: usize, length: u32): bool {
  const last = b + length - 8;
  a += 8;
  b += 8;
  while (b < last) {
    if (load<u64>(a) != load<u64>(b)) return false;
    a += 8;
    b += 8;
  }
  return load<u64>(a - (b - last)) == load<u64>(last);
}

/** The slot; 0: no room; 1: the table has grown, the slot is another one now. */
function insert(slot: usize, prefix: u64, last: u64, key: usize, length: u32): usize {
  if (used == limit) return grow() ? 1 : 0;
  const copied: usize = length > 8 ? ((<usize>length) + 7) & ~7 : 0;
  const sorted = base + (<usize>used + 1) * SORTED_BYTES;
  const free = max(sorted, tableEnd()) + ROOM_BYTES;
  if (free + besideBytes + copied > arena) return 0;
  arena -= besideBytes + copied;
  const address = arena + besideBytes;
  start(mode, slot, arena);
  if (holdsLast()) store<u64>(slot, last, 24);
  store<u64>(slot, prefix);
  store<u32>(slot, length + 1, 8);
  store<u32>(slot, <u32>address, 12);
  if (copied > 0) memory.copy(address, key, length);
  used++;
  return slot;
}

/** Asks for the keys of the slots `[from, to)` that do not stand in these: they lie anywhere in memory. */
export function askForKeys(from: usize, to: usize): void {
  const longest = mostInSlot() + 1;
  for (let slot = from; slot < to; slot += 32) {
    const stored = load<u32>(slot, 8);
    if (stored > longest) askForBytes(load<u32>(slot, 12), stored - 1);
  }
}

/** Doubles the table; false: there is no room, for it and to move the keys. */
function grow(): bool {
  const bytes = (<usize>used) << SLOT_BITS;
  const moved = base + ((<usize>2) << (<usize>bits + SLOT_BITS));
  if (moved + bytes + ROOM_BYTES > arena) return false;
  gather(moved);
  resize(bits + 1);
  const end = moved + bytes;
  let asked = moved;
  for (let from = moved; from < end; from += 32) {
    if (from == asked) {
      asked = min<usize>(end, from + ((<usize>KEYS_AHEAD) << SLOT_BITS));
      askForKeys(from, asked);
    }
    const length = load<u32>(from, 8) - 1;
    const key = length > 8 ? <usize>load<u32>(from, 12) : from;
    const last = length > 8 && isInSlot(length) ? keyLast(from) : lastOf(key, length);
    let index = <u32>(hashKey(key, length, load<u64>(from), last) >> shift);
    while (load<u32>(slotAt(index), 8) != 0) index = (index + 1) & mask;
    moveSlot(from, slotAt(index));
  }
  return true;
}

// @ts-ignore: decorator
@inline
function tableEnd(): usize {
  return base + ((<usize>mask + 1) << SLOT_BITS);
}

/** Puts all keys' slots one after another at `target`, which may be the table itself. */
export function gather(target: usize): void {
  let to = target;
  for (let slot = base, end = tableEnd(); slot < end; slot += 32) {
    if (load<u32>(slot, 8) == 0) continue;
    moveSlot(slot, to);
    to += 32;
  }
}

// @ts-ignore: decorator
@inline
function moveSlot(from: usize, to: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
}

function resize(slotBits: u32): void {
  bits = slotBits;
  shift = 64 - <u64>slotBits;
  mask = (1 << slotBits) - 1;
  // Full rather than large: what lies in the caches counts.
  limit = <u32>(<f64>(mask + 1) * 0.75);
  memory.fill(base, 0, (<usize>(mask) + 1) << SLOT_BITS);
}

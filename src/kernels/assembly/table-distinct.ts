/**
 * Different numbers of a key: each is a key of its own, the key's bytes and behind them the number (composite-key.ts). What is
 * inserted twice is there once; nothing else is kept.
 *
 * D1. A key that has a zero byte would have to be escaped, and is left to the caller; so is one that has no room.
 * D2. Tagged keys end by themselves; behind others a zero byte stands.
 */

import { AS_KEY_BYTES, DISTINCT, encodeAsKey } from "./table-accumulators";
import { askForKey, locate, tableMode } from "./table";

const LOW: u64 = 0x0101010101010101;
const HIGH: u64 = 0x8080808080808080;

let room: usize = 0;
let longest: u32 = 0;

/** Where composites are put together: keys of up to `keyBytes`, and 32 bytes more. */
export function openDistinct(address: usize, keyBytes: u32): void {
  room = address;
  longest = keyBytes;
}

/** Bytes behind the key proper in the table's keys. */
// @ts-ignore: decorator
@inline
export function suffixBytes(mode: u32): u32 {
  return mode < DISTINCT ? 0 : mode == DISTINCT ? AS_KEY_BYTES + 1 : AS_KEY_BYTES;
}

/** Whether the pair is one for the kernel. */
// @ts-ignore: decorator
@inline
export function isPlain(key: usize, length: u32, value: f64): bool {
  if (isNaN(value) || length > longest) return false;
  return tableMode() != DISTINCT || !hasZero(key, length);
}

/** The slot of the composite; 0: there is no room. */
export function locateDistinct(key: usize, length: u32, value: f64): usize {
  return locate(room, compose(key, length, value));
}

/** As `askForKey`, for the composite of a plain pair. */
export function askForDistinct(key: usize, length: u32, value: f64): void {
  askForKey(room, compose(key, length, value));
}

/** Puts the composite together in the room and returns its length. */
function compose(key: usize, length: u32, value: f64): u32 {
  for (let i: u32 = 0; i < length; i += 8) store<u64>(room + i, load<u64>(key + i));
  let at = room + length;
  if (tableMode() == DISTINCT) store<u8>(at++, 0);
  // Plus zero: -0 is 0.
  return <u32>(encodeAsKey(value + 0.0, at) - room);
}

function hasZero(key: usize, length: u32): bool {
  for (let i: u32 = 0; i < length; i += 8) {
    let word = load<u64>(key + i);
    const left = length - i;
    if (left < 8) word |= (~(<u64>0)) << (<u64>left << 3);
    if (((word - LOW) & ~word & HIGH) != 0) return true;
  }
  return false;
}

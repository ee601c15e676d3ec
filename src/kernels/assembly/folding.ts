/**
 * Characters beyond ASCII: which are letters, and what each is in lower case; see src/kernels/fold-table.ts.
 *
 * F1. Of characters that the table leaves to the caller, beyond U+FFFF or not valid UTF-8, nothing is said: the whole run is
 *     the caller's. So is every run where there is no room for a table.
 */

import { codeOf2, codeOf3 } from "./utf8";

/** The table's address, or one of the two below. */
let table: usize = 0;
/** The caller is asked for a table when the first run needs it. */
const ASK: usize = 0;
const NO_ROOM: usize = 1;

const PAGE_NUMBERS_BYTES: usize = 2048;
const LETTER: i32 = 1;
const LEFT: i32 = 2;

/** What stands in a run: nothing is known, ASCII and letters only, or something else besides. */
export const LEFT_TO_CALLER: u32 = 0;
export const LETTERS: u32 = 1;
export const MIXED: u32 = 2;

export function openFolding(address: usize): void {
  table = address;
}

// @ts-ignore: decorator
@inline
export function wantsFolding(): bool {
  return table == ASK;
}

/** Lower-cases the characters beyond ASCII where they stand, if asked to; of a run that is left, perhaps some of them. */
export function foldRun(start: usize, end: usize, lower: bool): u32 {
  if (table == NO_ROOM) return LEFT_TO_CALLER;
  let letters = LETTER;
  let at = start;
  while (at < end) {
    const first = load<u8>(at);
    if (first < 0x80) {
      const high = <u32>i8x16.bitmask(v128.load(at));
      at += high == 0 ? 16 : <usize>ctz(high);
      continue;
    }
    const isPair = first < 0xe0;
    const code = isPair ? codeOf2(at, end) : codeOf3(at, end);
    if (code == 0) return LEFT_TO_CALLER;
    const entry = isPair ? entryOf2(code) : entryOf3(code);
    letters &= entry;
    if (lower && entry >> 1 != 0) {
      if (entry & LEFT) return LEFT_TO_CALLER;
      if (isPair) store2(at, code + (entry >> 2));
      else store3(at, code + (entry >> 2));
    }
    at += isPair ? 2 : 3;
  }
  return letters == LETTER ? LETTERS : MIXED;
}

/** The end of the letters from `at` on, in a run that foldRun knew. */
export function lettersEnd(at: usize, end: usize): usize {
  while (at < end && isLetter(at)) at += knownBytes(at);
  return at;
}

/** The first letter from `at` on, in such a run. */
export function lettersStart(at: usize, end: usize): usize {
  while (at < end && !isLetter(at)) at += knownBytes(at);
  return at;
}

// @ts-ignore: decorator
@inline
function isLetter(at: usize): bool {
  const bytes = knownBytes(at);
  if (bytes == 1) return true;
  const entry = bytes == 2 ? entryOf2(codeOf2(at, at + 2)) : entryOf3(codeOf3(at, at + 3));
  return (entry & LETTER) != 0;
}

// @ts-ignore: decorator
@inline
function knownBytes(at: usize): u32 {
  const first = load<u8>(at);
  return first < 0x80 ? 1 : first < 0xe0 ? 2 : 3;
}

/** The pages of the characters of two bytes stand in their order. */
// @ts-ignore: decorator
@inline
function entryOf2(code: u32): i32 {
  return <i32>load<i16>(table + PAGE_NUMBERS_BYTES + ((<usize>code) << 1));
}

// @ts-ignore: decorator
@inline
function entryOf3(code: u32): i32 {
  const page = <u32>load<u16>(table + ((<usize>(code >> 6)) << 1));
  return entryOf2((page << 6) | (code & 0x3f));
}

// @ts-ignore: decorator
@inline
function store2(at: usize, code: u32): void {
  store<u16>(at, <u16>(0x80c0 | (code >> 6) | ((code & 0x3f) << 8)));
}

// @ts-ignore: decorator
@inline
function store3(at: usize, code: u32): void {
  store<u8>(at, 0xe0 | (code >> 12));
  store<u16>(at, <u16>(0x8080 | ((code >> 6) & 0x3f) | ((code & 0x3f) << 8)), 1);
}

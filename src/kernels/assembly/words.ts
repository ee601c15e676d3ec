/**
 * Words: runs of bytes that are no ASCII white space, each counted with the value 1; see extractors/words.ts.
 *
 * Lower-cased words that are not ASCII are left to the caller, as they were.
 */

import { blanks64, high64, lower16 } from "./masks";
import { begin, FULL, leave, LISTED, READ, stop } from "./reading";
import { add, locate } from "./table";
import { addedKeys, addLater, addWaiting, beginBatch, refusedKey } from "./table-batch";

/** `final`: the window ends where the block ends, and so does its last word. */
export function words(start: usize, end: usize, final: bool): usize {
  begin();
  beginBatch();
  let word = start;
  for (let at = start; at < end; at += 64) {
    let mask = blanks64(at);
    if (at + 64 > end) mask &= ((<u64>1) << (<u64>(end - at))) - 1;
    while (mask != 0) {
      const blank = at + <usize>ctz(mask);
      mask &= mask - 1;
      if (blank > word && !addLater(word, <u32>(blank - word))) return full();
      word = blank + 1;
    }
  }
  if (final && word < end) {
    if (!addLater(word, <u32>(end - word))) return full();
    word = end;
  }
  if (!addWaiting()) return full();
  stop(READ, addedKeys());
  return word;
}

function full(): usize {
  stop(FULL, addedKeys());
  return refusedKey();
}

/** Lower-cases the window as it goes. */
export function lowerWords(start: usize, end: usize, final: bool): usize {
  begin();
  for (let at = start; at < end; at += 16) lower16(at);
  let word = start;
  let count: u32 = 0;
  /** The word began before these 64 bytes and is not ASCII. */
  let carried = false;
  for (let at = start; at < end; at += 64) {
    let blanks = blanks64(at);
    let high = high64(at);
    if (at + 64 > end) {
      const inside = ((<u64>1) << (<u64>(end - at))) - 1;
      blanks &= inside;
      high &= inside;
    }
    while (blanks != 0) {
      const bit = ctz(blanks);
      const before = ((<u64>1) << bit) - 1;
      blanks &= blanks - 1;
      const blank = at + <usize>bit;
      if (blank > word) {
        const odd = carried || (high & before) != 0;
        const why = addLowerWord(word, blank, odd);
        if (why != READ) {
          stop(why, count);
          return word;
        }
        if (!odd) count++;
      }
      high &= ~before;
      carried = false;
      word = blank + 1;
    }
    carried = carried || high != 0;
  }
  if (final && word < end) {
    const why = addLowerWord(word, end, carried);
    stop(why, why == READ && !carried ? count + 1 : count);
    return why == READ ? end : word;
  }
  stop(READ, count);
  return word;
}

function addLowerWord(word: usize, end: usize, odd: bool): u32 {
  if (odd) return leave(word, end) ? READ : LISTED;
  const slot = locate(word, <u32>(end - word));
  if (slot == 0) return FULL;
  add(slot, 1);
  return READ;
}

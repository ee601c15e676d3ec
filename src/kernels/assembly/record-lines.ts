/** Lines of a block as records in an arena: key the line, value the number 1. */

import { feeds64 } from "./masks";
import { copyLoosely, writeLength } from "./record-bytes";

/** Number 1 as a value (src/shuffle/encoding/value-codec.ts). */
const ONE: u8 = 17;

let arena: usize = 0;
let taken: u32 = 0;

/** After `takeLines`: the arena's new end. */
export function linesArena(): usize {
  return arena;
}

/** After `takeLines`: how many lines were taken. */
export function linesTaken(): u32 {
  return taken;
}

// @ts-ignore: decorator
@inline
function take(start: usize, end: usize): void {
  const length = end - start;
  let at = arena;
  if (length < 0x80) {
    store<u16>(at, <u16>(length | 0x100));
    at += 2;
  } else {
    at = writeLength(at, <u32>length);
    store<u8>(at++, 1);
  }
  copyLoosely(at, start, length);
  at += length;
  store<u8>(at, ONE);
  arena = at + 1;
  taken++;
}

/**
 * Takes lines of `[start, end)` until `arenaEnd + recordBytes * lines` reaches `limit`; returns where the next line
 * begins. `text`: a CR before a LF belongs to the line's end.
 */
export function takeLines(
  start: usize,
  end: usize,
  arenaEnd: usize,
  limit: usize,
  recordBytes: usize,
  text: bool,
): usize {
  arena = arenaEnd;
  taken = 0;
  let line = start;
  let used: usize = 0;
  for (let at = start; at < end; at += 64) {
    let mask = feeds64(at, end);
    while (mask != 0) {
      const feed = at + <usize>ctz(mask);
      mask &= mask - 1;
      take(line, text && feed > line && load<u8>(feed - 1) == 13 ? feed - 1 : feed);
      line = feed + 1;
      used += recordBytes;
      if (arena + used >= limit) return line;
    }
  }
  if (line < end) {
    take(line, end);
    line = end;
  }
  return line;
}

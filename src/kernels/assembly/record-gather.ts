/** Copies records in the order of sorted rows, one behind the other, and sums their hashes. */

import { copyLoosely, lengthEnd, readLength } from "./record-bytes";
import { askForBytes, recordHash } from "./bytes";

/** Rows looked at ahead of the copy, so that the memory of several records is on its way at the same time. */
const AHEAD: u32 = 32;

let sum: u64 = 0;
let outEnd: usize = 0;
/** Of the record copied last: those ahead are likely as long. */
let lastSize: u32 = 1;

export function gatherLow(): u32 {
  return <u32>sum;
}

export function gatherHigh(): u32 {
  return <u32>(sum >> 32);
}

/** After `gather`: where the copied records end. */
export function gatherEnd(): usize {
  return outEnd;
}

/** Copies whole records to `[out, limit)`; returns the first row that was not copied. */
export function gather(
  rows: usize,
  from: u32,
  to: u32,
  arena: usize,
  out: usize,
  limit: usize,
): u32 {
  sum = 0;
  let ahead = from;
  let row = from;
  for (; row < to; row++) {
    if (row == ahead) {
      ahead = min<u32>(to, row + AHEAD);
      for (let i = row; i < ahead; i++) {
        askForBytes(arena + load<u32>(rows + (<usize>i << 4), 8), lastSize);
      }
    }
    const at = arena + load<u32>(rows + (<usize>row << 4), 8);
    const frame = <u32>load<u16>(at);
    let size: u32;
    if ((frame & 0x8080) == 0) size = 2 + (frame & 0xff) + (frame >> 8);
    else {
      const key = <u32>readLength(at, at + 5);
      const value = <u32>readLength(lengthEnd, lengthEnd + 5);
      size = <u32>(lengthEnd - at) + key + value;
    }
    if (size > <u32>(limit - out)) break;
    copyLoosely(out, at, size);
    sum += recordHash(at, at + size);
    out += size;
    lastSize = size;
  }
  outEnd = out;
  return row;
}

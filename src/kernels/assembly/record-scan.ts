/** Checks the framing of a block of records and sums their hashes. */

import { lengthEnd, readLength } from "./record-bytes";
import { recordHash } from "./bytes";

let sum: u64 = 0;

export function scanLow(): u32 {
  return <u32>sum;
}

export function scanHigh(): u32 {
  return <u32>(sum >> 32);
}

/** The number of records, or -1 when the bytes are not a sequence of whole records. */
export function scanRecords(start: usize, end: usize): i32 {
  let at = start;
  let records: i32 = 0;
  sum = 0;
  while (at < end) {
    const from = at;
    let keyLength: u32;
    let valueLength: u32;
    const frame = <u32>load<u16>(at);
    if ((frame & 0x8080) == 0 && at + 2 <= end) {
      keyLength = frame & 0xff;
      valueLength = frame >> 8;
      at += 2;
    } else {
      const key = readLength(at, end);
      if (key < 0) return -1;
      const value = readLength(lengthEnd, end);
      if (value < 0) return -1;
      at = lengthEnd;
      keyLength = key;
      valueLength = value;
    }
    if (<u64>keyLength + <u64>valueLength > <u64>(end - at)) return -1;
    at += keyLength + valueLength;
    sum += recordHash(from, at);
    records++;
  }
  return records;
}

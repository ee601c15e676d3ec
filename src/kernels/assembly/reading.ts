/**
 * What kernels that read a window of a block share: where they stopped and why, how many records they took, and the list
 * of odd records, which they leave to the caller.
 *
 * R1. A kernel returns the address up to which it has read whole records. It reads on from there after the table was
 *     cleared (FULL), the list was taken (LISTED) or what it asked for was given (ASKED).
 * R2. Up to 64 bytes behind a window may be read; the byte behind it may be written.
 */

export const READ: u32 = 0;
/** The table has no room for the record at the returned address. */
export const FULL: u32 = 1;
/** The list of odd records is full. */
export const LISTED: u32 = 2;
/** The caller is asked for what openFolding takes. */
export const ASKED: u32 = 3;

let status: u32 = READ;
let records: u32 = 0;
let list: usize = 0;
let listed: u32 = 0;
let listSize: u32 = 0;

/** `size` places of two addresses each. */
export function openList(address: usize, size: u32): void {
  list = address;
  listSize = size;
}

export function readStatus(): u32 {
  return status;
}

/** Records read by the last call, odd ones left out. */
export function readRecords(): u32 {
  return records;
}

export function listLength(): u32 {
  return listed;
}

// @ts-ignore: decorator
@inline
export function begin(): void {
  status = READ;
  records = 0;
  listed = 0;
}

// @ts-ignore: decorator
@inline
export function stop(why: u32, count: u32): void {
  status = why;
  records = count;
}

/** False: the list is full, nothing was added. */
export function leave(start: usize, end: usize): bool {
  if (listed == listSize) return false;
  store<u32>(list + ((<usize>listed) << 3), <u32>start);
  store<u32>(list + ((<usize>listed) << 3), <u32>end, 4);
  listed++;
  return true;
}

/**
 * Lines of a block as records (key the line, value the number 1), each in the bucket of its partition.
 *
 * A bucket is 16 bytes: where its next record goes, where its chunk's room ends, its first chunk, its last chunk. A chunk
 * is `chunkBytes` of the arena and begins with eight bytes: the chunk that follows (0: none), where its records end.
 * A cut is where its key begins and ends, eight bytes. `ranges` tells the partition from the first two bytes of a key (a
 * u16 each), or that they do not decide.
 *
 * Lines are given their places first, many at a time, and copied then: the memory of all these places is on its way at
 * the same time. A place in the batch is 12 bytes: where the line begins, its length, where its record goes.
 */

import { askFor, murmur3 } from "./bytes";
import { feeds64 } from "./masks";
import { compareFrom, copyLoosely, lengthSize, orderedWord, writeLength } from "./record-bytes";

/** Number 1 as a value (src/shuffle/encoding/value-codec.ts). */
const ONE: u8 = 17;
const CHUNK_HEADER: usize = 8;
/** Lines that are copied together. */
const BATCH: u32 = 64;
const PLACE: usize = 12;
/** What the system backs at a time. */
const PAGE: usize = 4096;
/** Copies may write so far behind a record. */
const CHUNK_SLACK: usize = 16;

const UNDECIDED: u16 = 0xffff;

/** Why `takeIntoBuckets` has returned. */
const TAKEN_ALL: u32 = 0;
const FULL: u32 = 1;
const LINE_TOO_LONG: u32 = 2;

let buckets: usize = 0;
let partitions: u32 = 0;
/** 0: by the hash of the key. */
let cuts: usize = 0;
let cutCount: u32 = 0;
let ranges: usize = 0;
let batch: usize = 0;
let placed: u32 = 0;
let chunkBytes: usize = 0;
let longestLine: usize = 0;
/** First byte of the arena that belongs to no chunk. */
let free: usize = 0;
let taken: u32 = 0;
let status: u32 = TAKEN_ALL;

export function bucketsBegin(
  bucketsAt: usize,
  partitionsOf: u32,
  cutsAt: usize,
  cutCountOf: u32,
  rangesAt: usize,
  batchAt: usize,
  chunkBytesOf: usize,
  longestLineOf: usize,
): void {
  buckets = bucketsAt;
  partitions = partitionsOf;
  cuts = cutsAt;
  cutCount = cutCountOf;
  ranges = rangesAt;
  batch = batchAt;
  chunkBytes = chunkBytesOf;
  longestLine = longestLineOf;
  if (cuts != 0) storeRanges();
}

/** Two bytes decide unless a cut begins with them: zeros count for missing bytes, so a cut may be no more than them. */
function storeRanges(): void {
  let cut: u32 = 0;
  let next = firstBytes(0);
  for (let two: u32 = 0; two < 0x10000; two++) {
    const at = ranges + (<usize>two << 1);
    if (two != next) {
      store<u16>(at, <u16>cut);
      continue;
    }
    store<u16>(at, UNDECIDED);
    while (cut < cutCount && firstBytes(cut) == two) cut++;
    next = firstBytes(cut);
  }
}

/** Of a cut; behind the last one, what no key begins with. */
function firstBytes(cut: u32): u32 {
  if (cut >= cutCount) return 0x10000;
  const at = cuts + (<usize>cut << 3);
  const start = <usize>load<u32>(at);
  return <u32>(orderedWord(start, <i32>(load<u32>(at, 4) - <u32>start)) >> 48);
}

/** Empty buckets; their chunks come from `arena` on. */
export function bucketsClear(arena: usize): void {
  memory.fill(buckets, 0, <usize>partitions << 4);
  free = arena;
}

export function bucketsFree(): usize {
  return free;
}

export function bucketsTaken(): u32 {
  return taken;
}

export function bucketsStatus(): u32 {
  return status;
}

/** The first chunk of a bucket, or 0; its open chunk is brought up to date. */
export function firstChunk(partition: u32): usize {
  const bucket = buckets + (<usize>partition << 4);
  const last = <usize>load<u32>(bucket, 12);
  if (last != 0) store<u32>(last, load<u32>(bucket), 4);
  return load<u32>(bucket, 8);
}

// @ts-ignore: decorator
@inline
export function nextChunk(chunk: usize): usize {
  return load<u32>(chunk);
}

// @ts-ignore: decorator
@inline
export function chunkStart(chunk: usize): usize {
  return chunk + CHUNK_HEADER;
}

// @ts-ignore: decorator
@inline
export function chunkEnd(chunk: usize): usize {
  return load<u32>(chunk, 4);
}

/** How many cuts do not come after the key. */
// @ts-ignore: decorator
@inline
function rangeOf(start: usize, length: u32): u32 {
  const known = <u32>load<u16>(ranges + (<usize>(orderedWord(start, <i32>length) >> 48) << 1));
  return known != UNDECIDED ? known : searchRange(start, start + length);
}

function searchRange(start: usize, end: usize): u32 {
  let low: u32 = 0;
  let high = cutCount;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const cut = cuts + (<usize>middle << 3);
    if (compareFrom(load<u32>(cut), load<u32>(cut, 4), start, end) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function addChunk(bucket: usize): void {
  const chunk = free;
  free += chunkBytes;
  // Memory that is asked for (read) before it is written costs two page faults instead of one.
  for (let page = chunk; page < free; page += PAGE) store<u8>(page, 0);
  store<u64>(chunk, 0);
  const last = <usize>load<u32>(bucket, 12);
  if (last != 0) {
    store<u32>(last, <u32>chunk);
    store<u32>(last, load<u32>(bucket), 4);
  } else store<u32>(bucket, <u32>chunk, 8);
  store<u32>(bucket, <u32>(chunk + CHUNK_HEADER));
  store<u32>(bucket, <u32>(chunk + chunkBytes - CHUNK_SLACK), 4);
  store<u32>(bucket, <u32>chunk, 12);
}

// @ts-ignore: decorator
@inline
function take(start: usize, end: usize): void {
  const length = <u32>(end - start);
  const partition = cuts == 0 ? murmur3(start, length) % partitions : rangeOf(start, length);
  const bucket = buckets + (<usize>partition << 4);
  // Two bytes at most for a length, three for a long one.
  if (<usize>load<u32>(bucket) + length + 5 > <usize>load<u32>(bucket, 4)) addChunk(bucket);
  const at = load<u32>(bucket);
  const place = batch + <usize>placed * PLACE;
  store<u32>(place, <u32>start);
  store<u32>(place, length, 4);
  store<u32>(place, at, 8);
  store<u32>(bucket, at + length + (length < 0x80 ? 3 : 2 + lengthSize(length)));
  if (++placed == BATCH) copyBatch();
}

/** Whatever has a place has been taken. */
function copyBatch(): void {
  const end = batch + <usize>placed * PLACE;
  for (let place = batch; place < end; place += PLACE) {
    const at = <usize>load<u32>(place, 8);
    askFor(at + 64);
    askFor(at + load<u32>(place, 4));
  }
  for (let place = batch; place < end; place += PLACE) {
    const length = load<u32>(place, 4);
    let at = <usize>load<u32>(place, 8);
    if (length < 0x80) {
      store<u16>(at, <u16>(length | 0x100));
      at += 2;
    } else {
      at = writeLength(at, length);
      store<u8>(at++, 1);
    }
    copyLoosely(at, load<u32>(place), length);
    store<u8>(at + length, ONE);
  }
  taken += placed;
  placed = 0;
}

/**
 * Takes lines of `[start, end)` until what the arena holds and `recordBytes` a line reach `limit`; returns where the
 * next line begins. `text`: a CR before a LF belongs to the line's end.
 */
export function takeIntoBuckets(
  start: usize,
  end: usize,
  limit: usize,
  recordBytes: usize,
  text: bool,
): usize {
  taken = 0;
  status = TAKEN_ALL;
  let line = start;
  let used: usize = 0;
  for (let at = start; at < end; at += 64) {
    let mask = feeds64(at, end);
    while (mask != 0) {
      const feed = at + <usize>ctz(mask);
      mask &= mask - 1;
      if (feed - line > longestLine) {
        status = LINE_TOO_LONG;
        copyBatch();
        return line;
      }
      take(line, text && feed > line && load<u8>(feed - 1) == 13 ? feed - 1 : feed);
      line = feed + 1;
      used += recordBytes;
      if (free + used >= limit) {
        status = FULL;
        copyBatch();
        return line;
      }
    }
  }
  if (line < end) {
    if (end - line > longestLine) {
      status = LINE_TOO_LONG;
      copyBatch();
      return line;
    }
    take(line, end);
    line = end;
    if (free + used + recordBytes >= limit) status = FULL;
  }
  copyBatch();
  return line;
}

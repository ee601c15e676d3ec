/**
 * The segment file: what a map attempt leaves behind, and what spills and intermediate merges are made of.
 *
 *   file     = blocks of partition 0 .. blocks of partition R-1, R index entries, trailer
 *   block    = sum u64 | codec u8 (0: none) | stored bytes u32 | raw bytes u32 | records u32 | stored bytes
 *   record   = varint key length | varint value length | key | value
 *   entry    = crc32 u32 | partition u32 | offset u64 | size u64 | records u64 | digest u64 | largest block u32
 *   trailer  = crc32 u32 | version u32 | partitions u32 | index offset u64 | "mrseg\r\n\0"
 *
 * All numbers are little-endian. The crc32 of an entry or trailer covers everything after it. The sum of a block is that
 * of the 64-bit hashes of its records (record-scan.ts), computed by whoever copies or frames them anyway: a pass over the
 * bytes for a checksum alone would be a sixth of a sort's time.
 *
 * What the sum finds. Any change within one 32-bit word of a record's key and value, so any flipped bit or byte of them:
 * for certain. Wider damage, and damage to a record's lengths, by which other bytes become records: all but about once in
 * 2^32 times. What else stands in a block's header must agree with its records. What the sum cannot find, as it does not
 * depend on the order of records: two whole records that have exactly changed places, nor do record count and digest of
 * the partition find whole blocks that have. Such a run is out of order, which F4 is for.
 *
 * F1. A block holds whole records, at most 256 KiB of them unless a single record is larger.
 * F2. A partition's records are sorted by key bytes.
 * F3. Every byte of the file is under a checksum, so damage is found, as far as said above, by whoever reads it: by a
 *     block's sum before one of its records is used, and by the entry's record count and digest when a block is missing
 *     or twice.
 * F4. Who merges runs compares each key with the one before it in its run, and fails when it is smaller: out of order, a
 *     group would fall into two. Across the border of two blocks only the first eight bytes are compared. Values of one
 *     key that have changed places among themselves are not noticed; where a job asks for an order of values, it is
 *     part of the key.
 */

import { fstatSync } from "node:fs";
import { MrError } from "../engine/error.js";
import type { RecordDigest } from "../engine/graph.js";
import { crc32 } from "./crc32.js";
import { closeScratch, openScratch, readUpTo } from "./scratch-io.js";

export const SEGMENT_VERSION = 2;
export const BLOCK_LIMIT_BYTES = 256 * 1024;
export const BLOCK_HEADER_BYTES = 21;
const STORED_AT = 9;
export const ENTRY_BYTES = 44;
export const TRAILER_BYTES = 28;
const MAGIC = Buffer.from("mrseg\r\n\0", "latin1");
/** One read fetches the trailer and, for most files, all entries. */
const TAIL_BYTES = 4096;
/** A longer record cannot go through a shuffle. */
export const RECORD_LIMIT_BYTES = 512 * 1024 * 1024;

/** Arenas are addressed by int32, a large record on top included. */
export const MEMORY_LIMIT_BYTES = 1024 * 1024 * 1024;

/** One partition in a segment file. */
export interface SegmentEntry {
  readonly partition: number;
  readonly offset: number;
  readonly sizeBytes: number;
  readonly digest: RecordDigest;
  /** Stored bytes of the largest block: what a reader needs as buffer. */
  readonly blockBytes: number;
}

/** Which task attempt wrote a run. */
export interface RunSource {
  readonly stage: string;
  readonly index: number;
  readonly attempt: number;
}

/** A sorted run of blocks in a local file. */
export interface LocalRun extends SegmentEntry {
  readonly path: string;
  /** Null for the attempt's own spills and intermediate merges. */
  readonly source: RunSource | null;
}

/** A finished map output. */
export interface SegmentFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Of all records in the file. */
  readonly digest: RecordDigest;
  /** Times that memory ran full. */
  readonly spills: number;
}

/** Blocks that leave room for a merge of many runs under the same memory budget. */
export function blockBytesFor(memoryBytes: number): number {
  return Math.max(4096, Math.min(BLOCK_LIMIT_BYTES, Math.floor(memoryBytes / 64)));
}

export interface BlockHeader {
  readonly records: number;
  /** Halves of the sum of their hashes. */
  readonly high: number;
  readonly low: number;
}

/** In front of the records, which end at `end`. */
export function writeBlockHeader(block: Buffer, end: number, header: BlockHeader): void {
  const stored = end - BLOCK_HEADER_BYTES;
  block.writeUInt32LE(header.low, 0);
  block.writeUInt32LE(header.high, 4);
  block[8] = 0;
  block.writeUInt32LE(stored, STORED_AT);
  block.writeUInt32LE(stored, 13);
  block.writeUInt32LE(header.records, 17);
}

export function storedBytes(block: Buffer): number {
  return block.readUInt32LE(STORED_AT);
}

/** Whether the header agrees with the `stored` bytes of records that were found behind it. */
export function headerAgrees(block: Buffer, stored: number, found: BlockHeader): boolean {
  return (
    block.readUInt32LE(0) === found.low &&
    block.readUInt32LE(4) === found.high &&
    block[8] === 0 &&
    block.readUInt32LE(STORED_AT) === stored &&
    block.readUInt32LE(13) === stored &&
    block.readUInt32LE(17) === found.records
  );
}

export function encodeEntry(entry: SegmentEntry): Buffer {
  const bytes = Buffer.alloc(ENTRY_BYTES);
  bytes.writeUInt32LE(entry.partition, 4);
  bytes.writeBigUInt64LE(BigInt(entry.offset), 8);
  bytes.writeBigUInt64LE(BigInt(entry.sizeBytes), 16);
  bytes.writeUInt32LE(entry.blockBytes, 40);
  bytes.writeBigUInt64LE(BigInt(entry.digest.records), 24);
  bytes.writeBigUInt64LE(BigInt(`0x${entry.digest.sum}`), 32);
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
  return bytes;
}

export function encodeTrailer(partitions: number, indexOffset: number): Buffer {
  const bytes = Buffer.alloc(TRAILER_BYTES);
  bytes.writeUInt32LE(SEGMENT_VERSION, 4);
  bytes.writeUInt32LE(partitions, 8);
  bytes.writeBigUInt64LE(BigInt(indexOffset), 12);
  MAGIC.copy(bytes, 20);
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
  return bytes;
}

export function segmentCorrupt(path: string, partition: number | null, what: string): MrError {
  const where = partition === null ? path : `${path}, partition ${partition}`;
  return new MrError("MR_SEGMENT_CORRUPT", `${where}: ${what}`, {
    hint: "The data changed after it was written: check the disk and memory of the machine that holds it.",
  });
}

/** Reads and checks one partition's entry. `expectedBytes` is what the writer reported, if known. */
export function readEntry(
  path: string,
  partition: number,
  expectedBytes: number | null,
): SegmentEntry {
  const file = openScratch(path, "r");
  try {
    const sizeBytes = fstatSync(file).size;
    if (expectedBytes !== null && sizeBytes !== expectedBytes) {
      throw segmentCorrupt(path, null, `has ${sizeBytes} bytes, not ${expectedBytes}`);
    }
    const start = Math.max(0, sizeBytes - TAIL_BYTES);
    const tail = Buffer.allocUnsafe(sizeBytes - start);
    readUpTo(file, tail, tail.length, start, path);
    const trailer = parseTrailer(path, tail, sizeBytes);
    if (partition >= trailer.partitions) {
      throw segmentCorrupt(path, partition, `the file has only ${trailer.partitions} partitions`);
    }
    const at = trailer.indexOffset + partition * ENTRY_BYTES;
    if (at >= start) return parseEntry(path, partition, tail.subarray(at - start), trailer);
    const entry = Buffer.allocUnsafe(ENTRY_BYTES);
    readUpTo(file, entry, ENTRY_BYTES, at, path);
    return parseEntry(path, partition, entry, trailer);
  } finally {
    closeScratch(file, path);
  }
}

export interface SegmentSummary {
  readonly path: string;
  readonly sizeBytes: number;
  readonly records: number;
}

/** What a file says of itself, all of its entries read and checked; its blocks are checked by whoever reads them. */
export function describeSegmentFile(path: string): SegmentSummary {
  const file = openScratch(path, "r");
  try {
    const sizeBytes = fstatSync(file).size;
    const tail = Buffer.alloc(Math.min(TRAILER_BYTES, sizeBytes));
    readUpTo(file, tail, tail.length, sizeBytes - tail.length, path);
    const trailer = parseTrailer(path, tail, sizeBytes);
    const entries = Buffer.alloc(trailer.partitions * ENTRY_BYTES);
    readUpTo(file, entries, entries.length, trailer.indexOffset, path);
    let records = 0;
    for (let partition = 0; partition < trailer.partitions; partition++) {
      const entry = entries.subarray(partition * ENTRY_BYTES);
      records += parseEntry(path, partition, entry, trailer).digest.records;
    }
    return { path, sizeBytes, records };
  } finally {
    closeScratch(file, path);
  }
}

interface Trailer {
  readonly partitions: number;
  readonly indexOffset: number;
}

/** `tail` ends where the file ends. */
function parseTrailer(path: string, tail: Buffer, sizeBytes: number): Trailer {
  if (tail.length < TRAILER_BYTES) throw segmentCorrupt(path, null, "is cut short");
  const bytes = tail.subarray(tail.length - TRAILER_BYTES);
  if (!bytes.subarray(20).equals(MAGIC) || bytes.readUInt32LE(0) !== crc32(bytes.subarray(4))) {
    throw segmentCorrupt(path, null, `no valid trailer at offset ${sizeBytes - TRAILER_BYTES}`);
  }
  const version = bytes.readUInt32LE(4);
  if (version !== SEGMENT_VERSION) {
    throw new MrError(
      "MR_VERSION_SKEW",
      `${path} has segment format ${version}, not ${SEGMENT_VERSION}`,
      {
        hint: "Run the same version of mr on every machine.",
      },
    );
  }
  const partitions = bytes.readUInt32LE(8);
  const indexOffset = Number(bytes.readBigUInt64LE(12));
  if (indexOffset + partitions * ENTRY_BYTES + TRAILER_BYTES !== sizeBytes) {
    throw segmentCorrupt(path, null, `has ${sizeBytes} bytes, which its trailer denies`);
  }
  return { partitions, indexOffset };
}

function parseEntry(path: string, partition: number, from: Buffer, trailer: Trailer): SegmentEntry {
  const bytes = from.subarray(0, ENTRY_BYTES);
  const offset = Number(bytes.readBigUInt64LE(8));
  const sizeBytes = Number(bytes.readBigUInt64LE(16));
  const sound =
    bytes.readUInt32LE(0) === crc32(bytes.subarray(4)) &&
    bytes.readUInt32LE(4) === partition &&
    offset + sizeBytes <= trailer.indexOffset;
  if (!sound) {
    const at = trailer.indexOffset + partition * ENTRY_BYTES;
    throw segmentCorrupt(path, partition, `its index entry at offset ${at} is damaged`);
  }
  return {
    partition,
    offset,
    sizeBytes,
    digest: {
      records: Number(bytes.readBigUInt64LE(24)),
      sum: bytes.readBigUInt64LE(32).toString(16).padStart(16, "0"),
    },
    blockBytes: bytes.readUInt32LE(40),
  };
}

/**
 * The segment file: what a map attempt leaves behind, and what spills and intermediate merges are made of.
 *
 *   file     = head, R index entries, blocks of partition 0 .. blocks of partition R-1
 *   head     = crc32 u32 | version u32 | partitions u32 | bytes of the file u64 | "mrseg\r\n\0"
 *   entry    = crc32 u32 | partition u32 | offset u64 | size u64 | records u64 | digest u64 | largest block u32
 *   block    = sum u64 | codec u8 (0: none) | stored bytes u32 | raw bytes u32 | records u32 | stored bytes
 *   record   = varint key length | varint value length | key | value
 *
 * All numbers are little-endian. The crc32 of head or entry covers everything after it. The sum of a block is that
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
 * F5. The last partitions may have been given up (trim-segments.ts): the file then ends where the first of them began,
 *     and still says of itself all that it said when it was whole.
 */

import { fstatSync } from "node:fs";
import { crc32 } from "node:zlib";
import { MrError } from "../engine/error.js";
import type { RecordDigest } from "../engine/graph.js";
import { closeScratch, openScratch, readUpTo } from "./scratch-io.js";

export const SEGMENT_VERSION = 3;
export const BLOCK_LIMIT_BYTES = 256 * 1024;
/** Smaller ones cost more calls than they save. */
const SMALL_BLOCK_BYTES = 32 * 1024;
/** Of the cache that a core has for itself. */
const CACHED_BYTES = 1024 * 1024;
export const BLOCK_HEADER_BYTES = 21;
const STORED_AT = 9;
export const ENTRY_BYTES = 44;
export const HEAD_BYTES = 28;
const MAGIC = Buffer.from("mrseg\r\n\0", "latin1");
/** One read fetches the head and, for most files, all entries. */
const FIRST_READ_BYTES = 4096;
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

/**
 * Blocks that leave room for a merge of many runs under the same memory budget. Where there are many partitions there
 * are about as many maps: their blocks are so small that a merge of them finds its records in the processor's cache.
 */
export function blockBytesFor(memoryBytes: number, partitions = 1): number {
  const cached = Math.max(SMALL_BLOCK_BYTES, Math.floor(CACHED_BYTES / partitions));
  return Math.max(4096, Math.min(BLOCK_LIMIT_BYTES, cached, Math.floor(memoryBytes / 64)));
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

export function encodeHead(partitions: number, sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(HEAD_BYTES);
  bytes.writeUInt32LE(SEGMENT_VERSION, 4);
  bytes.writeUInt32LE(partitions, 8);
  bytes.writeBigUInt64LE(BigInt(sizeBytes), 12);
  MAGIC.copy(bytes, 20);
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
  return bytes;
}

/** Where the blocks of the first partition begin. */
export function indexEnd(partitions: number): number {
  return HEAD_BYTES + partitions * ENTRY_BYTES;
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
    const { foundBytes, ...entry } = entryOf(file, path, partition, expectedBytes);
    if (entry.offset + entry.sizeBytes > foundBytes) {
      throw segmentCorrupt(path, partition, `the file ends at offset ${foundBytes}`);
    }
    return entry;
  } finally {
    closeScratch(file, path);
  }
}

/** Of an open file, whether the partition is still in it or not; with the size that the file has now. */
export function entryOf(
  file: number,
  path: string,
  partition: number,
  expectedBytes: number | null,
): SegmentEntry & { readonly foundBytes: number } {
  const first = Buffer.allocUnsafe(FIRST_READ_BYTES);
  const length = readUpTo(file, first, first.length, 0, path);
  const head = parseHead(path, first.subarray(0, length), fstatSync(file).size);
  if (expectedBytes !== null && head.sizeBytes !== expectedBytes) {
    throw segmentCorrupt(path, null, `has ${head.sizeBytes} bytes, not ${expectedBytes}`);
  }
  if (partition >= head.partitions) {
    throw segmentCorrupt(path, partition, `the file has only ${head.partitions} partitions`);
  }
  const at = indexEnd(partition);
  let bytes = first.subarray(at, Math.min(at + ENTRY_BYTES, length));
  if (bytes.length < ENTRY_BYTES) {
    bytes = Buffer.alloc(ENTRY_BYTES);
    readUpTo(file, bytes, ENTRY_BYTES, at, path);
  }
  return { ...parseEntry(path, partition, bytes, head), foundBytes: head.foundBytes };
}

export interface SegmentSummary {
  readonly path: string;
  /** When it was whole, as its records. */
  readonly sizeBytes: number;
  readonly records: number;
}

/** What a file says of itself, all of its entries read and checked; its blocks are checked by whoever reads them. */
export function describeSegmentFile(path: string): SegmentSummary {
  const file = openScratch(path, "r");
  try {
    const first = Buffer.alloc(HEAD_BYTES);
    const length = readUpTo(file, first, HEAD_BYTES, 0, path);
    const head = parseHead(path, first.subarray(0, length), fstatSync(file).size);
    const { partitions, sizeBytes, foundBytes } = head;
    const index = Buffer.alloc(partitions * ENTRY_BYTES);
    readUpTo(file, index, index.length, HEAD_BYTES, path);
    const entries = Array.from({ length: partitions }, (_, partition) =>
      parseEntry(path, partition, index.subarray(partition * ENTRY_BYTES), head),
    );
    // Cut short by anything but F5 it would end elsewhere.
    if (foundBytes !== sizeBytes && !entries.some(({ offset }) => offset === foundBytes)) {
      throw segmentCorrupt(path, null, `ends at offset ${foundBytes} of ${sizeBytes}`);
    }
    const records = entries.reduce((sum, { digest }) => sum + digest.records, 0);
    return { path, sizeBytes, records };
  } finally {
    closeScratch(file, path);
  }
}

interface Head {
  readonly partitions: number;
  /** As the file was written. */
  readonly sizeBytes: number;
  /** As it is now (F5). */
  readonly foundBytes: number;
}

function parseHead(path: string, bytes: Buffer, foundBytes: number): Head {
  const head = bytes.subarray(0, HEAD_BYTES);
  if (head.length < HEAD_BYTES) throw segmentCorrupt(path, null, "is cut short");
  if (!head.subarray(20).equals(MAGIC) || head.readUInt32LE(0) !== crc32(head.subarray(4))) {
    throw segmentCorrupt(path, null, "has no valid head");
  }
  const version = head.readUInt32LE(4);
  if (version !== SEGMENT_VERSION) {
    throw new MrError(
      "MR_VERSION_SKEW",
      `${path} has segment format ${version}, not ${SEGMENT_VERSION}`,
      {
        hint: "Run the same version of mr on every machine.",
      },
    );
  }
  const partitions = head.readUInt32LE(8);
  const sizeBytes = Number(head.readBigUInt64LE(12));
  if (foundBytes > sizeBytes || foundBytes < indexEnd(partitions)) {
    throw segmentCorrupt(path, null, `has ${foundBytes} bytes, which its head denies`);
  }
  return { partitions, sizeBytes, foundBytes };
}

function parseEntry(path: string, partition: number, from: Buffer, head: Head): SegmentEntry {
  const bytes = from.subarray(0, ENTRY_BYTES);
  const offset = Number(bytes.readBigUInt64LE(8));
  const sizeBytes = Number(bytes.readBigUInt64LE(16));
  const sound =
    bytes.readUInt32LE(0) === crc32(bytes.subarray(4)) &&
    bytes.readUInt32LE(4) === partition &&
    offset >= indexEnd(head.partitions) &&
    offset + sizeBytes <= head.sizeBytes;
  if (!sound) {
    const at = indexEnd(partition);
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

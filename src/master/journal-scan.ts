/**
 * Reads a journal file from its start, and judges what it finds where a frame should be and is not.
 *
 * S1. Torn: the last write did not reach the disk as a whole. Nobody was told that it had; it may be cut off.
 * S2. Damaged: bytes that were once safe have changed. They may hold acknowledged facts: the file is refused.
 * S3. Nobody can tell a last frame that was torn into noise from one that has changed since: it counts as torn. What
 *     makes damage certain is a whole frame behind it, or more bytes behind it than its last sector holds.
 */

import type { JournalFile } from "./journal-disk.js";
import { decodeHeader, HEADER_BYTES, isWhole, MAGIC, type FrameHeader } from "./journal-frame.js";

/** A frame that is as it was written. */
export interface Frame {
  readonly header: FrameHeader;
  readonly body: Buffer;
  /** One past its last byte. */
  readonly end: number;
}

export type Ending =
  | { readonly kind: "clean" }
  | { readonly kind: "torn"; readonly offset: number }
  | { readonly kind: "damaged"; readonly offset: number };

/** Yields the frames of bytes `[0, size)`; returns how the file ends. */
export async function* scanFrames(
  file: JournalFile,
  size: number,
): AsyncGenerator<Frame, Ending, undefined> {
  let offset = 0;
  let previous: FrameHeader | null = null;
  const ahead = new ReadAhead(file);
  while (offset < size) {
    const header = decodeHeader(await ahead.read(offset, HEADER_BYTES));
    if (header !== null && !follows(header, previous)) return { kind: "damaged", offset };
    const end: number = header === null ? size : offset + HEADER_BYTES + header.bodyBytes;
    if (header !== null && end <= size) {
      const body = await ahead.read(offset + HEADER_BYTES, header.bodyBytes);
      if (isWhole(header, body)) {
        yield { header, body, end };
        offset = end;
        previous = header;
        continue;
      }
    }
    const torn = await isTorn(file, { offset, size, header, end, previous });
    return { kind: torn ? "torn" : "damaged", offset };
  }
  return { kind: "clean" };
}

interface BadFrame {
  readonly offset: number;
  readonly size: number;
  /** Null when not even that can be read. */
  readonly header: FrameHeader | null;
  readonly end: number;
  readonly previous: FrameHeader | null;
}

async function isTorn(file: JournalFile, bad: BadFrame): Promise<boolean> {
  const { offset, size, header, end, previous } = bad;
  if (header === null ? size - offset < HEADER_BYTES : end > size) return true;
  const sequence = header?.sequence ?? (previous?.sequence ?? 0) + 1;
  const { later, zeros } = await lookBehind(file, offset, size, sequence);
  if (later) return false;
  const behind = header === null ? size - offset : size - end;
  return zeros || behind <= SECTOR_BYTES;
}

function follows(header: FrameHeader, previous: FrameHeader | null): boolean {
  if (previous === null) return true;
  return header.sequence === previous.sequence + 1 && header.epoch >= previous.epoch;
}

const SECTOR_BYTES = 512;
const WINDOW_BYTES = 1 << 20;

/** What `[offset, size)` holds: a frame after the one of `sequence`; a sector that was never written. */
async function lookBehind(
  file: JournalFile,
  offset: number,
  size: number,
  sequence: number,
): Promise<{ readonly later: boolean; readonly zeros: boolean }> {
  let zeros = false;
  for (let start = offset; start < size; start += WINDOW_BYTES) {
    const length = Math.min(WINDOW_BYTES + HEADER_BYTES, size - start);
    const bytes = await readAt(file, start, length);
    if (holdsLaterFrame(bytes, sequence)) return { later: true, zeros };
    zeros ||= holdsZeroSector(bytes, start);
  }
  return { later: false, zeros };
}

const MAGIC_BYTES = Buffer.alloc(4);
MAGIC_BYTES.writeUInt32LE(MAGIC);

/** A frame after the one of `sequence`. */
function holdsLaterFrame(bytes: Buffer, sequence: number): boolean {
  for (let at = bytes.indexOf(MAGIC_BYTES); at >= 0; at = bytes.indexOf(MAGIC_BYTES, at + 1)) {
    const header = decodeHeader(bytes, at);
    if (header !== null && header.sequence > sequence) return true;
  }
  return false;
}

/** Sectors are counted from the start of the file; the first and the last may be partly ours. */
function holdsZeroSector(bytes: Buffer, fileOffset: number): boolean {
  let start = 0;
  while (start < bytes.length) {
    const end = Math.min(
      bytes.length,
      start + SECTOR_BYTES - ((fileOffset + start) % SECTOR_BYTES),
    );
    if (bytes.subarray(start, end).every((byte) => byte === 0)) return true;
    start = end;
  }
  return false;
}

/** Frames are small and many: a read for each would be most of the time that a start takes. */
class ReadAhead {
  readonly #file: JournalFile;
  #start = 0;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(file: JournalFile) {
    this.#file = file;
  }

  /** Short only at the end of the file. */
  async read(offset: number, length: number): Promise<Buffer> {
    const from = offset - this.#start;
    if (from < 0 || from + length > this.#bytes.length) {
      this.#bytes = await readAt(this.#file, offset, Math.max(length, WINDOW_BYTES));
      this.#start = offset;
      return this.#bytes.subarray(0, length);
    }
    return this.#bytes.subarray(from, from + length);
  }
}

/** Short only at the end of the file. */
export async function readAt(file: JournalFile, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

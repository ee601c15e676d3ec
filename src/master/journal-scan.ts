/**
 * Reads a journal file from its start, and judges what it finds where a frame should be and is not.
 *
 * S1. Torn: the last write did not reach the disk as a whole. Nobody was told that it had; it may be cut off.
 * S2. Damaged: bytes that were once safe have changed. They may hold acknowledged facts: the file is refused.
 */

import type { Fact } from "../engine/fact.js";
import type { JournalFile } from "./journal-disk.js";
import {
  decodeBody,
  decodeHeader,
  HEADER_BYTES,
  MAGIC,
  type FrameHeader,
} from "./journal-frame.js";

export interface Frame {
  readonly header: FrameHeader;
  readonly facts: readonly Fact[];
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
  while (offset < size) {
    const header = decodeHeader(await readAt(file, offset, HEADER_BYTES));
    const end: number = header === null ? size : offset + HEADER_BYTES + header.bodyBytes;
    if (header !== null && follows(header, previous) && end <= size) {
      const body = await readAt(file, offset + HEADER_BYTES, header.bodyBytes);
      const facts = decodeBody(header, body);
      if (facts !== null) {
        yield { header, facts, end };
        offset = end;
        previous = header;
        continue;
      }
    }
    const cutShort = header === null ? size - offset < HEADER_BYTES : end > size;
    if (cutShort || (await isUnwritten(file, offset, size, previous?.sequence ?? 0))) {
      return { kind: "torn", offset };
    }
    return { kind: "damaged", offset };
  }
  return { kind: "clean" };
}

function follows(header: FrameHeader, previous: FrameHeader | null): boolean {
  if (previous === null) return true;
  return header.sequence === previous.sequence + 1 && header.epoch >= previous.epoch;
}

const SECTOR_BYTES = 512;
const WINDOW_BYTES = 1 << 20;

/** Whether `[offset, size)` has a sector of zeros and no later frame: a write that the disk never finished. */
async function isUnwritten(
  file: JournalFile,
  offset: number,
  size: number,
  sequence: number,
): Promise<boolean> {
  let zeros = false;
  for (let start = offset; start < size; start += WINDOW_BYTES) {
    const length = Math.min(WINDOW_BYTES + HEADER_BYTES, size - start);
    const bytes = await readAt(file, start, length);
    if (holdsLaterFrame(bytes, sequence)) return false;
    zeros ||= holdsZeroSector(bytes, start);
  }
  return zeros;
}

const MAGIC_BYTES = Buffer.alloc(4);
MAGIC_BYTES.writeUInt32LE(MAGIC);

/** A frame after the one that should be here (which has `sequence` + 1). */
function holdsLaterFrame(bytes: Buffer, sequence: number): boolean {
  for (let at = bytes.indexOf(MAGIC_BYTES); at >= 0; at = bytes.indexOf(MAGIC_BYTES, at + 1)) {
    const header = decodeHeader(bytes, at);
    if (header !== null && header.sequence > sequence + 1) return true;
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

/** Short only at the end of the file. */
async function readAt(file: JournalFile, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

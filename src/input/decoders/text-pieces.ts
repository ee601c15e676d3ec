/**
 * Decodes a block in pieces of some 64 KiB, each one call for many records, cut at record ends.
 *
 * Small pieces, because a substring that a job keeps holds the whole piece in memory, and because they stay in cache.
 *
 * Owns: the way back from a character of a piece to its byte in the file. Talks to: nobody.
 */

import { isAscii } from "node:buffer";
import type { RecordBlock } from "../block.js";
import type { Boundary } from "../boundary.js";
import { LINE_FEED, textStart } from "../bytes.js";

const PIECE_BYTES = 64 * 1024;

export class TextPieces {
  private bytes: Buffer = Buffer.alloc(0);
  /** File offset of `bytes[0]`. */
  private origin = 0;
  private from = 0;
  private recordStart = 0;
  private text = "";
  private ascii = true;
  /** The place asked for last: characters of `text`, and the byte that they begin at. */
  private askedCharacter = 0;
  private askedByte = 0;

  private readonly createBoundary: () => Boundary;

  constructor(createBoundary: () => Boundary) {
    this.createBoundary = createBoundary;
  }

  each(block: RecordBlock, visit: (text: string) => void): void {
    const { bytes, end } = block;
    this.bytes = bytes;
    this.origin = block.offset - block.start;
    const first = textStart(block);
    for (let from = first; from < end; ) {
      let to = Math.min(from + PIECE_BYTES, end);
      if (to < end) {
        // A new rule for each piece, for each begins outside quotes.
        const boundary = this.createBoundary();
        const cut = boundary.last(bytes, from, to);
        to = cut >= 0 ? cut : firstEnd(boundary, bytes, to, end);
      }
      this.from = from;
      this.askedCharacter = 0;
      this.askedByte = from;
      this.recordStart = from === first ? block.start : from;
      this.ascii = isAscii(bytes.subarray(from, to));
      this.text = this.ascii
        ? bytes.toString("latin1", from, to)
        : bytes.toString("utf8", from, to);
      visit(this.text);
      from = to;
    }
  }

  /**
   * File offset of the record that begins at `characterIndex` of the current piece. A byte order mark that was left out
   * belongs to the first record. Asked for one record after the other it looks at each line once.
   */
  offsetOf(characterIndex: number): number {
    if (characterIndex === 0) return this.origin + this.recordStart;
    if (this.ascii) return this.origin + this.from + characterIndex;
    // A record begins behind a line feed, and line feeds are the same in number before and after decoding.
    const isBehind = characterIndex >= this.askedCharacter;
    let byte = isBehind ? this.askedByte : this.from;
    let lineFeed = this.text.indexOf("\n", isBehind ? this.askedCharacter : 0);
    while (lineFeed >= 0 && lineFeed < characterIndex) {
      byte = this.bytes.indexOf(LINE_FEED, byte) + 1;
      lineFeed = this.text.indexOf("\n", lineFeed + 1);
    }
    this.askedCharacter = characterIndex;
    this.askedByte = byte;
    return this.origin + byte;
  }
}

function firstEnd(boundary: Boundary, bytes: Buffer, from: number, end: number): number {
  const found = boundary.first(bytes, from, end);
  return found < 0 ? end : found;
}

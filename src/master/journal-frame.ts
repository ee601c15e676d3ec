/**
 * The journal's unit: what one group commit wrote. A header with checksums, then the facts as JSON lines.
 *
 *   0 magic   4 body length   8 crc32(body)   12 facts   16 sequence (64 bit)   24 epoch   28 crc32(bytes 0..28)
 *
 * Facts of one kind repeat each other: a body that is worth it is deflated, to about a tenth. The top bit of `facts`
 * says so; length and checksum are those of the bytes in the file.
 *
 * Owns: frames as bytes. Talks to: nobody.
 *
 * F1. A frame is forced to the disk before the next is written, so only the last frame of a file can be torn.
 * F2. The header has a checksum of its own: a damaged length can never make the rest of the file look like a torn tail.
 * F3. Bodies hold no sector of zeros (text has none, deflated text not that many): such a sector never reached the disk.
 */

import { setImmediate as nextTurn } from "node:timers/promises";
import { promisify } from "node:util";
import { crc32, deflateRaw, deflateRawSync, inflateRaw, inflateRawSync } from "node:zlib";
import { MrError } from "../engine/error.js";
import type { Fact } from "../engine/fact.js";
import { type FactOutline, factPieces, outlineOf } from "./fact-text.js";

export const HEADER_BYTES = 32;
export const MAGIC = 0x314a524d;
/** A longer length is a damaged header, whatever its checksum says. */
const BODY_LIMIT_BYTES = 1 << 30;

/** A group commit with more than this is written as several frames. */
const BODY_BYTES = 8 << 20;
/** Text that becomes bytes at once. */
const CHUNK_LENGTH = 64 << 10;
/** A shorter body is not worth deflating: it is one fact, or two. */
const DEFLATE_FROM_BYTES = 1 << 10;
const DEFLATED = 0x8000_0000;

const FAST = { level: 1 } as const;
const INFLATE = { maxOutputLength: BODY_LIMIT_BYTES } as const;
type Recode = (bytes: Buffer, options: object) => Promise<Buffer>;
const deflate = promisify(deflateRaw) as Recode;
const inflate = promisify(inflateRaw) as Recode;

const LINE_END = 0x0a;
/** Reading keeps the process to itself for no longer at a time. */
export const BREATH_MS = 5;

export interface FrameBody {
  readonly facts: number;
  readonly deflated: boolean;
  readonly bytes: Buffer;
}

export interface FrameHeader {
  readonly bodyBytes: number;
  readonly bodyChecksum: number;
  readonly facts: number;
  readonly deflated: boolean;
  readonly sequence: number;
  readonly epoch: number;
}

/**
 * The facts as bodies of frames: in order, each of them closed when it is large enough. Between pieces of large facts
 * others get their turn.
 */
export async function* encodeBodies(facts: readonly Fact[]): AsyncGenerator<FrameBody> {
  let body = new Body();
  for (const fact of facts) {
    for (const piece of factPieces(fact)) {
      if (body.add(piece)) await nextTurn();
    }
    body.endFact();
    if (body.length < BODY_BYTES) continue;
    yield await body.finish();
    body = new Body();
  }
  if (body.length > 0) yield await body.finish();
}

/** Small texts become bytes together. */
class Body {
  #bytes = 0;
  #facts = 0;
  #text = "";
  readonly #chunks: Buffer[] = [];

  /** About how many bytes it has so far. */
  get length(): number {
    return this.#bytes + this.#text.length;
  }

  /** True when enough has come together for a pause. */
  add(text: string): boolean {
    this.#text += text;
    return this.#text.length >= CHUNK_LENGTH && this.#encode();
  }

  endFact(): void {
    this.#text += "\n";
    this.#facts += 1;
    if (this.#text.length >= CHUNK_LENGTH) this.#encode();
  }

  async finish(): Promise<FrameBody> {
    this.#encode();
    return deflateBody(Buffer.concat(this.#chunks, this.#bytes), this.#facts);
  }

  #encode(): true {
    const chunk = Buffer.from(this.#text, "utf8");
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    this.#text = "";
    return true;
  }
}

async function deflateBody(bytes: Buffer, facts: number): Promise<FrameBody> {
  if (bytes.length < DEFLATE_FROM_BYTES) return { facts, deflated: false, bytes };
  // What takes less time than another thread needs to hear of it.
  const soon = bytes.length <= CHUNK_LENGTH;
  const deflated = soon ? deflateRawSync(bytes, FAST) : await deflate(bytes, FAST);
  return { facts, deflated: true, bytes: deflated };
}

export function encodeFrame(
  { facts, deflated, bytes: body }: FrameBody,
  sequence: number,
  epoch: number,
): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + body.length);
  frame.writeUInt32LE(MAGIC, 0);
  frame.writeUInt32LE(body.length, 4);
  frame.writeUInt32LE(crc32(body), 8);
  frame.writeUInt32LE(deflated ? facts + DEFLATED : facts, 12);
  frame.writeBigUInt64LE(BigInt(sequence), 16);
  frame.writeUInt32LE(epoch, 24);
  frame.writeUInt32LE(crc32(frame.subarray(0, 28)), 28);
  body.copy(frame, HEADER_BYTES);
  return frame;
}

/** Null when these are not the bytes of a header. */
export function decodeHeader(bytes: Buffer, offset = 0): FrameHeader | null {
  if (bytes.length - offset < HEADER_BYTES) return null;
  if (bytes.readUInt32LE(offset) !== MAGIC) return null;
  if (bytes.readUInt32LE(offset + 28) !== crc32(bytes.subarray(offset, offset + 28))) return null;
  const bodyBytes = bytes.readUInt32LE(offset + 4);
  if (bodyBytes > BODY_LIMIT_BYTES) return null;
  const facts = bytes.readUInt32LE(offset + 12);
  return {
    bodyBytes,
    bodyChecksum: bytes.readUInt32LE(offset + 8),
    facts: facts % DEFLATED,
    deflated: facts >= DEFLATED,
    sequence: Number(bytes.readBigUInt64LE(offset + 16)),
    epoch: bytes.readUInt32LE(offset + 24),
  };
}

/** False when the body is not what the header promises. */
export function isWhole(header: FrameHeader, body: Buffer): boolean {
  return crc32(body) === header.bodyChecksum;
}

export function decodeBody(header: FrameHeader, body: Buffer): Fact[] {
  const bytes = header.deflated ? inflateRawSync(body, INFLATE) : body;
  const lines = bytes.toString("utf8").split("\n");
  if (lines.pop() !== "" || lines.length !== header.facts) throw miscounted(header);
  return lines.map((line): Fact => JSON.parse(line));
}

export interface FactLine {
  readonly fact: FactOutline;
  /** All of it, with its line's end. */
  readonly bytes: Buffer;
}

/** Its facts as they were written; others get their turn in between, whatever a fact's size. */
export async function* linesOf(header: FrameHeader, body: Buffer): AsyncGenerator<FactLine> {
  const soon = body.length <= CHUNK_LENGTH;
  const inflated = header.deflated && !soon ? await inflate(body, INFLATE) : null;
  const bytes = inflated ?? (header.deflated ? inflateRawSync(body, INFLATE) : body);
  let lines = 0;
  let breathedAt = performance.now();
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_END, start) + 1;
    if (end === 0) throw miscounted(header);
    const line = bytes.subarray(start, end);
    yield { fact: outlineOf(line), bytes: line };
    lines += 1;
    start = end;
    if (performance.now() - breathedAt < BREATH_MS) continue;
    await nextTurn();
    breathedAt = performance.now();
  }
  if (lines !== header.facts) throw miscounted(header);
}

/** Of lines that stay as they are. */
export async function bodyOf(lines: readonly Buffer[]): Promise<FrameBody> {
  const bytes = Buffer.concat(lines);
  return deflateBody(bytes, lines.length);
}

function miscounted({ sequence }: FrameHeader): MrError {
  return new MrError("MR_JOURNAL_CORRUPT", `frame ${sequence} of the journal has not its facts`);
}

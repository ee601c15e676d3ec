/**
 * How segments travel between hosts. One TCP connection carries a greeting and then requests, one at a time; the
 * client pulls.
 *
 *   greeting  = "mrseg/1\n" | length u16 | token bytes
 *   request   = length u16 | JSON { job, name, partition, sizeBytes, codec, check }
 *   answer    = status u8 | length u16 | JSON | for status OK: the blocks
 *   blocks    = codec "none": `sizeBytes` bytes as they are in the file
 *               any other: frames (length u32 | bytes) that hold those bytes compressed, and a length of 0
 *
 * JSON of an OK is the partition's entry (segment-file.ts) without its place in the file, with the codec: the one asked
 * for, or "none". Of any other status it is { message }. `check` asks the server to verify the blocks on its disk
 * before it sends them: DAMAGED says that it could not. Numbers are little-endian. A client whose token is wrong gets
 * DENIED and is hung up on.
 *
 * Q1. A file is named by (job, name) and found in the server's table: no path ever comes from the wire.
 * Q2. Before the token is accepted the server reads at most GREETING_LIMIT_BYTES, for at most GREETING_TIMEOUT_MS.
 * Q3. Blocks are sent as they are; the receiver verifies them.
 */

import { MrError } from "../engine/error.js";
import type { SegmentEntry } from "./segment-file.js";
import { isWireCodec, type WireCodec } from "./wire-codec.js";

export const GREETING = Buffer.from("mrseg/1\n", "latin1");
export const TOKEN_LIMIT_BYTES = 512;
export const GREETING_LIMIT_BYTES = GREETING.length + 2 + TOKEN_LIMIT_BYTES;
export const GREETING_TIMEOUT_MS = 5_000;
export const REQUEST_LIMIT_BYTES = 2_048;
export const ANSWER_LIMIT_BYTES = 4_096;
/** No byte for this long: the other side is given up. */
export const NO_PROGRESS_MS = 15_000;

export const STATUS = { ok: 0, denied: 1, unknown: 2, failed: 3, damaged: 4 } as const;
export const ANSWER_HEADER_BYTES = 3;
export const FRAME_HEADER_BYTES = 4;
/** A longer frame is not ours. */
export const FRAME_LIMIT_BYTES = 1024 * 1024;

export interface SegmentRequest {
  readonly job: string;
  /** Name of the attempt: `map-00012-a3`. */
  readonly name: string;
  readonly partition: number;
  /** Of the whole file, as its writer reported it. */
  readonly sizeBytes: number;
  /** How the blocks may be sent. */
  readonly codec: WireCodec;
  /** Verify the blocks on the server's disk first: an earlier try arrived damaged. */
  readonly check: boolean;
}

/** What is sent of an entry. */
export type SentEntry = Omit<SegmentEntry, "offset">;

/** The head of an answer that is OK. */
export interface SentHead {
  readonly entry: SentEntry;
  readonly codec: WireCodec;
}

export function encodeGreeting(token: string): Buffer {
  const bytes = Buffer.from(token, "utf8");
  if (bytes.length > TOKEN_LIMIT_BYTES) {
    throw new MrError("MR_CONFIG", `a data token may have ${TOKEN_LIMIT_BYTES} bytes`);
  }
  return Buffer.concat([GREETING, lengthPrefix(bytes.length), bytes]);
}

export function encodeRequest(request: SegmentRequest): Buffer {
  const bytes = Buffer.from(JSON.stringify(request), "utf8");
  return Buffer.concat([lengthPrefix(bytes.length), bytes]);
}

export function encodeAnswer(
  status: number,
  body: (SentEntry & { codec: WireCodec }) | { message: string },
): Buffer {
  let bytes = Buffer.from(JSON.stringify(body), "utf8");
  if (bytes.length > ANSWER_LIMIT_BYTES) {
    bytes = Buffer.from(JSON.stringify({ message: "the reason is too long to be sent" }));
  }
  return Buffer.concat([Buffer.from([status]), lengthPrefix(bytes.length), bytes]);
}

/** Null when the bytes are not a request. */
export function parseRequest(bytes: Buffer): SegmentRequest | null {
  const value = parseJson(bytes);
  if (typeof value !== "object" || value === null) return null;
  if (!("job" in value && "name" in value && "partition" in value && "sizeBytes" in value)) {
    return null;
  }
  const { job, name, partition, sizeBytes } = value;
  if (typeof job !== "string" || typeof name !== "string") return null;
  if (!isCount(partition) || !isCount(sizeBytes)) return null;
  if (!("codec" in value && isWireCodec(value.codec))) return null;
  if (!("check" in value && typeof value.check === "boolean")) return null;
  return { job, name, partition, sizeBytes, codec: value.codec, check: value.check };
}

/** Null when the bytes are not the head of an answer that is OK. */
export function parseSentHead(bytes: Buffer): SentHead | null {
  const value = parseJson(bytes);
  if (typeof value !== "object" || value === null) return null;
  if (!("partition" in value && "sizeBytes" in value && "digest" in value)) return null;
  if (!("blockBytes" in value && "codec" in value && isWireCodec(value.codec))) return null;
  const { partition, sizeBytes, digest, blockBytes } = value;
  if (!isCount(partition) || !isCount(sizeBytes) || !isCount(blockBytes)) return null;
  if (typeof digest !== "object" || digest === null) return null;
  if (!("records" in digest && "sum" in digest)) return null;
  const { records, sum } = digest;
  if (!isCount(records) || typeof sum !== "string" || !/^[0-9a-f]{16}$/.test(sum)) return null;
  const entry = { partition, sizeBytes, digest: { records, sum }, blockBytes };
  return { entry, codec: value.codec };
}

/** The reason in an answer that is not OK. */
export function parseMessage(bytes: Buffer): string {
  const value = parseJson(bytes);
  if (typeof value === "object" && value !== null && "message" in value) {
    return String(value.message);
  }
  return "no reason was given";
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function lengthPrefix(length: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(length);
  return bytes;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/**
 * How segments travel between hosts. One TCP connection carries a greeting and then requests, one at a time; the
 * client pulls.
 *
 *   greeting  = "mrseg/1\n" | length u16 | token bytes
 *   request   = length u16 | JSON { job, name, partition, sizeBytes }
 *   answer    = status u8 | length u16 | JSON | for status OK: `sizeBytes` bytes of blocks as they are in the file
 *
 * JSON of an OK is the partition's entry (segment-file.ts) without its place in the file; of any other status
 * { message }. Numbers are little-endian. A client whose token is wrong gets DENIED and is hung up on.
 *
 * Q1. A file is named by (job, name) and found in the server's table: no path ever comes from the wire.
 * Q2. Before the token is accepted the server reads at most GREETING_LIMIT_BYTES, for at most GREETING_TIMEOUT_MS.
 * Q3. Blocks are sent as they are; the receiver verifies them.
 */

import { MrError } from "../engine/error.js";
import type { SegmentEntry } from "./segment-file.js";

export const GREETING = Buffer.from("mrseg/1\n", "latin1");
export const TOKEN_LIMIT_BYTES = 512;
export const GREETING_LIMIT_BYTES = GREETING.length + 2 + TOKEN_LIMIT_BYTES;
export const GREETING_TIMEOUT_MS = 5_000;
export const REQUEST_LIMIT_BYTES = 2_048;
export const ANSWER_LIMIT_BYTES = 4_096;
/** No byte for this long: the other side is given up. */
export const NO_PROGRESS_MS = 15_000;

export const STATUS = { ok: 0, denied: 1, unknown: 2, failed: 3 } as const;
export const ANSWER_HEADER_BYTES = 3;

export interface SegmentRequest {
  readonly job: string;
  /** Name of the attempt: `map-00012-a3`. */
  readonly name: string;
  readonly partition: number;
  /** Of the whole file, as its writer reported it. */
  readonly sizeBytes: number;
}

/** What is sent of an entry. */
export type SentEntry = Omit<SegmentEntry, "offset">;

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

export function encodeAnswer(status: number, body: SentEntry | { message: string }): Buffer {
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
  return { job, name, partition, sizeBytes };
}

/** Null when the bytes are not an entry. */
export function parseSentEntry(bytes: Buffer): SentEntry | null {
  const value = parseJson(bytes);
  if (typeof value !== "object" || value === null) return null;
  if (!("partition" in value && "sizeBytes" in value && "digest" in value)) return null;
  if (!("blockBytes" in value)) return null;
  const { partition, sizeBytes, digest, blockBytes } = value;
  if (!isCount(partition) || !isCount(sizeBytes) || !isCount(blockBytes)) return null;
  if (typeof digest !== "object" || digest === null) return null;
  if (!("records" in digest && "sum" in digest)) return null;
  const { records, sum } = digest;
  if (!isCount(records) || typeof sum !== "string" || !/^[0-9a-f]{16}$/.test(sum)) return null;
  return { partition, sizeBytes, digest: { records, sum }, blockBytes };
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

/**
 * Sends the blocks of one partition over a socket (segment-protocol.ts), plain or compressed.
 *
 * N1. Two chunks are in memory for a connection, smaller ones when there are many: reading waits for the socket.
 * N2. Compressing is the thread pool's work, never the event loop's: heartbeats go on.
 */

import { type FileHandle, open } from "node:fs/promises";
import type { Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { MrError } from "../engine/error.js";
import type { SegmentEntry } from "./segment-file.js";
import { encodeAnswer, FRAME_HEADER_BYTES, STATUS } from "./segment-protocol.js";
import { createEncoder, hasCodec, type WireCodec } from "./wire-codec.js";

/** For the encoder. */
const CHUNK_BYTES = 256 * 1024;
/** Plain segments: large chunks cost a third less, but many connections must not take much memory. */
const LARGEST_BYTES = 1024 * 1024;
const SMALLEST_BYTES = 64 * 1024;
const ALL_BYTES = 64 * 1024 * 1024;
/** Plain segments that are being sent now. */
let sending = 0;

/** The answer OK and the blocks, with `asked` where this Node has it. */
export async function sendSegment(
  socket: Socket,
  path: string,
  entry: SegmentEntry,
  asked: WireCodec,
): Promise<void> {
  const codec = hasCodec(asked) ? asked : "none";
  const { partition, sizeBytes, digest, blockBytes } = entry;
  await write(socket, encodeAnswer(STATUS.ok, { partition, sizeBytes, digest, blockBytes, codec }));
  const file = await open(path, "r");
  try {
    const source = { file, path, entry };
    if (codec === "none") {
      sending++;
      await sendPlain(socket, source).finally(() => sending--);
    } else await sendCompressed(socket, source, codec);
  } finally {
    await file.close();
  }
}

interface Source {
  readonly file: FileHandle;
  readonly path: string;
  readonly entry: SegmentEntry;
}

/** Two buffers take turns: one is read into while the other goes out. */
async function sendPlain(socket: Socket, source: Source): Promise<void> {
  const share = Math.floor(ALL_BYTES / (2 * sending));
  const limit = Math.max(SMALLEST_BYTES, Math.min(LARGEST_BYTES, share));
  const length = Math.min(limit, source.entry.sizeBytes);
  const buffers = [0, 1].map(() => Buffer.allocUnsafeSlow(length));
  let chunk = await readChunk(source, 0, buffers[0]);
  for (let read = chunk.length, turn = 1; chunk.length > 0; turn ^= 1) {
    const [next] = await Promise.all([
      readChunk(source, read, buffers[turn]),
      flush(socket, chunk),
    ]);
    read += next.length;
    chunk = next;
  }
}

async function sendCompressed(
  socket: Socket,
  source: Source,
  codec: Exclude<WireCodec, "none">,
): Promise<void> {
  await pipeline(readChunks(source), createEncoder(codec), async (frames) => {
    for await (const frame of frames as AsyncIterable<Buffer>) {
      await write(socket, frameHeader(frame.length));
      await write(socket, frame);
    }
  });
  await write(socket, frameHeader(0));
}

/** Each chunk in a buffer of its own: the encoder may keep it. */
async function* readChunks(source: Source): AsyncGenerator<Buffer> {
  const { sizeBytes } = source.entry;
  for (let read = 0; read < sizeBytes; ) {
    const buffer = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, sizeBytes - read));
    const chunk = await readChunk(source, read, buffer);
    yield chunk;
    read += chunk.length;
  }
}

/** From `start` bytes behind the segment's first; nothing behind its last. */
async function readChunk(source: Source, start: number, buffer: Buffer): Promise<Buffer> {
  const { file, path, entry } = source;
  const length = Math.min(buffer.length, entry.sizeBytes - start);
  if (length === 0) return buffer.subarray(0, 0);
  const { bytesRead } = await file.read(buffer, 0, length, entry.offset + start);
  if (bytesRead === 0) throw new MrError("MR_SEGMENT_CORRUPT", `${path} became shorter`);
  return buffer.subarray(0, bytesRead);
}

function frameHeader(length: number): Buffer {
  const bytes = Buffer.alloc(FRAME_HEADER_BYTES);
  bytes.writeUInt32LE(length);
  return bytes;
}

/** Resolves when the socket has room for more. */
export function write(socket: Socket, bytes: Buffer): Promise<void> {
  if (socket.destroyed) return Promise.reject(gone());
  if (socket.write(bytes)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const drained = (): void => {
      socket.off("close", closed);
      resolve();
    };
    const closed = (): void => {
      socket.off("drain", drained);
      reject(gone());
    };
    socket.once("drain", drained);
    socket.once("close", closed);
  });
}

/** Resolves when the system has taken all of it: `bytes` may be written to again. */
function flush(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => {
      if (error) reject(gone(error));
      else resolve();
    });
  });
}

function gone(cause?: Error): MrError {
  return new MrError("MR_UNREACHABLE", "the client is gone", { cause });
}

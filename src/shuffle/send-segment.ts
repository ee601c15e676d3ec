/**
 * Sends the blocks of one partition over a socket (segment-protocol.ts), plain or compressed.
 *
 * N1. Never more than a few chunks are in memory for a connection: reading waits for the socket to drain.
 * N2. Compressing is the thread pool's work, never the event loop's: heartbeats go on.
 */

import { open } from "node:fs/promises";
import type { Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { MrError } from "../engine/error.js";
import type { SegmentEntry } from "./segment-file.js";
import { encodeAnswer, FRAME_HEADER_BYTES, STATUS } from "./segment-protocol.js";
import { createEncoder, hasCodec, type WireCodec } from "./wire-codec.js";

const CHUNK_BYTES = 256 * 1024;

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
  if (codec === "none") {
    for await (const chunk of readChunks(path, entry)) await write(socket, chunk);
    return;
  }
  await pipeline(readChunks(path, entry), createEncoder(codec), async (frames) => {
    for await (const frame of frames as AsyncIterable<Buffer>) {
      await write(socket, frameHeader(frame.length));
      await write(socket, frame);
    }
  });
  await write(socket, frameHeader(0));
}

async function* readChunks(path: string, { offset, sizeBytes }: SegmentEntry) {
  const file = await open(path, "r");
  try {
    for (let sent = 0; sent < sizeBytes; ) {
      const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, sizeBytes - sent));
      const { bytesRead } = await file.read(chunk, 0, chunk.length, offset + sent);
      if (bytesRead === 0) throw new MrError("MR_SEGMENT_CORRUPT", `${path} became shorter`);
      yield chunk.subarray(0, bytesRead);
      sent += bytesRead;
    }
  } finally {
    await file.close();
  }
}

function frameHeader(length: number): Buffer {
  const bytes = Buffer.alloc(FRAME_HEADER_BYTES);
  bytes.writeUInt32LE(length);
  return bytes;
}

/** Resolves when the socket has room for more. */
export function write(socket: Socket, bytes: Buffer): Promise<void> {
  if (socket.destroyed) return Promise.reject(new MrError("MR_UNREACHABLE", "the client is gone"));
  if (socket.write(bytes)) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const drained = (): void => {
      socket.off("close", closed);
      resolve();
    };
    const closed = (): void => {
      socket.off("drain", drained);
      reject(new MrError("MR_UNREACHABLE", "the client is gone"));
    };
    socket.once("drain", drained);
    socket.once("close", closed);
  });
}

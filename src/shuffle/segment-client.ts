/**
 * One connection to another worker's data port (segment-protocol.ts).
 *
 * T1. What arrives is read into one buffer, again and again, and handed on from there: memory does not depend on the
 *     segment.
 * T2. No byte for `noProgressMs` ends the connection with an error.
 * T3. Of a compressed segment no more bytes are restored than its head names.
 */

import { connect, type Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { MrError } from "../engine/error.js";
import {
  ANSWER_HEADER_BYTES,
  ANSWER_LIMIT_BYTES,
  encodeGreeting,
  encodeRequest,
  FRAME_HEADER_BYTES,
  FRAME_LIMIT_BYTES,
  parseMessage,
  parseSentHead,
  type SegmentRequest,
  type SentHead,
  STATUS,
} from "./segment-protocol.js";
import { SocketReader } from "./socket-reader.js";
import { createDecoder, type WireCodec } from "./wire-codec.js";

/** What one read of a connection brings at most. */
const READ_BYTES = 256 * 1024;

export interface ConnectOptions {
  /** host:port */
  readonly address: string;
  readonly token: string;
  readonly noProgressMs: number;
  readonly signal: AbortSignal;
}

export class SegmentClient {
  private readonly socket: Socket;
  private readonly reader: SocketReader;
  private readonly address: string;

  private constructor(socket: Socket, reader: SocketReader, address: string) {
    this.socket = socket;
    this.address = address;
    this.reader = reader;
  }

  static async connect(options: ConnectOptions): Promise<SegmentClient> {
    const { address, signal, noProgressMs } = options;
    signal.throwIfAborted();
    const reader = new SocketReader();
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    const onread = {
      buffer,
      callback: (count: number): boolean => reader.arrived(buffer.subarray(0, count)),
    };
    const socket = connect({ ...parseAddress(address), noDelay: true, onread });
    reader.watch(socket);
    const client = new SegmentClient(socket, reader, address);
    const abort = (): void => {
      socket.destroy(signal.reason instanceof Error ? signal.reason : undefined);
    };
    signal.addEventListener("abort", abort, { once: true });
    socket.once("close", () => signal.removeEventListener("abort", abort));
    socket.setTimeout(noProgressMs, () => {
      socket.destroy(
        unreachableWorker(address, `nothing was received for ${noProgressMs / 1000} s`),
      );
    });
    await connected(socket, address);
    socket.write(encodeGreeting(options.token));
    return client;
  }

  /** What the worker is about to send; `receive` must follow. */
  async ask(request: SegmentRequest): Promise<SentHead> {
    this.socket.write(encodeRequest(request));
    const head = await this.reader.read(ANSWER_HEADER_BYTES);
    if (head === null) throw this.broken("the connection was closed");
    const length = head.readUInt16LE(1);
    if (length > ANSWER_LIMIT_BYTES) throw this.broken("the answer is not understood");
    const body = await this.reader.read(length);
    if (body === null) throw this.broken("the connection was closed");
    if (head[0] !== STATUS.ok) throw this.refused(head[0], parseMessage(body));
    const sent = parseSentHead(body);
    if (sent === null || sent.entry.partition !== request.partition) {
      throw this.broken("the answer is not understood");
    }
    return sent;
  }

  /** Hands the segment's bytes to `take` as they arrive; a chunk is valid during the call. */
  async receive({ entry, codec }: SentHead, take: (chunk: Buffer) => void): Promise<void> {
    if (codec === "none") await this.takePlain(entry.sizeBytes, take);
    else await this.takeCompressed(entry.sizeBytes, codec, take);
  }

  private async takePlain(sizeBytes: number, take: (chunk: Buffer) => void): Promise<void> {
    const missing = await this.reader.pass(sizeBytes, take);
    if (missing > 0) throw this.broken(`the connection was closed ${missing} bytes early`);
  }

  private async takeCompressed(
    sizeBytes: number,
    codec: Exclude<WireCodec, "none">,
    take: (chunk: Buffer) => void,
  ): Promise<void> {
    let left = sizeBytes;
    const restore = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
      for await (const chunk of chunks) {
        left -= chunk.length;
        if (left < 0) throw this.damaged("it is longer than its head says");
        take(chunk);
      }
      if (left > 0) throw this.damaged("it is shorter than its head says");
    };
    try {
      await pipeline(this.frames(), createDecoder(codec), restore);
    } catch (cause) {
      if (cause instanceof MrError) throw cause;
      throw this.damaged(`it cannot be restored: ${String(cause)}`);
    }
  }

  private async *frames(): AsyncGenerator<Buffer> {
    for (;;) {
      const header = await this.reader.read(FRAME_HEADER_BYTES);
      const length = header === null ? null : header.readUInt32LE(0);
      if (length === 0) return;
      if (length !== null && length > FRAME_LIMIT_BYTES) throw this.damaged("a frame is too long");
      const frame = length === null ? null : await this.reader.read(length);
      if (frame === null) throw this.broken("the connection was closed in a segment");
      yield frame;
    }
  }

  /** Everything that arrived so far. */
  get wireBytes(): number {
    return this.socket.bytesRead;
  }

  close(): void {
    this.socket.destroy();
  }

  private broken(what: string): MrError {
    return unreachableWorker(this.address, what);
  }

  private damaged(what: string): MrError {
    return new MrError(
      "MR_SEGMENT_CORRUPT",
      `damaged on the way from worker ${this.address}: ${what}`,
    );
  }

  private refused(status: number, reason: string): MrError {
    if (status === STATUS.damaged) {
      return new MrError(
        "MR_SEGMENT_CORRUPT",
        `damaged on the disk of worker ${this.address}: ${reason}`,
        { hint: "The output is made again. Check that machine's disk and memory." },
      );
    }
    if (status === STATUS.denied) {
      return new MrError("MR_UNAUTHENTICATED", `worker ${this.address} refuses us: ${reason}`, {
        hint: "All workers of a cluster must have the same master.",
      });
    }
    return new MrError("MR_FETCH_FAILED", `worker ${this.address}: ${reason}`);
  }
}

function connected(socket: Socket, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause?: Error): void => {
      reject(
        cause instanceof MrError
          ? cause
          : unreachableWorker(address, cause?.message ?? "closed", cause),
      );
    };
    socket.once("error", fail);
    socket.once("close", () => fail());
    socket.once("connect", () => {
      socket.off("error", fail);
      resolve();
    });
  });
}

function unreachableWorker(address: string, what: string, cause?: Error): MrError {
  return new MrError("MR_UNREACHABLE", `worker ${address}: ${what}`, {
    ...(cause === undefined ? {} : { cause }),
    hint: "Check that the worker runs and that its data port can be reached from this machine.",
  });
}

function parseAddress(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(":");
  const port = Number(address.slice(colon + 1));
  const host = address.slice(0, colon).replace(/^\[|\]$/g, "");
  if (colon < 1 || !Number.isInteger(port) || port < 1 || port > 65535) {
    throw new MrError("MR_UNREACHABLE", `"${address}" is not an address (host:port)`);
  }
  return { host, port };
}

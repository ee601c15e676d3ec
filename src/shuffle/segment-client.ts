/**
 * One connection to another worker's data port (segment-protocol.ts).
 *
 * T1. What arrives is handed on chunk by chunk: memory does not depend on the segment.
 * T2. No byte for `noProgressMs` ends the connection with an error.
 */

import { connect, type Socket } from "node:net";
import { MrError } from "../engine/error.js";
import {
  ANSWER_HEADER_BYTES,
  ANSWER_LIMIT_BYTES,
  encodeGreeting,
  encodeRequest,
  parseMessage,
  parseSentEntry,
  type SegmentRequest,
  type SentEntry,
  STATUS,
} from "./segment-protocol.js";
import { SocketReader } from "./socket-reader.js";

const CHUNK_BYTES = 1024 * 1024;

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

  private constructor(socket: Socket, address: string) {
    this.socket = socket;
    this.address = address;
    this.reader = new SocketReader(socket);
  }

  static async connect(options: ConnectOptions): Promise<SegmentClient> {
    const { address, signal, noProgressMs } = options;
    signal.throwIfAborted();
    const socket = connect({ ...parseAddress(address), noDelay: true });
    const client = new SegmentClient(socket, address);
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

  /** Hands the segment's bytes to `take` as they arrive. */
  async fetch(request: SegmentRequest, take: (chunk: Buffer) => void): Promise<SentEntry> {
    this.socket.write(encodeRequest(request));
    const head = await this.reader.read(ANSWER_HEADER_BYTES);
    if (head === null) throw this.broken("the connection was closed");
    const length = head.readUInt16LE(1);
    if (length > ANSWER_LIMIT_BYTES) throw this.broken("the answer is not understood");
    const body = await this.reader.read(length);
    if (body === null) throw this.broken("the connection was closed");
    if (head[0] !== STATUS.ok) throw this.refused(head[0], parseMessage(body));
    const entry = parseSentEntry(body);
    if (entry === null || entry.partition !== request.partition) {
      throw this.broken("the answer is not understood");
    }
    let left = entry.sizeBytes;
    while (left > 0) {
      const chunk = await this.reader.readSome(Math.min(left, CHUNK_BYTES));
      if (chunk === null) throw this.broken(`the connection was closed ${left} bytes early`);
      take(chunk);
      left -= chunk.length;
    }
    return entry;
  }

  close(): void {
    this.socket.destroy();
  }

  private broken(what: string): MrError {
    return unreachableWorker(this.address, what);
  }

  private refused(status: number, reason: string): MrError {
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

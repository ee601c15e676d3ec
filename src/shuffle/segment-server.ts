/**
 * Serves finished map outputs of this worker to other hosts (segment-protocol.ts).
 *
 * R1. Only ranges of one partition are sent, of files that `resolve` finds under (job, name).
 * R2. A connection that makes no progress for NO_PROGRESS_MS is hung up on, also an idle one.
 * R3. What this machine cannot do at the moment (it has too many open files, say) ends no more than the connection: its
 *     other end tries again. It is told to `trouble`.
 */

import { timingSafeEqual, createHash } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { MrError } from "../engine/error.js";
import { verifyRun } from "./verify-run.js";
import { errno } from "./scratch-io.js";
import { readEntry, type SegmentEntry } from "./segment-file.js";
import {
  encodeAnswer,
  GREETING,
  GREETING_TIMEOUT_MS,
  NO_PROGRESS_MS,
  parseRequest,
  REQUEST_LIMIT_BYTES,
  type SegmentRequest,
  STATUS,
  TOKEN_LIMIT_BYTES,
} from "./segment-protocol.js";
import { sendSegment, write } from "./send-segment.js";
import { SocketReader } from "./socket-reader.js";

const CONNECTION_LIMIT = 1024;
const REFUSED_LINGER_MS = 1_000;

export interface SegmentServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly token: string;
  /** The absolute path of a finished output, or undefined when there is none of that name. */
  resolve(job: string, name: string): string | undefined;
  /** R3. */
  trouble?(error: Error): void;
  /** Shorter in tests. */
  readonly noProgressMs?: number;
  readonly greetingTimeoutMs?: number;
}

export interface SegmentServer {
  /** host:port, with the port that was taken. */
  readonly address: string;
  close(): Promise<void>;
}

export async function startSegmentServer(options: SegmentServerOptions): Promise<SegmentServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    void serve(socket, options);
  });
  server.maxConnections = CONNECTION_LIMIT;
  await listen(server, options);
  // A connection that could not be accepted: without a listener it would end the process.
  server.on("error", (error) => options.trouble?.(error));
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new MrError("MR_INTERNAL", "the segment server has no address");
  }
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  return {
    address: `${host}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listen(server: Server, { host, port }: SegmentServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: Error): void => {
      const inUse = errno(cause) === "EADDRINUSE";
      reject(
        new MrError(
          inUse ? "MR_PORT_IN_USE" : "MR_CONFIG",
          `cannot serve segments on ${host}:${port}: ${cause.message}`,
          { cause, hint: "Choose another host or port, or 0 for any free port." },
        ),
      );
    };
    server.once("error", fail);
    server.listen({ host, port }, () => {
      server.off("error", fail);
      resolve();
    });
  });
}

/** One connection, to its end. Never throws: whatever goes wrong ends in hanging up. */
async function serve(socket: Socket, options: SegmentServerOptions): Promise<void> {
  const reader = new SocketReader();
  reader.watch(socket);
  socket.on("data", (chunk: Buffer) => {
    if (!reader.arrived(chunk)) socket.pause();
  });
  const deadline = setTimeout(
    () => socket.destroy(),
    options.greetingTimeoutMs ?? GREETING_TIMEOUT_MS,
  );
  try {
    const admitted = await isAdmitted(reader, options.token);
    clearTimeout(deadline);
    if (!admitted) {
      refuse(socket);
      return;
    }
    socket.setTimeout(options.noProgressMs ?? NO_PROGRESS_MS, () => socket.destroy());
    while (await answerOne(socket, reader, options)) {
      // Until the client hangs up.
    }
    socket.end();
  } catch (error) {
    // The other side is gone or does not speak the protocol; it notices by the connection's end and reports it.
    socket.destroy();
    options.trouble?.(MrError.from(error));
  } finally {
    clearTimeout(deadline);
  }
}

/** Lets the answer arrive: closing with unread bytes would reset the connection. */
function refuse(socket: Socket): void {
  socket.removeAllListeners("data");
  socket.resume();
  socket.setTimeout(REFUSED_LINGER_MS, () => socket.destroy());
  socket.end(encodeAnswer(STATUS.denied, { message: "the data token is wrong" }));
}

async function isAdmitted(reader: SocketReader, token: string): Promise<boolean> {
  const head = await reader.read(GREETING.length + 2);
  if (head === null || !head.subarray(0, GREETING.length).equals(GREETING)) return false;
  const length = head.readUInt16LE(GREETING.length);
  if (length > TOKEN_LIMIT_BYTES) return false;
  const shown = await reader.read(length);
  return shown !== null && sameToken(shown, Buffer.from(token, "utf8"));
}

/** In constant time, whatever the lengths. */
function sameToken(shown: Buffer, expected: Buffer): boolean {
  const digest = (bytes: Buffer): Buffer => createHash("sha256").update(bytes).digest();
  return timingSafeEqual(digest(shown), digest(expected));
}

/** False when the client has said goodbye. */
async function answerOne(
  socket: Socket,
  reader: SocketReader,
  options: SegmentServerOptions,
): Promise<boolean> {
  const prefix = await reader.read(2);
  if (prefix === null) return false;
  const length = prefix.readUInt16LE(0);
  const body = length > REQUEST_LIMIT_BYTES ? null : await reader.read(length);
  const request = body === null ? null : parseRequest(body);
  if (request === null) throw new MrError("MR_USAGE", "not a segment request");
  const path = options.resolve(request.job, request.name);
  if (path === undefined) {
    await write(
      socket,
      encodeAnswer(STATUS.unknown, { message: `no output ${request.name} here` }),
    );
    return true;
  }
  const entry = findEntry(path, request);
  if (entry instanceof MrError) {
    const damaged = entry.code === "MR_SEGMENT_CORRUPT";
    const status = damaged ? STATUS.damaged : STATUS.failed;
    options.trouble?.(entry);
    await write(socket, encodeAnswer(status, { message: entry.message }));
    return true;
  }
  await sendSegment(socket, path, entry, request.codec);
  return true;
}

function findEntry(path: string, request: SegmentRequest): SegmentEntry | MrError {
  try {
    const entry = readEntry(path, request.partition, request.sizeBytes);
    if (request.check) verifyRun({ ...entry, path, source: null });
    return entry;
  } catch (cause) {
    return MrError.from(cause, "MR_SCRATCH_IO");
  }
}

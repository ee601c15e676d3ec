/**
 * Reads exact numbers of bytes from a socket, pausing it while nobody asks.
 *
 * S1. At most one read waits at a time. S2. `read` is null when the stream ended cleanly before the first byte asked for.
 */

import type { Socket } from "node:net";
import { MrError } from "../engine/error.js";

export class SocketReader {
  private readonly socket: Socket;
  private chunks: Buffer[] = [];
  private available = 0;
  private ended = false;
  private failure: Error | null = null;
  private wake: (() => void) | null = null;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (chunk: Buffer) => {
      this.chunks.push(chunk);
      this.available += chunk.length;
      socket.pause();
      this.wake?.();
    });
    socket.on("end", () => this.finish(null));
    socket.on("error", (error) => this.finish(error));
    socket.on("close", () => this.finish(null));
  }

  async read(length: number): Promise<Buffer | null> {
    while (this.available < length) {
      if (!(await this.more())) {
        if (this.available === 0) return null;
        throw new MrError("MR_UNREACHABLE", "the connection ended in the middle of a message");
      }
    }
    const all = this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks);
    this.keep(all.subarray(length));
    return all.subarray(0, length);
  }

  /** What has arrived, at most `limit` bytes, waiting for at least one; null at the end. */
  async readSome(limit: number): Promise<Buffer | null> {
    while (this.available === 0) if (!(await this.more())) return null;
    const [first] = this.chunks;
    const taken = first.subarray(0, limit);
    if (taken.length < first.length) this.chunks[0] = first.subarray(taken.length);
    else this.chunks.shift();
    this.available -= taken.length;
    return taken;
  }

  /** Waits for more bytes; false at the end. */
  private async more(): Promise<boolean> {
    const before = this.available;
    if (!this.ended) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        this.socket.resume();
      });
      this.wake = null;
    }
    if (this.failure !== null) throw this.failure;
    return this.available > before;
  }

  private keep(rest: Buffer): void {
    this.chunks = rest.length === 0 ? [] : [rest];
    this.available = rest.length;
  }

  private finish(failure: Error | null): void {
    this.ended = true;
    this.failure ??= failure;
    this.wake?.();
  }
}

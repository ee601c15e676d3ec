/**
 * Hands out what arrives on a socket by exact numbers of bytes, and lets nothing arrive while nobody asks.
 *
 * S1. At most one read waits at a time.
 * S2. The end of the stream before the first byte asked for is no error; in the middle it is.
 * S3. A piece that is handed on is valid during the call only: the socket may read into the same memory again.
 */

import type { Socket } from "node:net";
import { MrError } from "../engine/error.js";

interface Wish {
  left: number;
  take(piece: Buffer): void;
  /** Bytes that are missing because the stream has ended. */
  resolve(missing: number): void;
  reject(cause: unknown): void;
}

const NOTHING = Buffer.alloc(0);

export class SocketReader {
  private socket: Socket | null = null;
  private wish: Wish | null = null;
  /** What came behind the bytes that were asked for. */
  private rest: Buffer = NOTHING;
  private ended = false;
  private failure: Error | null = null;

  /** What arrives is handed to `arrived` by whoever makes the socket. */
  watch(socket: Socket): void {
    this.socket = socket;
    socket.on("end", () => this.finish(null));
    socket.on("error", (error) => this.finish(error));
    socket.on("close", () => this.finish(null));
  }

  /** Null when the stream ended before the first of them. */
  async read(length: number): Promise<Buffer | null> {
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    const missing = await this.pass(length, (piece) => {
      filled += piece.copy(bytes, filled);
    });
    if (missing === 0) return bytes;
    if (missing === length) return null;
    throw new MrError("MR_UNREACHABLE", "the connection ended in the middle of a message");
  }

  /** Hands the next `length` bytes to `take` as they arrive. Gives how many are missing when the stream ends early. */
  pass(length: number, take: (piece: Buffer) => void): Promise<number> {
    if (length === 0) return Promise.resolve(0);
    return new Promise((resolve, reject) => {
      this.wish = { left: length, take, resolve, reject };
      const { rest } = this;
      this.rest = NOTHING;
      if (rest.length > 0 && !this.serve(this.wish, rest)) return;
      if (this.ended) this.finish(null);
      else this.socket?.resume();
    });
  }

  /** False: the socket must wait until it is resumed. */
  arrived(bytes: Buffer): boolean {
    if (this.wish !== null) return this.serve(this.wish, bytes);
    this.rest = Buffer.concat([this.rest, bytes]);
    return false;
  }

  /** Whether the wish is still open. */
  private serve(wish: Wish, bytes: Buffer): boolean {
    const taken = Math.min(bytes.length, wish.left);
    wish.left -= taken;
    try {
      wish.take(bytes.subarray(0, taken));
    } catch (cause) {
      this.wish = null;
      wish.reject(cause);
      return false;
    }
    if (wish.left > 0) return true;
    this.wish = null;
    if (taken < bytes.length) this.rest = Buffer.from(bytes.subarray(taken));
    wish.resolve(0);
    return false;
  }

  private finish(failure: Error | null): void {
    this.ended = true;
    this.failure ??= failure;
    const { wish } = this;
    if (wish === null) return;
    this.wish = null;
    if (this.failure === null) wish.resolve(wish.left);
    else wish.reject(this.failure);
  }
}

/**
 * A TCP proxy that damages, slows, cuts and silences what passes it: a bad link between two processes of a test.
 *
 * Owns: its listening port and all connections through it. Talks to: node:net.
 *
 * F1. Faults are set for all connections at once and can be changed at any time.
 * F2. What a silent direction holds back is lost when the connection ends, and arrives when the direction is healed.
 * F3. Back-pressure goes through: a slow link fills no memory.
 */

import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface LinkFaults {
  /** Bytes a second towards the client, over all connections. */
  readonly bytesPerSecond?: number;
  /** Every chunk waits this long, in each direction. */
  readonly delayMs?: number;
  /** Called with each chunk towards the client and how many bytes went before it; may change it. */
  readonly damage?: (chunk: Buffer, offset: number) => void;
  /** Ends a connection when so many bytes have gone towards the client. */
  readonly cutAfterBytes?: number;
  /** Directions in which nothing passes. */
  readonly silent?: "to-client" | "to-server" | "both";
}

export interface FaultyLink {
  readonly address: string;
  readonly port: number;
  /** Bytes that went towards clients. */
  bytesToClients(): number;
  connections(): number;
  set(faults: LinkFaults): void;
  /** Resets every connection that now passes. */
  cutAll(): void;
  close(): Promise<void>;
}

type Direction = "to-client" | "to-server";

const SILENT_LOOK_MS = 10;

class Link implements FaultyLink {
  port = 0;
  private faults: LinkFaults;
  private sent = 0;
  /** When the line is free again, for `bytesPerSecond`. */
  private freeAt = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private readonly target: { host: string; port: number };

  constructor(target: { host: string; port: number }, faults: LinkFaults) {
    this.target = target;
    this.faults = faults;
    this.server = createServer({ noDelay: true, pauseOnConnect: true }, (client) => {
      const server = connect({ ...this.target, noDelay: true });
      this.join(client, server);
    });
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  bytesToClients = (): number => this.sent;
  connections = (): number => this.sockets.size / 2;
  set = (faults: LinkFaults): void => {
    this.faults = faults;
  };
  cutAll = (): void => {
    for (const socket of this.sockets) socket.resetAndDestroy();
  };

  listen(): Promise<this> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(0, "127.0.0.1", () => {
        const address = this.server.address();
        if (typeof address === "object" && address !== null) this.port = address.port;
        resolve(this);
      });
    });
  }

  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy();
    return closed;
  }

  private join(client: Socket, server: Socket): void {
    for (const [one, other] of [
      [client, server],
      [server, client],
    ]) {
      this.sockets.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
    void this.pump(client, server, "to-server");
    void this.pump(server, client, "to-client");
  }

  private async pump(from: Socket, to: Socket, direction: Direction): Promise<void> {
    let offset = 0;
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        await this.hold(chunk.length, direction, to);
        if (to.destroyed) return;
        if (direction === "to-client") this.faults.damage?.(chunk, offset);
        offset += chunk.length;
        if (direction === "to-client") this.sent += chunk.length;
        if (!to.write(chunk)) await drained(to);
        const { cutAfterBytes } = this.faults;
        if (direction === "to-client" && cutAfterBytes !== undefined && offset >= cutAfterBytes) {
          to.resetAndDestroy();
          return;
        }
      }
      to.end();
    } catch (error) {
      // A reset on either side ends both; any other error is the proxy's own and must be seen.
      if (!(error instanceof Error && "code" in error)) throw error;
      to.destroy();
    }
  }

  private async hold(bytes: number, direction: Direction, to: Socket): Promise<void> {
    const { delayMs, bytesPerSecond } = this.faults;
    if (delayMs !== undefined) await sleep(delayMs);
    if (bytesPerSecond !== undefined && direction === "to-client") {
      const now = performance.now();
      this.freeAt = Math.max(now, this.freeAt) + (bytes * 1000) / bytesPerSecond;
      if (this.freeAt - now > 1) await sleep(this.freeAt - now);
    }
    while (this.isSilent(direction) && !to.destroyed) await sleep(SILENT_LOOK_MS);
  }

  private isSilent(direction: Direction): boolean {
    return this.faults.silent === "both" || this.faults.silent === direction;
  }
}

/** `address` is host:port of the server behind the link. */
export function startFaultyLink(address: string, faults: LinkFaults = {}): Promise<FaultyLink> {
  const colon = address.lastIndexOf(":");
  const target = { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
  return new Link(target, faults).listen();
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off("drain", done);
      socket.off("close", done);
      resolve();
    };
    socket.once("drain", done);
    socket.once("close", done);
  });
}

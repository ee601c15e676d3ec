/**
 * The master's door: both services behind one port or socket file, see identity.ts for who is let in.
 *
 * D1. A socket file is a saving, never a condition: where the system has none, or its path is too long, a port is opened.
 */

import { rmSync } from "node:fs";
import type { Server, ServerCredentials } from "@grpc/grpc-js";
import { MrError } from "../engine/error.js";
import { KEEPALIVE_OPTIONS } from "./channel.js";
import { admit } from "./identity.js";
import { loadWire } from "./load.js";
import { clientsHandlers } from "./serve-clients.js";
import { workersHandlers } from "./serve-workers.js";
import type { MasterService } from "./worker-link.js";

export interface ServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /**
   * Listen on this file instead (D1), for callers on this machine: no port is open, and both ends are spared what
   * addresses cost. It must be in a folder that is ours alone: what a killed process has left there is replaced.
   */
  readonly socketFile?: string;
  readonly token: string | null;
  readonly service: MasterService;
  /** How long a connection without any call is kept; two minutes unless told. */
  readonly idleConnectionMs?: number;
}

export interface RpcServer {
  /** `host:port`, with the port that was found, or `unix:PATH`. */
  readonly address: string;
  /** Lets calls that are about to end do so, then cuts the others off. */
  close(): Promise<void>;
}

const CLOSE_GRACE_MS = 500;
/** What `sun_path` holds on every system that has it: 104 bytes on macOS, the last of them 0. */
const SOCKET_PATH_LIMIT_BYTES = 103;
/**
 * A client's channel that was closed while it waited to dial again still dials once (grpc-js 1.14.7), and its pings keep
 * a connection alive that nobody will ever use. Longer than what clients themselves allow: see channel.ts.
 */
const IDLE_CONNECTION_MS = 120_000;

/** Errors: MR_PORT_IN_USE. */
export async function startServer(options: ServerOptions): Promise<RpcServer> {
  const wire = await loadWire();
  const server = new wire.grpc.Server({
    ...KEEPALIVE_OPTIONS,
    "grpc.max_connection_idle_ms": options.idleConnectionMs ?? IDLE_CONNECTION_MS,
    interceptors: [admit(wire, options.token)],
  });
  server.addService(wire.services.Workers.service, workersHandlers(wire, options.service));
  server.addService(wire.services.Clients.service, clientsHandlers(wire, options.service.client));
  const credentials = wire.grpc.ServerCredentials.createInsecure();
  const address =
    (await listenOnFile(server, credentials, options.socketFile)) ??
    (await listenOnPort(server, credentials, options));
  return { address, close: () => closeServer(server) };
}

/** Null where that is not possible. */
async function listenOnFile(
  server: Server,
  credentials: ServerCredentials,
  path: string | undefined,
): Promise<string | null> {
  if (path === undefined || process.platform === "win32") return null;
  if (Buffer.byteLength(path) > SOCKET_PATH_LIMIT_BYTES) return null;
  rmSync(path, { force: true });
  return new Promise((resolve) => {
    // The reason does not matter: a file system without sockets, no permission. The port is tried next.
    server.bindAsync(`unix:${path}`, credentials, (error) =>
      resolve(error === null ? `unix:${path}` : null),
    );
  });
}

async function listenOnPort(
  server: Server,
  credentials: ServerCredentials,
  options: ServerOptions,
): Promise<string> {
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${host}:${options.port}`, credentials, (error, bound) => {
      if (error === null) resolve(bound);
      else reject(bindError(error, options));
    });
  });
  return `${host}:${port}`;
}

function bindError(error: Error, { host, port }: ServerOptions): MrError {
  if (error.message.includes("EADDRINUSE")) {
    return new MrError("MR_PORT_IN_USE", `port ${port} on ${host} is in use`, {
      hint: "Stop the other program, or choose another port with --listen; port 0 is any free one.",
      cause: error,
    });
  }
  return new MrError("MR_CONFIG", `cannot listen on ${host}:${port}: ${error.message}`, {
    hint: "Check that the host is an address of this machine and that the port may be used.",
    cause: error,
  });
}

async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, CLOSE_GRACE_MS);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

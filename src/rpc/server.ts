/**
 * The master's port: both services behind one door, see identity.ts for who is let in.
 */

import type { Server } from "@grpc/grpc-js";
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
  readonly token: string | null;
  readonly service: MasterService;
  /** How long a connection without any call is kept; two minutes unless told. */
  readonly idleConnectionMs?: number;
}

export interface RpcServer {
  /** `host:port`, with the port that was found. */
  readonly address: string;
  /** Lets calls that are about to end do so, then cuts the others off. */
  close(): Promise<void>;
}

const CLOSE_GRACE_MS = 500;
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
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  const credentials = wire.grpc.ServerCredentials.createInsecure();
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${host}:${options.port}`, credentials, (error, bound) => {
      if (error === null) resolve(bound);
      else reject(bindError(error, options));
    });
  });
  return { address: `${host}:${port}`, close: () => closeServer(server) };
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

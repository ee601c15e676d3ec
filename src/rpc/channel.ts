/**
 * Connections to a master: options, opening within a deadline, and unary calls as promises.
 *
 * H1. Limits and keepalive are said here, once for both sides; gRPC's defaults (4 MiB, no pings) fit neither.
 * H2. Every unary call has a deadline. Streams have none: a dead peer is found by pings.
 * H3. Each connection has its own sub-channels: bulk transfers never share one with control messages, and closing
 *     a client closes its socket.
 */

import type { CallOptions, ChannelOptions, Client, ServiceError } from "@grpc/grpc-js";
import type { MrError } from "../engine/error.js";
import { introduce } from "./identity.js";
import { loadWire, type Wire } from "./load.js";
import { fromStatus, unreachable } from "./status.js";

export interface ConnectOptions {
  /** `host:port`, or `unix:PATH`. */
  readonly address: string;
  readonly token: string | null;
  /** How long the first connection may take; 5 s unless told. */
  readonly connectTimeoutMs?: number;
}

/** Bundles and logs travel in chunks; this bounds one envelope, one view, one specification. */
export const MESSAGE_LIMIT_BYTES = 64 << 20;
export const CHUNK_BYTES = 1 << 20;

const CONNECT_TIMEOUT_MS = 5_000;
const CALL_TIMEOUT_MS = 60_000;

export const KEEPALIVE_OPTIONS: ChannelOptions = {
  "grpc.keepalive_time_ms": 10_000,
  "grpc.keepalive_timeout_ms": 5_000,
  "grpc.keepalive_permit_without_calls": 1,
  "grpc.max_receive_message_length": MESSAGE_LIMIT_BYTES,
  "grpc.max_send_message_length": MESSAGE_LIMIT_BYTES,
};

const CHANNEL_OPTIONS: ChannelOptions = {
  ...KEEPALIVE_OPTIONS,
  // Not on the server: without its bookkeeping `forceShutdown` finds no connections to close (grpc-js 1.14.7).
  "grpc.enable_channelz": 0,
  "grpc.use_local_subchannel_pool": 1,
  "grpc.enable_retries": 0,
  // A master is reached directly, whatever proxy this machine uses for the web.
  "grpc.enable_http_proxy": 0,
  "grpc.service_config_disable_resolution": 1,
  "grpc.initial_reconnect_backoff_ms": 200,
  "grpc.max_reconnect_backoff_ms": 5_000,
  // Sooner than the master does it: a call that starts as the master closes would fail.
  "grpc.client_idle_timeout_ms": 60_000,
};

export interface Channel<C extends Client> {
  readonly wire: Wire;
  readonly stub: C;
  readonly address: string;
  /** Waits for the connection. Errors: MR_UNREACHABLE when the time is up. */
  ready(): Promise<void>;
  /** The error of a call or stream on this channel, in our words. */
  explain(error: ServiceError): MrError;
  close(): void;
}

export async function openChannel<S extends "Clients" | "Workers">(
  service: S,
  options: ConnectOptions,
): Promise<Channel<InstanceType<Wire["services"][S]>>> {
  const wire = await loadWire();
  const { address } = options;
  const stub = new wire.services[service](address, wire.grpc.credentials.createInsecure(), {
    ...CHANNEL_OPTIONS,
    interceptors: [introduce(wire, options.token)],
  }) as InstanceType<Wire["services"][S]>;
  const timeoutMs = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  return {
    wire,
    stub,
    address,
    ready: () => waitUntilDecided(wire, stub, address, timeoutMs),
    explain: (error) => fromStatus(wire, error, address),
    close: () => stub.close(),
  };
}

/**
 * Resolves when the connection stands or has failed: the call that follows then tells why, at once. Without this a
 * call to a host that swallows packets would wait for its own, much longer deadline.
 */
async function waitUntilDecided(
  { grpc }: Wire,
  stub: Client,
  address: string,
  timeoutMs: number,
): Promise<void> {
  const channel = stub.getChannel();
  const deadline = Date.now() + timeoutMs;
  const { READY, TRANSIENT_FAILURE, SHUTDOWN } = grpc.connectivityState;
  for (;;) {
    const state = channel.getConnectivityState(true);
    if (state === READY || state === TRANSIENT_FAILURE || state === SHUTDOWN) return;
    await new Promise<void>((resolve, reject) => {
      channel.watchConnectivityState(state, deadline, (error) => {
        if (error === undefined) resolve();
        else reject(unreachable(address, `no connection within ${timeoutMs / 1000} s`));
      });
    });
  }
}

type UnaryCall<Reply> = (
  options: CallOptions,
  callback: (error: ServiceError | null, reply?: Reply) => void,
) => unknown;

/** Calls once the connection stands; rejects with an MrError. */
export async function callUnary<Reply>(
  channel: Channel<Client>,
  call: UnaryCall<Reply>,
): Promise<Reply> {
  await channel.ready();
  return new Promise((resolve, reject) => {
    call({ deadline: Date.now() + CALL_TIMEOUT_MS }, (error, reply) => {
      if (error !== null) reject(channel.explain(error));
      else if (reply === undefined) reject(unreachable(channel.address, "an empty answer"));
      else resolve(reply);
    });
  });
}

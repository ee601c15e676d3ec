/**
 * Who is calling: one interceptor on each side. The client's adds version, protocol and token to every call, the
 * server's lets a call in or refuses it before any handler sees it.
 *
 * N1. With a token set, every method of every service is refused without it: there is no list of exceptions.
 * N2. Tokens are compared as sha256 in constant time, so that neither length nor prefix can be found by timing.
 * N3. Versions are compared after the token: strangers learn nothing.
 */

import { createHash, timingSafeEqual } from "node:crypto";
import type { Interceptor, Metadata, ServerInterceptor } from "@grpc/grpc-js";
import { version } from "../config/layout.js";
import { MrError } from "../engine/error.js";
import type { Wire } from "./load.js";
import { PROTOCOL_VERSION } from "./messages.js";
import { toStatus } from "./status.js";

const TOKEN_KEY = "mr-token-bin";
const VERSION_KEY = "mr-version";
const PROTOCOL_KEY = "mr-protocol";

/** Adds what the server wants to know to every call of a client. */
export function introduce({ grpc }: Wire, token: string | null): Interceptor {
  return (options, nextCall) =>
    new grpc.InterceptingCall(nextCall(options), {
      start(metadata, listener, next) {
        metadata.set(VERSION_KEY, version());
        metadata.set(PROTOCOL_KEY, String(PROTOCOL_VERSION));
        if (token !== null) metadata.set(TOKEN_KEY, Buffer.from(token, "utf8"));
        next(metadata, listener);
      },
    });
}

/** Refuses calls of strangers and of other versions. */
export function admit(wire: Wire, token: string | null): ServerInterceptor {
  const { grpc } = wire;
  const wanted = token === null ? null : sha256(Buffer.from(token, "utf8"));
  return (_method, call) =>
    new grpc.ServerInterceptingCall(call, {
      start(next) {
        const listener = new grpc.ServerListenerBuilder()
          .withOnReceiveMetadata((metadata, pass) => {
            const refusal = refuseToken(metadata, wanted) ?? refuseVersion(metadata);
            if (refusal === null) pass(metadata);
            else call.sendStatus(toStatus(wire, refusal));
          })
          .build();
        next(listener);
      },
    });
}

function refuseToken(metadata: Metadata, wanted: Buffer | null): MrError | null {
  if (wanted === null) return null;
  const shown = metadata.get(TOKEN_KEY)[0];
  if (shown === undefined) {
    return new MrError("MR_UNAUTHENTICATED", "this master wants a token, and none was shown", {
      hint: "Give the master's token with --token-file.",
    });
  }
  const bytes = Buffer.isBuffer(shown) ? shown : Buffer.from(shown, "utf8");
  if (timingSafeEqual(sha256(bytes), wanted)) return null;
  return new MrError("MR_UNAUTHENTICATED", "the token is not this master's", {
    hint: "Compare the token file with the one that the master was started with.",
  });
}

function refuseVersion(metadata: Metadata): MrError | null {
  const theirVersion = String(metadata.get(VERSION_KEY)[0] ?? "unknown");
  const theirProtocol = Number(metadata.get(PROTOCOL_KEY)[0] ?? 0);
  return versionSkew(theirVersion, theirProtocol);
}

/** Null when the other side speaks as we do. The error is told to the caller, so "here" is the caller's side. */
export function versionSkew(theirVersion: string, theirProtocol: number): MrError | null {
  if (theirVersion === version() && theirProtocol === PROTOCOL_VERSION) return null;
  return new MrError(
    "MR_VERSION_SKEW",
    `the caller runs mr ${theirVersion} (protocol ${theirProtocol}), ` +
      `the master runs mr ${version()} (protocol ${PROTOCOL_VERSION})`,
    { hint: "Install the same version of mr on both machines; upgrade the older one." },
  );
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}

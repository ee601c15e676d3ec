/**
 * gRPC status <-> MrError, in one table each way.
 *
 * Owns: how an error crosses a call. The record itself travels as JSON in trailing metadata, so that code and hint
 * survive; the status code is for tools that know gRPC but not us.
 *
 * T1. A record in the metadata wins; without one the status was made by gRPC itself and is explained here.
 */

import type { Metadata, ServiceError, StatusObject } from "@grpc/grpc-js";
import { isErrorCode, MrError, type ErrorCode } from "../engine/error.js";
import type { Wire } from "./load.js";

const ERROR_KEY = "mr-error-bin";

/** The names of `grpc.status`, which is an enum that we must not import before it is needed. */
type StatusName =
  | "CANCELLED"
  | "UNKNOWN"
  | "INVALID_ARGUMENT"
  | "DEADLINE_EXCEEDED"
  | "NOT_FOUND"
  | "ALREADY_EXISTS"
  | "RESOURCE_EXHAUSTED"
  | "FAILED_PRECONDITION"
  | "ABORTED"
  | "UNIMPLEMENTED"
  | "INTERNAL"
  | "UNAVAILABLE"
  | "DATA_LOSS"
  | "UNAUTHENTICATED";

/** Codes that are not here are UNKNOWN: the record says it all. */
const STATUS_OF: { readonly [code in ErrorCode]?: StatusName } = {
  MR_USAGE: "INVALID_ARGUMENT",
  MR_PARAMETER: "INVALID_ARGUMENT",
  MR_JOB_INVALID: "INVALID_ARGUMENT",
  MR_PROTOCOL: "INVALID_ARGUMENT",
  MR_JOB_NOT_FOUND: "NOT_FOUND",
  MR_UNKNOWN_JOB: "NOT_FOUND",
  MR_OUTPUT_EXISTS: "ALREADY_EXISTS",
  MR_OUTPUT_UNWRITABLE: "FAILED_PRECONDITION",
  MR_DISK_FULL: "RESOURCE_EXHAUSTED",
  MR_RESULT_TOO_LARGE: "RESOURCE_EXHAUSTED",
  MR_CANCELLED: "CANCELLED",
  MR_INTERRUPTED: "UNAVAILABLE",
  MR_UNREACHABLE: "UNAVAILABLE",
  MR_STALE: "ABORTED",
  MR_VERSION_SKEW: "FAILED_PRECONDITION",
  MR_UNAUTHENTICATED: "UNAUTHENTICATED",
  MR_JOURNAL_CORRUPT: "DATA_LOSS",
  MR_JOURNAL_IO: "INTERNAL",
  MR_INTERNAL: "INTERNAL",
};

/** What a status without a record means: gRPC made it, not the other side's program. */
const CODE_OF: { readonly [name in StatusName]?: ErrorCode } = {
  UNAVAILABLE: "MR_UNREACHABLE",
  DEADLINE_EXCEEDED: "MR_UNREACHABLE",
  // We never wait for calls that we cancel ourselves: the other side has reset it.
  CANCELLED: "MR_UNREACHABLE",
  UNAUTHENTICATED: "MR_UNAUTHENTICATED",
  UNIMPLEMENTED: "MR_VERSION_SKEW",
  RESOURCE_EXHAUSTED: "MR_PROTOCOL",
  INTERNAL: "MR_PROTOCOL",
};

const UNREACHABLE_HINT = "Is the master running, and is this its address? `mr master` starts one.";

const HINTS: { readonly [code in ErrorCode]?: string } = {
  MR_UNREACHABLE: UNREACHABLE_HINT,
  MR_VERSION_SKEW: "Run the same version of mr on both sides.",
};

/** Trailers are headers: a proxy or a peer may refuse long ones. */
const MESSAGE_LIMIT_CHARACTERS = 4096;

export function toStatus(
  { grpc }: Wire,
  error: unknown,
): { code: number; details: string; metadata: Metadata } {
  const { code, message, hint } = MrError.from(error);
  const shortMessage =
    message.length > MESSAGE_LIMIT_CHARACTERS
      ? `${message.slice(0, MESSAGE_LIMIT_CHARACTERS)}...`
      : message;
  const record = { code, message: shortMessage, ...(hint === undefined ? {} : { hint }) };
  const metadata = new grpc.Metadata();
  metadata.set(ERROR_KEY, Buffer.from(JSON.stringify(record)));
  const status = grpc.status[STATUS_OF[code] ?? "UNKNOWN"];
  return { code: status, details: `${code}: ${shortMessage}`, metadata };
}

export function fromStatus({ grpc }: Wire, status: ServiceError | StatusObject, address: string) {
  const told = readRecord(status.metadata);
  if (told !== null) return told;
  const name = grpc.status[status.code] as StatusName;
  const code = CODE_OF[name] ?? "MR_INTERNAL";
  const details = status.details === "" ? name : plain(status.details);
  const message =
    code === "MR_UNREACHABLE"
      ? `no answer from the master at ${address}: ${details}`
      : `the call to ${address} failed: ${details}`;
  const hint = HINTS[code];
  return new MrError(code, message, { cause: status, ...(hint === undefined ? {} : { hint }) });
}

/** grpc-js wraps what the socket said in words about its own insides. */
function plain(details: string): string {
  const cause =
    /^No connection established\. Last error: (?:Error: )?(.*?)\.? Resolution note: *$/s;
  return cause.exec(details)?.[1] ?? details;
}

export function unreachable(address: string, reason: string): MrError {
  return new MrError("MR_UNREACHABLE", `no answer from the master at ${address}: ${reason}`, {
    hint: UNREACHABLE_HINT,
  });
}

function readRecord(metadata: Metadata | undefined): MrError | null {
  const value = metadata?.get(ERROR_KEY)[0];
  if (!Buffer.isBuffer(value)) return null;
  let record: unknown;
  try {
    record = JSON.parse(value.toString("utf8"));
  } catch {
    // Somebody else's metadata under our key; the status itself still tells what happened.
    return null;
  }
  if (typeof record !== "object" || record === null) return null;
  const { code, message, hint } = record as { code?: unknown; message?: unknown; hint?: unknown };
  if (typeof code !== "string" || typeof message !== "string") return null;
  const details = typeof hint === "string" ? { hint } : {};
  if (isErrorCode(code)) return new MrError(code, message, details);
  return new MrError("MR_INTERNAL", `${code}: ${message}`, details);
}

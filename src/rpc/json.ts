/**
 * JSON as bytes, for the parts of messages that the engine never looks into.
 *
 * Talks to: nobody. Values that JSON cannot hold (functions, undefined members) are left out as JSON does.
 */

import type { Json } from "../engine/job.js";
import { protocolError } from "./check.js";

export function encodeJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value), "utf8");
}

/** Errors: MR_PROTOCOL for bytes that are not JSON. */
export function decodeJson(bytes: unknown, where: string): Json {
  if (!Buffer.isBuffer(bytes)) throw protocolError(where, "must be bytes");
  try {
    const value: Json = JSON.parse(bytes.toString("utf8"));
    return value;
  } catch (error) {
    throw protocolError(where, `is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

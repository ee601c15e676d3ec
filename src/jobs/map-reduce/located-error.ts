/**
 * An error that knows where in the data it happened: `in/a.txt:1042` (file and byte offset) or a key as JSON.
 *
 * Owns: how what user code throws becomes the house's error, its own stack kept.
 */

import { type ErrorCode, MrError } from "../../engine/error.js";
import type { Key } from "../definition.js";

export class LocatedError extends MrError {
  readonly location: string;

  constructor(error: MrError, location: string) {
    super(error.code, error.message, {
      cause: error.cause ?? error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
    this.location = location;
    if (error.stack !== undefined) this.stack = error.stack;
  }
}

/** These speak of the data that is being worked on; the others of disks, networks and ourselves. */
const ABOUT_DATA: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "MR_USER_CODE",
  "MR_INPUT_CORRUPT",
  "MR_RECORD_TOO_LONG",
]);

/** What user code threw, or what threw beneath it; the innermost location stays. */
export function locate(caught: unknown, location: () => string | null): MrError {
  const error = MrError.from(caught, "MR_USER_CODE");
  if (error instanceof LocatedError || !ABOUT_DATA.has(error.code)) return error;
  const where = location();
  return where === null ? error : new LocatedError(error, where);
}

/** A key as people read it in a message; long ones are cut. */
export function describeKey(key: Key): string {
  const text = JSON.stringify(key, showBytes) ?? String(key);
  return text.length <= 200 ? text : `${text.slice(0, 200)}... (${text.length} characters)`;
}

function showBytes(_name: string, value: unknown): unknown {
  if (!(value instanceof Uint8Array)) return value;
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("latin1");
}

/** Records flow synchronously: what a promise does later would be lost, so it is refused. */
export function refuseResult(result: unknown, role: "map" | "reduce" | "combine"): void {
  if (typeof result === "object" && result !== null && "then" in result) {
    throw new MrError("MR_USER_CODE", `the job's ${role} returned a promise`, {
      hint: `${role} must be synchronous; do what needs waiting in setup or close.`,
    });
  }
}

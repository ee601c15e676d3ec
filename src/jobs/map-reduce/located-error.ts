/**
 * An error that knows where in the data it happened: `in/a.txt:1042` (file and byte offset) or `key "red"` (as JSON).
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
    if (error.stack === undefined) delete this.stack;
    else this.stack = error.stack;
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
  const error = caught instanceof MrError ? caught : userError(caught);
  if (error instanceof LocatedError || !ABOUT_DATA.has(error.code)) return error;
  const where = location();
  return where === null ? error : new LocatedError(error, where);
}

/** With the kind of error in front unless it says nothing; what is no Error has no line to show. */
function userError(caught: unknown): MrError {
  if (!(caught instanceof Error)) {
    const error = new MrError("MR_USER_CODE", `the job threw ${shown(caught)}`, {
      hint: "Throw an Error: it knows the line of code that it comes from.",
    });
    delete error.stack;
    return error;
  }
  const error = MrError.from(caught, "MR_USER_CODE");
  if (caught.name !== "Error" && caught.name !== "")
    error.message = `${caught.name}: ${error.message}`;
  return error;
}

function shown(value: unknown): string {
  const text = (typeof value === "object" ? JSON.stringify(value) : undefined) ?? String(value);
  return cut(text);
}

/** A key as people read it in a message; long ones are cut. */
export function describeKey(key: Key): string {
  return `key ${cut(JSON.stringify(key, showBytes) ?? String(key))}`;
}

function cut(text: string): string {
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

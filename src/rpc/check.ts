/**
 * Checks on values that came from another process: each returns the value in its type or throws MR_PROTOCOL,
 * naming the field.
 *
 * Owns: what "a name", "a whole number", "an attempt" mean on the wire. Talks to: nobody.
 */

import { MrError } from "../engine/error.js";
import { isName, type Incarnation, type JobId, type WorkerId } from "../engine/ids.js";

/** An object whose fields have not been looked at yet. */
export type Unchecked = { readonly [name: string]: unknown };

export function protocolError(where: string, problem: string): MrError {
  return new MrError("MR_PROTOCOL", `${where} ${problem}`, {
    hint: "Run the same version of mr on both sides; if they are the same, this is a bug in mr.",
  });
}

export function object(value: unknown, where: string): Unchecked {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw protocolError(where, `must be an object, not ${describe(value)}`);
  }
  return Object.fromEntries(Object.entries(value));
}

/** A message field that protobuf gives as null when it was not sent. */
export function present<T>(value: T | null | undefined, where: string): T {
  if (value === null || value === undefined) throw protocolError(where, "is missing");
  return value;
}

export function list<T>(
  value: unknown,
  where: string,
  read: (item: unknown, where: string) => T,
): T[] {
  if (!Array.isArray(value)) throw protocolError(where, `must be a list, not ${describe(value)}`);
  return value.map((item: unknown, index) => read(item, `${where}[${index}]`));
}

export function text(value: unknown, where: string): string {
  if (typeof value !== "string") throw protocolError(where, `must be text, not ${describe(value)}`);
  return value;
}

export function filledText(value: unknown, where: string): string {
  const checked = text(value, where);
  if (checked === "") throw protocolError(where, "is empty");
  return checked;
}

export function flag(value: unknown, where: string): boolean {
  if (typeof value !== "boolean") {
    throw protocolError(where, `must be true or false, not ${describe(value)}`);
  }
  return value;
}

/** A number that 64 bits on the wire and a double on both ends hold exactly. */
export function integer(value: unknown, where: string): number {
  if (!Number.isSafeInteger(value)) {
    throw protocolError(where, `must be a whole number up to 2^53, not ${describe(value)}`);
  }
  return Number(value);
}

export function count(value: unknown, where: string): number {
  const checked = integer(value, where);
  if (checked < 0) throw protocolError(where, `must not be negative, but is ${checked}`);
  return checked;
}

const UINT32_MAX = 2 ** 32 - 1;

/** What a uint32 field holds. */
export function smallCount(value: unknown, where: string): number {
  const checked = count(value, where);
  if (checked > UINT32_MAX) throw protocolError(where, `is too large: ${checked}`);
  return checked;
}

export function positive(value: unknown, where: string): number {
  const checked = smallCount(value, where);
  if (checked === 0) throw protocolError(where, "must be at least 1");
  return checked;
}

export function number(value: unknown, where: string): number {
  if (typeof value !== "number") {
    throw protocolError(where, `must be a number, not ${describe(value)}`);
  }
  return value;
}

export function oneOf<T extends string>(value: unknown, allowed: readonly T[], where: string): T {
  const found = allowed.find((item) => item === value);
  if (found === undefined) {
    throw protocolError(where, `must be one of ${allowed.join(", ")}, not ${describe(value)}`);
  }
  return found;
}

/** D2 of engine/ids.ts: safe in a file name, at most 64 characters. */
export function name(value: unknown, where: string): string {
  const checked = text(value, where);
  if (!isName(checked)) throw protocolError(where, `is not a name: ${describe(checked)}`);
  return checked;
}

const FILE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;

/** The name of a file in a folder of ours: never a path, never hidden. */
export function fileName(value: unknown, where: string): string {
  const checked = text(value, where);
  if (!FILE_NAME.test(checked)) {
    throw protocolError(where, `is not a file name: ${describe(checked)}`);
  }
  return checked;
}

export function jobId(value: unknown, where: string): JobId {
  return name(value, where) as JobId;
}

export function workerId(value: unknown, where: string): WorkerId {
  return name(value, where) as WorkerId;
}

const INCARNATION = /^[0-9a-f]{16}$/;

export function incarnation(value: unknown, where: string): Incarnation {
  const checked = text(value, where);
  if (!INCARNATION.test(checked)) {
    throw protocolError(where, `must be 16 hex digits, not ${describe(checked)}`);
  }
  return checked as Incarnation;
}

const SHA256 = /^[0-9a-f]{64}$/;

export function sha256Name(value: unknown, where: string): string {
  const checked = text(value, where);
  if (!SHA256.test(checked)) {
    throw protocolError(where, `must be 64 hex digits, not ${describe(checked)}`);
  }
  return checked;
}

const SHOWN_CHARACTERS = 60;

/** A value as it may stand in a message: short, and free of control characters. */
function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "string") return JSON.stringify(value.slice(0, SHOWN_CHARACTERS));
  if (Array.isArray(value)) return "a list";
  return value === null ? "null" : `a ${typeof value}`;
}

/**
 * The messages of everything that can be wrong with an input, in one place.
 *
 * Owns: which code stands for which trouble with input. Talks to: engine/error only.
 *
 * I1. Every message names the file by its label, as the user gave it, and the offset where there is one.
 */

import { MrError } from "../engine/error.js";
import { printablePath } from "./path-bytes.js";

export function missingInput(given: string, tried: string, baseDirectory: string): MrError {
  return new MrError("MR_INPUT_MISSING", `there is no input "${printablePath(given)}"`, {
    hint: `looked for ${printablePath(tried)}; relative names start at ${baseDirectory}`,
  });
}

/** For a failed system call on a file or folder. */
export function unreadableInput(label: string, action: string, cause: unknown): MrError {
  const code = systemCode(cause);
  const why =
    code === "EACCES" || code === "EPERM"
      ? "permission denied"
      : code === "ENOENT"
        ? "it does not exist any more, or not on this machine"
        : cause instanceof Error
          ? cause.message
          : String(cause);
  const hint =
    code === "EACCES" || code === "EPERM"
      ? "give the user that runs mr the right to read it, or leave it out of the input"
      : "inputs must stay as they are, and be readable on every worker, until the job is done";
  return new MrError("MR_INPUT_UNREADABLE", `cannot ${action} ${printablePath(label)}: ${why}`, {
    hint,
    cause,
  });
}

export function corruptInput(label: string, offset: number, what: string, hint: string): MrError {
  return new MrError("MR_INPUT_CORRUPT", `${printablePath(label)} at byte ${offset}: ${what}`, {
    hint,
  });
}

export function shrunkInput(label: string, plannedBytes: number, foundBytes: number): MrError {
  return new MrError(
    "MR_INPUT_CORRUPT",
    `${printablePath(label)} became shorter while the job ran: ${plannedBytes} bytes were planned, ${foundBytes} are left`,
    { hint: "run the job again when nothing changes its input" },
  );
}

export function recordTooLong(label: string, offset: number, limitBytes: number): MrError {
  return new MrError(
    "MR_RECORD_TOO_LONG",
    `${printablePath(label)}: the record at byte ${offset} is longer than ${limitBytes} bytes`,
    { hint: "check that the input format fits the file, or raise the record limit" },
  );
}

/** `ENOENT` and the like; undefined for anything that is not a failed system call. */
export function systemCode(cause: unknown): string | undefined {
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") {
    return cause.code;
  }
  return undefined;
}

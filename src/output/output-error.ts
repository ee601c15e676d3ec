/**
 * Turns a file system's refusal into the house's errors. The only place that knows what errno means for an output.
 */

import { MrError } from "../engine/error.js";

function errnoOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : null;
}

/** `action` completes the sentence "cannot ...", for example "write". */
export function outputError(error: unknown, action: string, path: string): MrError {
  if (error instanceof MrError) return error;
  const errno = errnoOf(error);
  if (errno === "ENOSPC" || errno === "EDQUOT") {
    return new MrError("MR_DISK_FULL", `cannot ${action} ${path}: the disk is full`, {
      hint: "Free some space, or choose another place with -o.",
      cause: error,
    });
  }
  const reason = errno ?? (error instanceof Error ? error.message : String(error));
  return new MrError("MR_OUTPUT_UNWRITABLE", `cannot ${action} ${path}: ${reason}`, {
    hint: "Check the folder's permissions, or choose another place with -o.",
    cause: error,
  });
}

/** Whether the error says that the path is not there. */
export function isMissing(error: unknown): boolean {
  const errno = errnoOf(error);
  return errno === "ENOENT" || errno === "ENOTDIR";
}

/**
 * Synchronous reads and writes of a worker's temporary files, whole or not at all.
 *
 * I1. A full disk is MR_DISK_FULL, any other trouble MR_SCRATCH_IO; both name the file and what was tried.
 */

import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import { MrError } from "../engine/error.js";

export function openScratch(path: string, flags: "r" | "r+" | "w"): number {
  return attempt("open", path, () => openSync(path, flags));
}

/** At `position`, or without one after what was written last. */
export function writeAll(
  file: number,
  bytes: Uint8Array,
  length: number,
  path: string,
  position: number | null = null,
): void {
  attempt("write", path, () => {
    let done = 0;
    while (done < length) {
      const at = position === null ? null : position + done;
      done += writeSync(file, bytes, done, length - done, at);
    }
  });
}

/** Reads up to `length` bytes from `offset`; fewer only at the end of the file. */
export function readUpTo(
  file: number,
  bytes: Uint8Array,
  length: number,
  offset: number,
  path: string,
): number {
  return attempt("read", path, () => {
    let filled = 0;
    while (filled < length) {
      const count = readSync(file, bytes, filled, length - filled, offset + filled);
      if (count === 0) break;
      filled += count;
    }
    return filled;
  });
}

export function closeScratch(file: number, path: string): void {
  attempt("close", path, () => closeSync(file));
}

export function renameScratch(from: string, to: string): void {
  attempt("rename", from, () => renameSync(from, to));
}

/** Removing what is not there is fine. */
export function removeScratch(path: string): void {
  attempt("remove", path, () => rmSync(path, { force: true }));
}

export function scratchError(cause: unknown, action: string, path: string): MrError {
  if (cause instanceof MrError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const code = errno(cause);
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new MrError("MR_DISK_FULL", `cannot ${action} ${path}: the disk is full`, {
      cause,
      hint: "Free space in the worker's directory, or start the worker with another one.",
    });
  }
  return new MrError("MR_SCRATCH_IO", `cannot ${action} ${path}: ${reason}`, {
    cause,
    hint: "Check the worker's directory: it must exist, be writable and stay in place while the worker runs.",
  });
}

export function errno(cause: unknown): string | undefined {
  return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
}

function attempt<T>(action: string, path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw scratchError(cause, action, path);
  }
}

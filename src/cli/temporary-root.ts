/**
 * The one private folder in which a local run keeps everything that must not outlive it.
 *
 * T1. `<tmp>/mr-<uid>-<pid>-<host>-<random>`, mode 0700: nobody else can look in, and its name tells whose it is.
 * T2. It goes away however the run ends; what a killed run left behind is swept by the next one (sweep-roots.ts).
 * T3. Only folders of our own user and host whose process is gone are swept: two containers may share a folder, and a
 *     process of the one looks dead to the other.
 */

import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MrError } from "../engine/error.js";
import { hostId } from "../worker/host-id.js";

export const ROOT_NAME = /^mr-(\d+)-(\d+)-([0-9a-f]{8})-[0-9a-f]{8}$/;

export function makeTemporaryRoot(): string {
  const path = nameTemporaryRoot();
  createTemporaryRoot(path);
  return path;
}

/** A path that nobody else has; for those who must tell somebody of it before it is there. */
export function nameTemporaryRoot(): string {
  const random = randomBytes(4).toString("hex");
  return join(tmpdir(), `mr-${ownUser()}-${process.pid}-${ownHost()}-${random}`);
}

export function createTemporaryRoot(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    throw new MrError("MR_CONFIG", `cannot make a folder in ${tmpdir()}: ${String(error)}`, {
      hint: "Set TMPDIR to a folder that you can write to.",
      cause: error,
    });
  }
}

/**
 * Synchronous, because the second Ctrl-C waits for nothing. It never throws: it runs when something else has gone
 * wrong already, which must not be hidden. What could not be removed is told by the answer, null is success.
 */
export function removeNow(path: string): Error | null {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
    return null;
  } catch (error) {
    const isAbsent = error instanceof Error && "code" in error && error.code === "ENOTDIR";
    return isAbsent ? null : MrError.from(error);
  }
}

export function ownUser(): number {
  return process.getuid?.() ?? 0;
}

export function ownHost(): string {
  return hostId().slice(0, 8);
}

/**
 * What the journal needs of a disk, as narrow as it uses it. Production has the machine's, simulations bring one that
 * tears writes, fills up and fails to sync.
 */

import { open, readdir, rename, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { syncDirectory } from "./durable-file.js";

export interface JournalFile {
  read(
    bytes: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
  write(
    bytes: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>;
  stat(): Promise<{ readonly size: number }>;
  truncate(sizeBytes: number): Promise<void>;
  /** The bytes, not the times. */
  datasync(): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface JournalDisk {
  open(path: string, flags: "r" | "r+" | "a+" | "w+"): Promise<JournalFile>;
  readdir(directory: string): Promise<string[]>;
  rename(from: string, to: string): Promise<void>;
  /** What is not there is no error. */
  remove(path: string): Promise<void>;
  syncDirectory(directory: string): Promise<void>;
  /** Lets some time pass before a write that had no room is tried again. Absent: it is not. */
  awaitRoom?(signal: AbortSignal): Promise<void>;
}

const ROOM_CHECK_MS = 250;

export const REAL_DISK: JournalDisk = {
  open: (path, flags) => open(path, flags, 0o600),
  readdir: (directory) => readdir(directory),
  rename,
  remove: (path) => rm(path, { force: true }),
  syncDirectory,
  // The only rejection of a sleep is the abort that was asked for.
  awaitRoom: (signal) => sleep(ROOM_CHECK_MS, undefined, { signal }).catch(() => undefined),
};

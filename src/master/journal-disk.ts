/**
 * What the journal needs of a disk, as narrow as it uses it. Production has the machine's, simulations bring one that
 * tears writes, fills up and fails to sync.
 */

import { open, readdir, rename, rm } from "node:fs/promises";
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
  open(path: string, flags: "r" | "a+" | "w+"): Promise<JournalFile>;
  readdir(directory: string): Promise<string[]>;
  rename(from: string, to: string): Promise<void>;
  /** What is not there is no error. */
  remove(path: string): Promise<void>;
  syncDirectory(directory: string): Promise<void>;
}

export const REAL_DISK: JournalDisk = {
  open: (path, flags) => open(path, flags, 0o600),
  readdir: (directory) => readdir(directory),
  rename,
  remove: (path) => rm(path, { force: true }),
  syncDirectory,
};

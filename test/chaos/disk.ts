/**
 * The disk of a worker of a test: as root a small file system of its own in memory, that can be filled up; else a folder.
 *
 * D1. `remove` refuses when its worker has left anything, and takes the file system away in any case.
 */

import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

const SIZE_BYTES = 48 * 2 ** 20;
const BALLAST = "ballast";

export interface Disk {
  readonly path: string;
  /** Leaves no byte free; false where it is not a disk of its own. */
  fill(): boolean;
  empty(): void;
  remove(): void;
}

export function makeDisk(path: string): Disk {
  mkdirSync(path, { recursive: true });
  const mounted = mount(path);
  const empty = (): void => rmSync(join(path, BALLAST), { force: true });
  return {
    path,
    fill() {
      if (mounted) fillUp(join(path, BALLAST));
      return mounted;
    },
    empty,
    remove() {
      empty();
      const left = readdirSync(path);
      if (mounted) execFileSync("umount", [path], { stdio: "pipe", timeout: 10_000 });
      if (left.length > 0) throw new Error(`${path} still holds ${left.join(", ")}`);
    },
  };
}

function mount(path: string): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    const size = `size=${SIZE_BYTES}`;
    execFileSync("mount", ["-t", "tmpfs", "-o", size, "tmpfs", path], { stdio: "pipe" });
    return true;
  } catch {
    // Not allowed to: a folder serves as well, it only cannot be filled.
    return false;
  }
}

function fillUp(path: string): void {
  const file = openSync(path, "w");
  try {
    for (let sizeBytes = 2 ** 20; sizeBytes >= 512; ) {
      try {
        writeSync(file, Buffer.alloc(sizeBytes));
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
        sizeBytes /= 2;
      }
    }
  } finally {
    closeSync(file);
  }
}

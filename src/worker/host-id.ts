/**
 * Names the set of files that this process sees: two workers with the same id open each other's segments in place.
 *
 * I1. Equal ids mean the same running kernel, the same mounts and the same user; a copied machine image or a container
 *     on the same host is somebody else. When in doubt the ids differ, and segments travel over the network.
 */

import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

export function hostId(): string {
  const parts = [
    hostname(),
    String(process.getuid?.() ?? ""),
    attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    attempt(() => readlinkSync("/proc/self/ns/mnt")),
  ];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 16);
}

/** Not every system tells; there the host's name and the user must do. */
function attempt(read: () => string): string {
  try {
    return read();
  } catch (error) {
    return error instanceof Error && "code" in error ? `unknown ${String(error.code)}` : "unknown";
  }
}

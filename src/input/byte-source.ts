/**
 * Where the bytes of one range come from, in order: a plain file at positions, or a decompressed stream.
 *
 * Owns: opening, reading, closing. Talks to: the file system; decompressed-bytes for the codecs.
 *
 * Y1. `read` puts at least one byte, or returns 0 at the end of the file and from then on.
 * Y2. Plain files are read by synchronous calls: a task has nothing else to do, and 1 MiB reads run at memory speed.
 */

import * as fs from "node:fs";
import { openDecompressed } from "./decompressed-bytes.js";
import { unreadableInput } from "./input-error.js";
import { pathBytes } from "./path-bytes.js";
import type { FileRange } from "./split.js";

export interface ByteSource {
  /** Fills some of `into[start..end)` with the bytes that follow; returns how many, 0 at the end. */
  read(into: Buffer, start: number, end: number): number | Promise<number>;
  close(): Promise<void>;
}

/** `position` is where the first read starts; compressed files can only start at 0. */
export function openByteSource(range: FileRange, position: number): ByteSource {
  if (range.compression !== "none") return openDecompressed(range);
  return openPlain(range, position);
}

function openPlain(range: FileRange, firstPosition: number): ByteSource {
  let position = firstPosition;
  let descriptor: number;
  try {
    descriptor = fs.openSync(pathBytes(range.path), "r");
  } catch (cause) {
    throw unreadableInput(range.label, "open", cause);
  }
  let open = true;
  return {
    read(into, start, end) {
      try {
        const bytesRead = fs.readSync(descriptor, into, start, end - start, position);
        position += bytesRead;
        return bytesRead;
      } catch (cause) {
        throw unreadableInput(range.label, "read", cause);
      }
    },
    async close() {
      if (!open) return;
      open = false;
      fs.closeSync(descriptor);
    },
  };
}

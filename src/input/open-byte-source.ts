/**
 * Opens a range as a ByteSource.
 *
 * Owns: opening, reading, closing of plain files. Talks to: the file system; decompressed-bytes for the codecs.
 *
 * O1. Plain files are read by synchronous calls: a task has nothing else to do, and 1 MiB reads run at memory speed.
 */

import * as fs from "node:fs";
import type { ByteSource } from "./byte-source.js";
import { openDecompressed } from "./decompressed-bytes.js";
import { unreadableInput } from "./input-error.js";
import { pathBytes } from "./path-bytes.js";
import type { FileRange } from "./split.js";

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

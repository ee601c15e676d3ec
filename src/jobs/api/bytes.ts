/**
 * Bytes for jobs that must not lose any: between bytes and strings, and keys that sort the other way round.
 *
 * Owns: small helpers for records read with `as: "bytes"`. Talks to: nobody.
 *
 * X1. `fromLatin1(toLatin1(bytes))` equals `bytes`, whatever they are. X2. `descending` reverses the order of bytes.
 */

import { encodePath } from "../../input/path-bytes.js";

/** One character a byte: for regular expressions and cutting, without loss and without decoding. */
export function toLatin1(bytes: Uint8Array): string {
  return view(bytes).toString("latin1");
}

/** The bytes that `toLatin1` made into text. */
export function fromLatin1(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}

/** Decoded as UTF-8; what is not UTF-8 becomes U+FFFD. */
export function toText(bytes: Uint8Array): string {
  return view(bytes).toString("utf8");
}

let lastPath = "";
let lastPathBytes: Uint8Array = Buffer.alloc(0);

/** A path as the file system has it, `source.path` above all: names need not be UTF-8, and strings cannot hold those. */
export function pathBytes(path: string): Uint8Array {
  // Asked for each record of a file.
  if (path === lastPath) return lastPathBytes;
  lastPathBytes = encodePath(path);
  lastPath = path;
  return lastPathBytes;
}

export function concatBytes(...pieces: readonly (Uint8Array | string)[]): Uint8Array {
  return Buffer.concat(
    pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece)),
  );
}

/**
 * A key that comes after others exactly when `bytes` comes before them: a zero byte becomes 00 FF and the end 00 00,
 * so that no key is the beginning of another, then every bit is turned over.
 */
export function descending(bytes: Uint8Array): Uint8Array {
  let zeros = 0;
  for (const byte of bytes) if (byte === 0) zeros += 1;
  const out = new Uint8Array(bytes.length + zeros + 2).fill(0xff);
  let at = 0;
  for (const byte of bytes) {
    out[at] = ~byte;
    at += 1;
    if (byte !== 0) continue;
    out[at] = 0;
    at += 1;
  }
  return out;
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

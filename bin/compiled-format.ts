/**
 * What the maker of compiled code (scripts/train.ts) and its user (load-program.ts) must agree on: a file `NAME.code` is the
 * stamp of the text, the checksum of the code, and the code. V8 itself would run damaged code.
 */

import { basename } from "node:path";
import { crc32 } from "node:zlib";

/** The end of every program's text: the digest of what stands before. V8 itself looks at the length only. */
export const STAMP_BYTES = 64;
export const CODE_AT = STAMP_BYTES + 4;

export function checksumOf(code: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(crc32(code));
  return bytes;
}

/** A program's text as V8 gets it: a function of what CommonJS has, and of an `import()`. Line numbers stay. */
export function wrapped(text: Buffer): string {
  return `(function (require, __filename, __dirname, mrImport) {${text.toString("latin1")}\n})`;
}

/** V8 keeps the name that the code was made under; frames of this form are known as the engine's own (user-frame.ts). */
export function nameInStacks(file: string): string {
  return `mr-engine:${basename(file)}`;
}

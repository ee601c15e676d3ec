/** Lays out, for the kernel, which parts of an access log line make the key; src/kernels/assembly/access-log.ts says how. */

import type { LogPartName } from "./block-program.js";

export const MOST_LOG_PARTS = 8;

const CODES: { readonly [part in LogPartName]: number } = {
  status: 0,
  path: 1,
  hour: 2,
  host: 3,
  agent: 4,
};
const NOTHING_AT = 64;

export function layOutLogProgram(by: readonly LogPartName[]): Buffer {
  const bytes = Buffer.alloc(NOTHING_AT + 1, "-");
  bytes.writeUInt32LE(by.length, 0);
  for (const [index, part] of by.entries()) bytes.writeUInt32LE(CODES[part], 4 + index * 4);
  return bytes;
}

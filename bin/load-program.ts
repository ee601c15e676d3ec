/**
 * Runs one of the bundled programs, from code that is compiled already where there is such code.
 *
 * Owns: whether the compiled code may be used. Talks to: `dist/programs/`, where scripts/build.mjs puts each program
 * (`NAME.cjs`) and what V8 made of it in a first run (`NAME.code`).
 *
 * K1. Code of another text, or damaged, is not used, and V8 refuses that of another version or with other flags; then, as where there
 *     is none, the program is compiled as usual.
 * K2. A runner's heap limit is a flag too, but nothing in the code depends on it: where it is all that was passed, the
 *     code is made to look as if it had been compiled with it.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";
import {
  CHECKSUM_AT,
  checksumOf,
  CODE_AT,
  HEAD_BYTES,
  STAMP_BYTES,
  wrapped,
} from "./compiled-format.js";

type Program = (...context: unknown[]) => void;

/** `file`: its absolute path. */
export function loadProgram(file: string): void {
  const load = createRequire(file);
  const program = compiledProgram(file);
  if (program === null) load(file);
  else program(load, file, dirname(file), (specifier: string) => import(specifier));
}

function compiledProgram(filename: string): Program | null {
  let stored: Buffer;
  try {
    stored = readFileSync(filename.replace(/cjs$/, "code"));
  } catch {
    // Not there or not readable: both mean that there is none.
    return null;
  }
  const text = readFileSync(filename);
  if (!stored.subarray(HEAD_BYTES, CHECKSUM_AT).equals(text.subarray(-STAMP_BYTES))) return null;
  const code = stored.subarray(CODE_AT);
  if (!stored.subarray(CHECKSUM_AT, CODE_AT).equals(checksumOf(code))) return null;
  const cachedData = adapted(stored.subarray(0, HEAD_BYTES), code);
  const script = new Script(wrapped(text), { filename, cachedData });
  // Compiled by now, from the code or without it.
  return script.runInThisContext() as Program;
}

/** The code, with what V8 writes before it under the flags of this process. */
function adapted(head: Buffer, code: Buffer): Buffer {
  const [flag, ...others] = process.execArgv;
  const heapLimitOnly = flag?.startsWith("--max-old-space-size=") === true && others.length === 0;
  if (!heapLimitOnly || (process.env["NODE_OPTIONS"] ?? "") !== "") return code;
  const own = new Script("").createCachedData();
  const words = Array.from({ length: HEAD_BYTES / 4 }, (_, index) => index * 4);
  const [different, ...more] = words.filter((at) => own.readInt32LE(at) !== head.readInt32LE(at));
  if (different !== undefined && more.length === 0) {
    own.copy(code, different, different, different + 4);
  }
  return code;
}

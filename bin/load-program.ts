/**
 * Runs one of the bundled programs, from code that is compiled already where there is such code.
 *
 * Owns: whether the compiled code may be used. Talks to: `dist/programs/`, where scripts/build.mjs puts each program
 * (`NAME.cjs`) and what V8 made of it in a first run (`NAME.code`).
 *
 * K1. Code of another text, or damaged, is not used, and V8 refuses that of another version or with other flags; then, as
 *     where there is none, the program is compiled as usual. (A heap limit does not count: see heap-limit.ts.)
 * K2. Stacks name the program, not a file: compiled code would tell of the file from which it was made.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";
import { checksumOf, CODE_AT, nameInStacks, STAMP_BYTES, wrapped } from "./compiled-format.js";

type Program = (...context: unknown[]) => void;

/** `file`: its absolute path. */
export function loadProgram(file: string): void {
  const text = readFileSync(file);
  const code = compiledCode(file, text);
  const script = new Script(wrapped(text), {
    filename: nameInStacks(file),
    ...(code === null ? {} : { cachedData: code }),
  });
  const program = script.runInThisContext() as Program;
  program(createRequire(file), file, dirname(file), (specifier: string) => import(specifier));
}

function compiledCode(file: string, text: Buffer): Buffer | null {
  let stored: Buffer;
  try {
    stored = readFileSync(file.replace(/cjs$/, "code"));
  } catch {
    // Not there or not readable: both mean that there is none.
    return null;
  }
  if (!stored.subarray(0, STAMP_BYTES).equals(text.subarray(-STAMP_BYTES))) return null;
  const code = stored.subarray(CODE_AT);
  return stored.subarray(STAMP_BYTES, CODE_AT).equals(checksumOf(code)) ? code : null;
}
